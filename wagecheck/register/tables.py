"""Tables of the register: the events, which nobody may change, and the records that they add up to.

A record of a kind (``entry``, ``verdict``, ``order``, ``evidence``, ``waiver``, ``run``, and those of
:mod:`wagecheck.register.desk_tables`) is one row of its table. Every
change of a record is an event with the whole record before and after it: the tables can be made again from the events.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Date, Index, Integer, String, Table, TableClause, Text, column
from sqlalchemy import table as clause

from wagecheck.register.desk_tables import ACCOUNT, HAND_IN, SETTING, SITE, TOKEN
from wagecheck.register.metadata import METADATA, Money, texts

#: One change of one record. ``at``: UTC, ISO 8601. ``before``, ``after``: the record as canonical JSON.
EVENT: Final = Table(
    "event",
    METADATA,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", String(32), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("subject", String(64), nullable=False),
    Column("reason", Text),
    Column("before", Text),
    Column("after", Text),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Index("event_subject", "kind", "subject", "seq"),
)

#: An entry of a list (LEGAL §2.3, §3). Amounts are yuan; ``in_force_to`` null: no end is stated.
ENTRY: Final = Table(
    "entry",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("state", String(16), nullable=False, index=True),
    Column("list", String(16), nullable=False),
    Column("level", String(16)),
    Column("subject", String(16), nullable=False),
    Column("uscc", String(32), index=True),
    *texts("name", "former_names", "legal_rep", "persons", "person_id", "roles", "address", "phone", "account"),
    Column("reason_code", String(32)),
    *texts("reason", "project"),
    Column("workers", Integer),
    Column("amount", Money()),
    *texts("basis", "decision_no", "authority"),
    Column("decided_on", Date),
    Column("in_force_from", Date),
    Column("in_force_to", Date),
    Column("left_on", Date),
    *texts("left_reason", "source_file", "source_sha256", "source_place"),
    Column("proposed_by", Text),
    Column("approved_by", Text),
)

#: "The same" or "not the same", decided once about an entry and a company (or a person of it).
VERDICT: Final = Table(
    "verdict",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("entry", String(32), nullable=False, index=True),
    Column("same", Integer, nullable=False),
    *texts("contractor", "uscc", "person"),
    Column("state", String(16), nullable=False),
)

#: An order to pay by a deadline (责令支付), as BL09 needs it.
ORDER: Final = Table(
    "pay_order",
    METADATA,
    Column("id", String(32), primary_key=True),
    *texts("contractor", "uscc", "project", "authority", "order_no"),
    Column("ordered_on", Date),
    Column("deadline", Date, nullable=False),
    Column("amount", Money()),
    Column("settled_on", Date),
    Column("state", String(16), nullable=False),
)

#: A file that proves a record: its name and hash; the file itself lies beside the register.
EVIDENCE: Final = Table(
    "evidence",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("about_kind", String(16), nullable=False),
    Column("about", String(32), nullable=False, index=True),
    *texts("file", "note"),
    Column("sha256", String(64), nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
)

#: A finding that is accepted for a time: rule and contractor, maybe one worker (by key) and one pay period.
WAIVER: Final = Table(
    "waiver",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("state", String(16), nullable=False, index=True),
    Column("rule", String(16), nullable=False),
    *texts("contractor", "project"),
    Column("worker_key", String(64)),
    Column("period", String(32)),
    Column("fingerprint", String(64)),
    Column("reason", Text, nullable=False),
    Column("responsible", Text),
    Column("expires_on", Date, nullable=False),
    Column("proposed_by", Text),
    Column("approved_by", Text),
)

#: A kept check. ``standing``: rules judged once per run; ``manifest``: JSON; ``digest``: hash of its rows below.
RUN: Final = Table(
    "run",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("as_of", Date, nullable=False),
    Column("input_hash", String(64), nullable=False, index=True),
    Column("rules_hash", Text),
    Column("version", Text),
    Column("profile", Text),
    Column("first_day", Date),
    Column("last_day", Date),
    Column("contractors", Integer, nullable=False),
    Column("workers", Integer, nullable=False),
    Column("findings", Integer, nullable=False),
    Column("owed", Money()),
    Column("standing", Text, nullable=False),
    Column("manifest", Text, nullable=False),
    Column("digest", String(64), nullable=False),
)

#: Figures of a contractor and period in a run, as ``result.CONTRACTORS``; ``assessed``: rules that came to a verdict.
RUN_CONTRACTOR: Final = Table(
    "run_contractor",
    METADATA,
    Column("run", String(32), primary_key=True),
    Column("number", Integer, primary_key=True),
    *texts("project", "name", "uscc", "period", "colour"),
    Column("score", Integer),
    Column("workers", Integer),
    Column("owed", Money()),
    Column("unpaid", Money()),
    *texts("paid_share", "six_unified_share", "signing_share", "real_name_share"),
    *(Column(name, Integer) for name in ("findings", "red_line", "serious", "general", "hint")),
    Column("assessed", Text),
    Index("run_contractor_name", "name", "period"),
)

#: A finding of a run; ``message`` is masked, and null where the run was not.
RUN_FINDING: Final = Table(
    "run_finding",
    METADATA,
    Column("run", String(32), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("fingerprint", String(64), nullable=False, index=True),
    *texts("rule", "severity", "state", "project", "contractor", "period", "worker_key"),
    Column("amount", Money()),
    *texts("place", "message"),
)

#: A worker's month in a run, by keyed hash: never a name or a number.
RUN_WORKER: Final = Table(
    "run_worker",
    METADATA,
    Column("run", String(32), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("worker_key", String(64), index=True),
    *texts("project", "contractor", "period", "marks"),
    Column("due", Money()),
    Column("paid", Money()),
    Column("owed", Money()),
    Column("due_on", Date),
    Column("days_late", Integer),
)


def bare(table: Table) -> TableClause:
    """The table without its types: values as the database stores them, whatever somebody put there."""
    return clause(table.name, *(column(each.name) for each in table.columns))


#: Kind of record → its table.
RECORDS: Final[dict[str, Table]] = {
    "entry": ENTRY,
    "verdict": VERDICT,
    "order": ORDER,
    "evidence": EVIDENCE,
    "waiver": WAIVER,
    "run": RUN,
    "account": ACCOUNT,
    "site": SITE,
    "hand_in": HAND_IN,
    "token": TOKEN,
    "setting": SETTING,
}
#: Rows of a kept run, guarded by its digest.
RUN_ROWS: Final[tuple[Table, ...]] = (RUN_CONTRACTOR, RUN_FINDING, RUN_WORKER)
#: Kind of record → the letter before its number.
LETTERS: Final = {
    "entry": "E", "verdict": "V", "order": "O", "evidence": "F", "waiver": "W", "run": "R",
    "account": "A", "site": "P", "hand_in": "H", "token": "T", "setting": "S",
}  # fmt: skip
