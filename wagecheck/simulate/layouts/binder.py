"""The files of one contractor as they are put into his folder, one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from wagecheck.simulate.books import ContractorBooks
from wagecheck.simulate.calendar import Month
from wagecheck.simulate.layouts.tidy import FILES, made_at
from wagecheck.simulate.sheets import File, Sheet


class Binder:
    """Collects the files of one contractor; ``index`` is its place among the contractors."""

    def __init__(self, books: ContractorBooks, index: int = 0, folder: str | None = None) -> None:
        """``folder`` is the contractor's name unless said otherwise; empty for files that lie beside the folders."""
        self.books = books
        self.index = index
        self.folder = books.contractor.name if folder is None else folder
        self.files: list[File] = []

    def add(
        self,
        name: str,
        sheets: Sequence[Sheet],
        month: Month,
        *,
        kind: str | None = None,
        encoding: str = "utf-8-sig",
    ) -> File:
        """One file; ``kind`` is what it really is, by default the end of its name."""
        file = File(
            f"{self.folder}/{name}" if self.folder else name,
            kind or name.rsplit(".", 1)[1],
            list(sheets),
            author=self.books.contractor.author,
            made_at=made_at(month, self.index * FILES + len(self.files)),
            encoding=encoding,
        )
        self.files.append(file)
        return file
