"""What the database itself refuses: events are added behind the last one, never changed, never taken away."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, text

_SAYS: Final = "register: events are never changed"

SQLITE: Final = (
    f"CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
    f"CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
    # INSERT OR REPLACE takes a row away without any DELETE
    "CREATE TRIGGER event_only_behind BEFORE INSERT ON event "
    "WHEN NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM event) "
    f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END",
)
POSTGRESQL: Final = (
    f"CREATE FUNCTION event_refused() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{_SAYS}'; END $$",
    "CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE ON event FOR EACH ROW EXECUTE FUNCTION event_refused()",
    "CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION event_refused()",
    "CREATE FUNCTION event_behind() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN IF NEW.seq <> (SELECT COALESCE(MAX(seq), 0) + 1 FROM event) THEN "
    f"RAISE EXCEPTION '{_SAYS}'; END IF; RETURN NEW; END $$",
    "CREATE TRIGGER event_only_behind BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION event_behind()",
)
#: Triggers that must be there, by kind of database.
_NAMES: Final = {
    "sqlite": ("event_no_update", "event_no_delete", "event_only_behind"),
    "postgresql": ("event_no_change", "event_no_truncate", "event_only_behind"),
}
_LISTED: Final = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'event'",
    "postgresql": "SELECT tgname, '' FROM pg_trigger WHERE tgrelid = 'event'::regclass AND tgenabled <> 'D'",
}


def missing(connection: Connection) -> list[str]:
    """Guards that somebody took away, switched off or rewrote."""
    kind = connection.dialect.name
    found = {str(name): str(sql) for name, sql in connection.execute(text(_LISTED[kind]))}
    made = dict(zip(_NAMES["sqlite"], SQLITE, strict=True)) if kind == "sqlite" else found
    return [name for name in _NAMES[kind] if name not in found or found[name] != made[name]]
