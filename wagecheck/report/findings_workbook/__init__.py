"""``findings.xlsx``: everything of a result as lists that can be filtered, with columns for the clerk to fill in."""

from wagecheck.report.findings_workbook.book import write

__all__ = ["write"]
