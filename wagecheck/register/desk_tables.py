"""Tables of the desk: records of who may do what and of what was handed in, and the working tables beside them.

Records (``account``, ``site``, ``hand_in``, ``token``, ``setting``) are kept like all others: every change is an event.
The working tables (``credential``, ``session``, ``upload``, ``job``, ``request``) hold what is of no use to an auditor,
or must not stand in a trail that nobody can change: hashes of passwords, who is logged in, half an upload, how far a
check is.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Date, Index, Integer, String, Table, Text

from wagecheck.register.metadata import METADATA, texts

#: Somebody who may log in. ``sites``: JSON list of sites; null: all. ``unmask``: may have full numbers shown.
ACCOUNT: Final = Table(
    "account",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("login", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("role", String(16), nullable=False),
    Column("sites", Text),
    Column("unmask", Integer, nullable=False),
)

#: A project as clerks choose it (项目), with what management sorts it by.
SITE: Final = Table(
    "site",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("name", Text, nullable=False),
    *texts("region", "bureau"),
)

#: What was handed in for a site and a pay period. ``previous``: the hand-in that it corrects. ``digest``: SHA-256 of
#: the names and hashes of its files. ``run``: the kept check of it.
HAND_IN: Final = Table(
    "hand_in",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("state", String(16), nullable=False, index=True),
    Column("site", String(32), nullable=False, index=True),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("by", Text, nullable=False),
    Column("previous", String(32)),
    Column("files", Integer),
    Column("bytes", BigInteger),
    Column("digest", String(64)),
    Column("run", String(32)),
    Column("colour", String(16)),
    Column("note", Text),
)

#: A key of another system. ``scopes``: JSON list; ``sites``: JSON list, null: all.
TOKEN: Final = Table(
    "token",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("name", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("sites", Text),
    Column("expires_on", Date, nullable=False),
    Column("made_by", Text, nullable=False),
)

#: A profile (方案) that the desk checks by, once somebody else approved it: the text of its TOML file.
SETTING: Final = Table(
    "setting",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("state", String(16), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("reason", Text, nullable=False),
    *texts("proposed_by", "approved_by"),
)

#: How somebody proves who they are: ``kind`` is password, invitation or token; ``hash`` never the secret itself.
#: ``expires_at``: UTC, ISO 8601.
CREDENTIAL: Final = Table(
    "credential",
    METADATA,
    Column("subject", String(32), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("hash", Text, nullable=False, index=True),
    Column("expires_at", String(32)),
)

#: Somebody who is logged in. ``id``: SHA-256 of what the cookie says. Moments: UTC, ISO 8601.
SESSION: Final = Table(
    "session",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("account", String(32), nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("started_at", String(32), nullable=False),
    Column("seen_at", String(32), nullable=False),
)

#: A file on its way: ``received`` of ``size`` bytes are there.
UPLOAD: Final = Table(
    "upload",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("hand_in", String(32), nullable=False, index=True),
    Column("path", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("received", BigInteger, nullable=False),
    Column("started_at", String(32), nullable=False),
)

#: Work for the processes behind the desk. ``task``: what is to be done to ``subject``; ``step``, ``done``, ``whole``:
#: how far it has come; ``told_zh``, ``told_en``: the sentence about what went wrong. Moments: UTC, ISO 8601.
JOB: Final = Table(
    "job",
    METADATA,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("state", String(16), nullable=False),
    Column("task", String(16), nullable=False),
    Column("subject", String(32), nullable=False, index=True),
    Column("parameters", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("worker", String(64)),
    Column("step", String(16)),
    Column("done", Integer),
    Column("whole", Integer),
    *texts("told_zh", "told_en"),
    Column("queued_at", String(32), nullable=False),
    Column("started_at", String(32)),
    Column("beat_at", String(32)),
    Column("ended_at", String(32)),
    Index("job_queue", "state", "id"),
)

#: What another system asked for under a key of its own (``Idempotency-Key``), so that asking again does it once only.
#: ``id``: SHA-256 of who asked and that key.
REQUEST: Final = Table(
    "request",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("hand_in", String(32), nullable=False),
    Column("asked_at", String(32), nullable=False),
)
