"""What the API takes and gives, field by field; OpenAPI is made from this."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StringConstraints, Tag

SITE_ID = r"^P[0-9]{1,15}$"
SUBMISSION_ID = r"^H[0-9]{1,15}$"
#: One line of text: no control characters.
LINE = r"^[^\x00-\x1f\x7f]*$"

#: The years that a pay month can be written in.
Day = Annotated[dt.date, Field(ge=dt.date(2000, 1, 1), le=dt.date(2099, 12, 31))]

State = Literal["collecting", "handed_in", "checked", "failed", "withdrawn"]
Colour = Literal["red", "orange", "yellow", "green", "grey"]
SiteId = Annotated[str, StringConstraints(pattern=SITE_ID), Field(description="Id of a site.", examples=["P3"])]
SubmissionId = Annotated[
    str, StringConstraints(pattern=SUBMISSION_ID), Field(description="Id of a submission.", examples=["H12"])
]


class _Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Begun(_Asked):
    site: SiteId
    previous: SubmissionId | None = Field(
        default=None,
        description="The submission that this one corrects. Its files are there already: send the corrected ones.",
        examples=[None],
    )


class ByMonth(_Begun):
    """A submission for a calendar month."""

    period: str = Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", description="Pay month.", examples=["2026-10"])


class ByDays(_Begun):
    """A submission for a pay period that is no calendar month."""

    first_day: Day = Field(description="First day of the pay period.", examples=["2026-09-26"])
    last_day: Day = Field(description="Last day of the pay period.", examples=["2026-10-25"])


def _way(asked: Any) -> str:
    """Which of the two is meant, so that only what is wrong with that one is told."""
    days = isinstance(asked, ByDays) or (isinstance(asked, dict) and {"first_day", "last_day"} & asked.keys())
    return "days" if days and not (isinstance(asked, dict) and "period" in asked) else "month"


#: What a submission begins with; the names of the ways stand in no answer.
WAYS = ("month", "days")
Asked = Annotated[Annotated[ByMonth, Tag("month")] | Annotated[ByDays, Tag("days")], Discriminator(_way)]


class Handed(_Asked):
    """What is said when files are complete."""

    note: str | None = Field(
        default=None, max_length=500, pattern=LINE, description="A remark for the people at the desk.", examples=[None]
    )


class Begun(BaseModel):
    """A submission that files can be sent to."""

    id: SubmissionId


class Site(BaseModel):
    """A project that this key is for."""

    id: SiteId
    name: str = Field(examples=["示例一号项目"])
    region: str | None = Field(examples=["北京市"])
    bureau: str | None = Field(examples=["华北局"])


class Sites(BaseModel):
    """The open projects that this key is for."""

    sites: list[Site]


class File(BaseModel):
    """A file of a submission."""

    path: str = Field(description="Folders separated by /.", examples=["示例甲建筑劳务有限公司/工资表.xlsx"])
    size: int = Field(description="Bytes.", examples=[18204])


class Files(BaseModel):
    """The files of a submission, or of its result."""

    files: list[File]


class Job(BaseModel):
    """How far the check is."""

    state: Literal["queued", "running", "done", "failed"]
    ahead: int = Field(description="How many checks come first, while it is queued.", examples=[0])
    step: str | None = Field(description="What is being done; null unless it runs.", examples=["judging"])
    done: int | None = Field(description="Parts of the step that are done, while it runs.", examples=[3])
    whole: int | None = Field(description="Parts of the step.", examples=[12])
    message: str | None = Field(description="Where it failed: why, and what to do.", examples=[None])


class Contractor(BaseModel):
    """What the check says of a contractor in a pay period."""

    project: str | None
    name: str | None
    uscc: str | None = Field(description="Unified social credit code.")
    period: str | None = Field(examples=["2026-10"])
    colour: Colour
    workers: int | None
    owed: Decimal | None = Field(
        description="Yuan past due and not paid; null where it could not be told, which is not 0.",
        examples=["11148.27"],
    )
    findings: int
    red_line: int
    serious: int
    general: int
    hint: int
    not_assessed: int = Field(description="Rules that could not be judged: no pass.")


class Submission(BaseModel):
    """What was handed in, and what became of it."""

    id: SubmissionId
    site: SiteId
    first_day: dt.date
    last_day: dt.date
    state: State = Field(
        description="collecting: files can be sent; handed_in: it waits for its check or is being checked; checked: "
        "there is a result; failed: there is none, see job.message; withdrawn."
    )
    colour: Colour | None = Field(description="The worst colour of its contractors, once it is checked.")
    previous: str | None = Field(description="The submission that it corrects.")
    by: str = Field(description="Who began it.")
    files: int | None = Field(description="How many files were handed in.")
    bytes: int | None = Field(description="Their size.")
    digest: str | None = Field(description="SHA-256 of the list of their hashes and paths, as sha256sum writes it.")
    note: str | None


class SubmissionInFull(Submission):
    """A submission with its check."""

    job: Job | None = Field(description="Its newest check; null before it is handed in.")
    contractors: list[Contractor] | None = Field(description="Once it is checked, worst first.")


class Submissions(BaseModel):
    """Submissions, newest first."""

    submissions: list[Submission]
    next: str | None = Field(description="Ask for before=<this> to see older ones; null: there are none.")


class ResultFile(BaseModel):
    """result.json as the command line writes it, numbers of people masked."""

    model_config = ConfigDict(extra="allow")

    findings: list[dict[str, Any]]
    outcomes: list[dict[str, Any]]
    contractors: list[dict[str, Any]]
    manifest: dict[str, Any]


class Match(BaseModel):
    """An entry of a blacklist that is, or may be, about the company asked for."""

    entry: str = Field(description="Id of the entry.", examples=["E4"])
    sure: bool = Field(
        description="True: equal credit codes, or a person decided that it is the same company. False: names alone "
        "agree or are near; somebody has to look (疑似，需核实)."
    )
    match: Literal["uscc", "name", "former_name", "near_name", "decided"]
    in_force: bool | None = Field(description="Whether it holds today; null: the list does not tell.")
    state: str = Field(examples=["in_force"])
    list: str = Field(examples=["statutory"])
    list_title: str = Field(examples=["拖欠农民工工资失信联合惩戒对象名单"])
    name: str | None
    uscc: str | None
    decision_no: str | None
    authority: str | None
    reason: str | None
    in_force_from: dt.date | None
    in_force_to: dt.date | None = Field(description="Last day, stated or by the term of the list.")
    days_left: int | None = Field(description="Days from today to the last day; negative: it has passed.")
    early_exit_on: dt.date | None = Field(description="Statutory list: from when removal may be asked for.")
    publicity_until: dt.date | None = Field(description="Statutory list: until when it is published at least.")


class LookUp(BaseModel):
    """What the blacklists of the register say of a company today."""

    as_of: dt.date
    answer: Literal["listed", "possible", "past", "none", "unknown"] = Field(
        description="listed: an entry in force is surely about it; possible: one may be (names alone, or it is not "
        "known whether it holds); past: entries about it hold no more, or not yet; none: no entry is like it; unknown: "
        "the register has no list to compare with. Only none is a pass."
    )
    compared_with: int = Field(description="Entries that it was compared with.")
    matches: list[Match]
