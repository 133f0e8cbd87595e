"""Files read apart from us: a file that costs its reader costs one IN01, and the others are read.

However many files cost their reader, the rest is read: leaving honest files out would be worse than a long wait. Each
costs the start of a process (about a second), and the progress moves on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed

from wagecheck.intake import apart, parts
from wagecheck.intake.apart import LostError
from wagecheck.intake.containers import refusals
from wagecheck.intake.containers.limits import seconds_for
from wagecheck.intake.exports import tables as export_tables
from wagecheck.intake.exports.listing import ExportTable
from wagecheck.intake.exports.pieces import Keeper
from wagecheck.intake.exports.tables import TableRead
from wagecheck.intake.files import Listed
from wagecheck.intake.mapping.sheet_mapping import SheetMapping
from wagecheck.intake.parts import FileParts
from wagecheck.intake.progress import Count


class Reader:
    """Reads groups of files with the clerk's corrections and passwords."""

    def __init__(self, mapping: SheetMapping | None = None, passwords: Sequence[str] = ()) -> None:
        self._mapping = mapping
        self._passwords = tuple(passwords)
        self._stopped = threading.Event()

    def all(self, groups: Sequence[Sequence[Listed]], jobs: int, count: Count) -> list[FileParts]:
        """Every file, in order, ``jobs`` groups at a time; ``count`` is told how far it is."""
        if jobs <= 1 or len(groups) < 2:
            return [file for group in groups for file in self.group(group, count.begun)]
        pool = apart.shared()
        pool.warm(min(jobs, len(groups)))
        with ThreadPoolExecutor(min(jobs, len(groups))) as threads:  # they wait, the workers work
            futures = [threads.submit(self.group, group) for group in groups]
            try:
                for future in as_completed(futures):
                    count.finished([file.listed for file in future.result()])
            except BaseException:  # Ctrl-C, or whoever is told the progress failed
                self._stopped.set()  # what is lost from now on is not tried again
                threads.shutdown(wait=False, cancel_futures=True)
                pool.close()
                raise
        return [file for future in futures for file in future.result()]

    def tables(
        self, tables: Sequence[ExportTable], jobs: int, count: Count, keeper: Keeper | None = None
    ) -> list[TableRead]:
        """Every export table, ``jobs`` of their parts at a time; ``keeper`` holds their records."""
        return export_tables.read(tables, jobs=jobs, passwords=self._passwords, begun=count.begun, keeper=keeper)

    def group(self, group: Sequence[Listed], begun: Callable[[Listed], None] = lambda _: None) -> list[FileParts]:
        """Some files together. Where they are lost, each is read alone, so that only the guilty one stays lost."""
        try:
            return self._read(group, begun)
        except LostError as lost:
            if self._stopped.is_set():
                raise
            loss = lost
        if len(group) == 1:
            return self._with_losses([(group[0], loss)])
        late = loss.step if loss.how == "time" else None  # the clock runs for every file anew
        return self._with_losses(
            [
                (listed, loss if late == (listed.name, listed.indices) else self._alone(listed, begun))
                for listed in group
            ]
        )

    def _alone(self, listed: Listed, begun: Callable[[Listed], None]) -> FileParts | LostError:
        try:
            return self._read([listed], begun)[0]
        except LostError as lost:
            if self._stopped.is_set():
                raise
            return lost

    def _read(self, group: Sequence[Listed], begun: Callable[[Listed], None]) -> list[FileParts]:
        by_place = {(listed.name, listed.indices): listed for listed in group}

        def told(place: tuple[str, tuple[int, ...]] | None) -> None:
            if place is not None:
                begun(by_place[place])

        read: list[FileParts] = apart.shared().run(
            parts.read_files,
            tuple(group),
            mapping=self._mapping,
            passwords=self._passwords,
            seconds=seconds_for(sum(listed.size for listed in group if listed.opened)),
            teller="begun",
            told=told,
        )
        return read

    def _with_losses(self, read: Sequence[tuple[Listed, FileParts | LostError]]) -> list[FileParts]:
        """What was read, and the files that were lost as refused.

        Hashes come last: a worker that has done something is tried twice before a file counts as lost.
        """
        return [self._given_up(listed, done) if isinstance(done, LostError) else done for listed, done in read]

    def _given_up(self, listed: Listed, lost: LostError) -> FileParts:
        refusal = refusals.lost(lost.how, lost.fault)
        try:
            digest: str = apart.shared().run(parts.digest, listed, self._passwords, seconds=seconds_for(listed.size))
        except LostError:
            if self._stopped.is_set():
                raise
            digest = ""
        return parts.unread(listed, refusal, digest, parts.around(listed, self._mapping))
