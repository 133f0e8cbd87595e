"""The first words of the page: the headline, and one sentence on what it means."""

from __future__ import annotations

from collections.abc import Mapping

from wagecheck.wording import Wording


def headline(colour: str, still: Mapping[str, int], waived: int, t: Wording) -> str:
    """A few words; ``still``: how many findings of each severity count, ``waived`` those that do not."""
    if colour == "green" and (still.get("red_line") or still.get("serious")):  # a profile may weigh them so little
        return t("colour.green")
    if colour == "green" and any(still.values()):
        return t("verdict.green_minor")
    return t("waive.green" if colour == "green" and waived else f"verdict.{colour}")


def sentence(colour: str, still: Mapping[str, int], waived: int, unjudged: int, t: Wording) -> str:
    """What the verdict means; green is never said without what could not be judged.

    ``still``: how many findings of each severity count. The colour is a score: red without a red line is not called
    one, and a red line is named whatever the colour.
    """
    findings = sum(still.values())
    grave = still.get("red_line") or still.get("serious")
    if colour == "green" and findings and not grave:
        return t("verdict.green_minor_text", count=findings)
    if colour == "green" and waived and not findings:
        return t("waive.green_text", count=waived) + (t("verdict.green_but", count=unjudged) if unjudged else "")
    if colour == "green" and unjudged and not findings:
        return t("verdict.green_but", count=unjudged)
    if still.get("red_line"):
        return t("verdict.red_text") if colour == "red" else t("verdict.line_text", count=still["red_line"])
    if colour in ("red", "green") and still.get("serious"):
        return t("verdict.serious_text", count=still["serious"])
    if colour in ("red", "orange") and findings and not grave:
        return t("verdict.many_text", count=findings)
    if colour == "grey" and findings:
        return t("verdict.grey_text") + t("verdict.grey_minor", count=findings)
    return t(f"verdict.{colour}_text")
