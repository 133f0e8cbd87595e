"""HTML pages: self-contained, offline, escaped, printable. Templates are ours alone and stand in ``templates/``."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import partial
from pathlib import Path
from typing import Any, Final

import jinja2
from markupsafe import Markup

from wagecheck import resources
from wagecheck.report import contractor_page, files, labels, overview_page
from wagecheck.report.contractor_page.own_results import OwnResults
from wagecheck.report.outputs import Outputs
from wagecheck.report.page_size import Limits, fitted
from wagecheck.report.progress import Count, Progress
from wagecheck.result import Result
from wagecheck.wording import Wording

#: Characters that turn the direction of the text around them: a name must not reorder a sentence about it.
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


def write(result: Result, out: Path, t: Wording, *, progress: Progress | None = None) -> list[Path]:
    """Writes ``index.html`` and ``contractors/<name>.html`` into ``out``; returns the paths, the overview first.

    Pages link to the lists, letters and marked copies that stand in ``out`` already. ``progress`` is told every page.
    """
    environment, outputs = _environment(t), Outputs.of(out)
    keys = result.contractors.select("project", "name").unique(maintain_order=True).iter_rows()
    pages = files.page_names((str(project), str(name)) for project, name in keys)
    count = Count("pages", len(pages) + 1, progress)
    written = [out / "index.html"]
    written[0].write_text(
        _render(environment, "index.html.j2", {**overview_page.view(result, pages, t), "outputs": outputs.shared(t)}),
        "utf-8",
    )
    count.one()
    (out / "contractors").mkdir()
    own = OwnResults(result)
    for (project, name), file_name in pages.items():
        path = out / "contractors" / file_name
        told = own.of(project, name)
        path.write_text(fitted(partial(_contractor, environment, told, (project, name), outputs, t)), "utf-8")
        written.append(path)
        count.one()
    return written


def _contractor(
    environment: jinja2.Environment,
    result: Result,
    key: tuple[str, str],
    outputs: Outputs,
    t: Wording,
    limits: Limits,
) -> str:
    view = contractor_page.view(result, *key, t, limits=limits, outputs=outputs)
    return _render(environment, "contractor.html.j2", view)


def _straight(value: object) -> object:
    """What is printed into a page: text without characters that turn its direction."""
    return _TURNING.sub("\ufffd", value) if type(value) is str else value


def _environment(t: Wording) -> jinja2.Environment:
    folder = resources.folder("templates")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_straight,
    )
    style = (folder / "style.css").read_text("utf-8")
    script = (folder / "page.js").read_text("utf-8")
    environment.filters["period"] = lambda text: labels.period(text, t)
    environment.globals.update(
        t=t,
        marks=labels.MARKS,
        signs=labels.SIGNS,
        # our own files, not input: the only text that is not escaped, and the only one the page's policy lets run
        style=Markup(style),
        style_hash=_hash(style),
        script=Markup(script),
        script_hash=f"'{_hash(script)}'",
        filter_text=t("page.filter_count", shown="{shown}", total="{total}"),
    )
    return environment


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _render(environment: jinja2.Environment, template: str, page: dict[str, Any]) -> str:
    return environment.get_template(template).render(page=page)
