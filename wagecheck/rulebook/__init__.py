"""The rulebook: everything legal is data in ``rules/``, read strictly and compiled to polars expressions."""

from __future__ import annotations

from wagecheck.rulebook.load import Rulebook, load

__all__ = ["Rulebook", "load"]
