"""HTML pages: self-contained, offline, escaped, printable. Templates are ours alone and stand in ``templates/``."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from wagecheck import resources
from wagecheck.report import contractor_page, files, labels, overview_page
from wagecheck.result import Result
from wagecheck.wording import Wording


def write(result: Result, out: Path, t: Wording) -> list[Path]:
    """Writes ``index.html`` and ``contractors/<name>.html`` into ``out``; returns the paths, the overview first."""
    environment = _environment(t)
    keys = result.contractors.select("project", "name").unique(maintain_order=True).iter_rows()
    pages = files.page_names((str(project), str(name)) for project, name in keys)
    written = [out / "index.html"]
    written[0].write_text(_render(environment, "index.html.j2", overview_page.view(result, pages, t)), "utf-8")
    (out / "contractors").mkdir()
    for (project, name), file_name in pages.items():
        path = out / "contractors" / file_name
        view = contractor_page.view(result, project, name, t)
        path.write_text(_render(environment, "contractor.html.j2", view), "utf-8")
        written.append(path)
    return written


def _environment(t: Wording) -> jinja2.Environment:
    folder = resources.folder("templates")
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style = (folder / "style.css").read_text("utf-8")
    script = (folder / "filter.js").read_text("utf-8")
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
