"""The first words of the page: the headline, and one sentence on what it means."""

from __future__ import annotations

from wagecheck.wording import Wording


def headline(colour: str, findings: int, waived: int, t: Wording) -> str:
    """A few words; ``findings`` are those that count, ``waived`` those that do not."""
    if colour == "green" and findings:
        return t("verdict.green_minor")
    return t("waive.green" if colour == "green" and waived else f"verdict.{colour}")


def sentence(colour: str, findings: int, waived: int, unjudged: int, t: Wording) -> str:
    """What the verdict means; green is never said without what could not be judged."""
    if colour == "green" and findings:
        return t("verdict.green_minor_text", count=findings)
    if colour == "green" and waived:
        return t("waive.green_text", count=waived) + (t("verdict.green_but", count=unjudged) if unjudged else "")
    if colour == "green" and unjudged:
        return t("verdict.green_but", count=unjudged)
    return t(f"verdict.{colour}_text")
