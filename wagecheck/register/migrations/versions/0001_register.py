"""The register as it began: events, records, kept runs, and the triggers that guard the events."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from wagecheck.register import guards
from wagecheck.register.metadata import Money

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Makes all tables and triggers."""
    op.create_table(
        "entry",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("list", sa.String(length=16), nullable=False),
        sa.Column("level", sa.String(length=16), nullable=True),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("uscc", sa.String(length=32), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("former_names", sa.Text(), nullable=True),
        sa.Column("legal_rep", sa.Text(), nullable=True),
        sa.Column("persons", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("roles", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("account", sa.Text(), nullable=True),
        sa.Column("reason_code", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("project", sa.Text(), nullable=True),
        sa.Column("workers", sa.Integer(), nullable=True),
        sa.Column("amount", Money(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("decision_no", sa.Text(), nullable=True),
        sa.Column("authority", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("in_force_from", sa.Date(), nullable=True),
        sa.Column("in_force_to", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("left_reason", sa.Text(), nullable=True),
        sa.Column("source_file", sa.Text(), nullable=True),
        sa.Column("source_sha256", sa.Text(), nullable=True),
        sa.Column("source_place", sa.Text(), nullable=True),
        sa.Column("proposed_by", sa.Text(), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_entry_state"), "entry", ["state"], unique=False)
    op.create_index(op.f("ix_entry_uscc"), "entry", ["uscc"], unique=False)
    op.create_table(
        "event",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(length=32), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("hash"),
    )
    op.create_index("event_subject", "event", ["kind", "subject", "seq"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("about_kind", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=32), nullable=False),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_evidence_about"), "evidence", ["about"], unique=False)
    op.create_table(
        "pay_order",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("contractor", sa.Text(), nullable=True),
        sa.Column("uscc", sa.Text(), nullable=True),
        sa.Column("project", sa.Text(), nullable=True),
        sa.Column("authority", sa.Text(), nullable=True),
        sa.Column("order_no", sa.Text(), nullable=True),
        sa.Column("ordered_on", sa.Date(), nullable=True),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("amount", Money(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "run",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("rules_hash", sa.Text(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("profile", sa.Text(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("contractors", sa.Integer(), nullable=False),
        sa.Column("workers", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.Column("owed", Money(), nullable=True),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("manifest", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_run_input_hash"), "run", ["input_hash"], unique=False)
    op.create_table(
        "run_contractor",
        sa.Column("run", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("project", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("uscc", sa.Text(), nullable=True),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("colour", sa.Text(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("workers", sa.Integer(), nullable=True),
        sa.Column("owed", Money(), nullable=True),
        sa.Column("unpaid", Money(), nullable=True),
        sa.Column("paid_share", sa.Text(), nullable=True),
        sa.Column("six_unified_share", sa.Text(), nullable=True),
        sa.Column("signing_share", sa.Text(), nullable=True),
        sa.Column("real_name_share", sa.Text(), nullable=True),
        sa.Column("findings", sa.Integer(), nullable=True),
        sa.Column("red_line", sa.Integer(), nullable=True),
        sa.Column("serious", sa.Integer(), nullable=True),
        sa.Column("general", sa.Integer(), nullable=True),
        sa.Column("hint", sa.Integer(), nullable=True),
        sa.Column("assessed", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("run", "number"),
    )
    op.create_index("run_contractor_name", "run_contractor", ["name", "period"], unique=False)
    op.create_table(
        "run_finding",
        sa.Column("run", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.Text(), nullable=True),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("project", sa.Text(), nullable=True),
        sa.Column("contractor", sa.Text(), nullable=True),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("worker_key", sa.Text(), nullable=True),
        sa.Column("amount", Money(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("run", "number"),
    )
    op.create_index(op.f("ix_run_finding_fingerprint"), "run_finding", ["fingerprint"], unique=False)
    op.create_table(
        "run_worker",
        sa.Column("run", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("worker_key", sa.String(length=64), nullable=True),
        sa.Column("project", sa.Text(), nullable=True),
        sa.Column("contractor", sa.Text(), nullable=True),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("marks", sa.Text(), nullable=True),
        sa.Column("due", Money(), nullable=True),
        sa.Column("paid", Money(), nullable=True),
        sa.Column("owed", Money(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("days_late", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("run", "number"),
    )
    op.create_index(op.f("ix_run_worker_worker_key"), "run_worker", ["worker_key"], unique=False)
    op.create_table(
        "verdict",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("entry", sa.String(length=32), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.Column("contractor", sa.Text(), nullable=True),
        sa.Column("uscc", sa.Text(), nullable=True),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_verdict_entry"), "verdict", ["entry"], unique=False)
    op.create_table(
        "waiver",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("rule", sa.String(length=16), nullable=False),
        sa.Column("contractor", sa.Text(), nullable=True),
        sa.Column("project", sa.Text(), nullable=True),
        sa.Column("worker_key", sa.String(length=64), nullable=True),
        sa.Column("period", sa.String(length=32), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("responsible", sa.Text(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_waiver_state"), "waiver", ["state"], unique=False)
    triggers = guards.SQLITE if op.get_bind().dialect.name == "sqlite" else guards.POSTGRESQL
    for statement in triggers:
        op.execute(statement)
