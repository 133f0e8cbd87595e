"""Marked copies: what was handed in, untouched but for colours, comments and a first sheet that lists the findings."""

from wagecheck.report.marked.copies import Copy, write

__all__ = ["Copy", "write"]
