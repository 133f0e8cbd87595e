"""What a row of a published list would change, and why a row is doubtful: in sentences, and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wagecheck.register import shown, words

if TYPE_CHECKING:
    from wagecheck.privacy import Masker
    from wagecheck.register.list_rows import Doubt, Row
    from wagecheck.wording import Wording


def why(row: Row, masker: Masker, t: Wording) -> str:
    """What changes, and why the row is doubtful."""
    changes = [
        t(
            "register.change",
            field=words.title("field", change.field, t.lang),
            before="–" if change.before is None else shown.field(change.field, change.before, masker),
            after="–" if change.after is None else shown.field(change.field, change.after, masker),
        )
        for change in row.changes
    ]
    return "；".join([*(doubt_text(doubt, masker, t) for doubt in row.doubts), *changes])


def doubt_text(doubt: Doubt, masker: Masker, t: Wording) -> str:
    """Why a row cannot be taken as it is, and whether a person may take it nevertheless."""
    text = t(f"register.doubt_{doubt.code}", detail=masker.text(doubt.detail, "free"))
    return text + t("register.doubt_final") if doubt.final else text


def plain(row: Row, masker: Masker, t: Wording) -> dict[str, Any]:
    """The row as plain data, masked."""
    return {
        "row": row.label,
        "kind": row.kind,
        "entry": row.entry,
        "stated": shown.masked(row.stated, masker),
        "left": None if row.leaving is None else {"on": row.leaving.on},
        "changes": [
            {
                "field": change.field,
                "before": shown.field(change.field, change.before, masker),
                "after": shown.field(change.field, change.after, masker),
            }
            for change in row.changes
        ],
        "doubts": [
            {"code": doubt.code, "final": doubt.final, "sentence": doubt_text(doubt, masker, t)} for doubt in row.doubts
        ],
    }
