"""One kind of error per floor, each with a code that the page explains; no traceback and no number reaches a person."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest

import wagecheck
from tests.conftest import ROOT
from wagecheck import cli, errors
from wagecheck.cli import stopping
from wagecheck.errors import WagecheckError
from wagecheck.simulate.case import SampleError

PAGE = (ROOT / "docs" / "errors.md").read_text("utf-8")
ROWS = dict(re.findall(r"^\| (WC-\d\d) \| (\S+) \|", PAGE, re.MULTILINE))


def kinds(kind: type[WagecheckError] = WagecheckError) -> Iterator[type[WagecheckError]]:
    for below in kind.__subclasses__():
        yield below
        yield from kinds(below)


def test_the_page_explains_every_kind_and_no_other() -> None:
    for module in pkgutil.walk_packages(wagecheck.__path__, "wagecheck."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    # a kind without a code of its own is told as the one it is a case of
    ours = [kind for kind in kinds() if kind.__module__.startswith("wagecheck") and "code" in vars(kind)]
    told = {kind.code: kind.__name__ for kind in ours}
    assert len(told) == len(ours), "two kinds share a code"
    assert told | {errors.INTERNAL: "–", errors.STOPPED: "–"} == ROWS


def turned(cause: BaseException) -> BaseException:
    """What a library makes of whatever is raised while it calls us, told with the cause or without it."""
    error = RuntimeError("Error calling __set_name__ on '110199199003070017' instance")
    error.__cause__ = error.__context__ = cause
    last = OSError("110199199003070017")
    last.__context__, last.__suppress_context__ = error, True
    error.__context__ = last  # errors may go round in a circle
    return last


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SampleError("样例 110199199003070017", "sample 110199199003070017"), "WC-50"),
        (errors.OutputError("写不到 13800001234.xlsx", "cannot write 13800001234.xlsx"), "WC-40"),
        (ValueError("110199199003070017"), "WC-90"),
        (stopping.Stopped(), "WC-91"),
        (turned(stopping.Stopped()), "WC-91"),
        (turned(ValueError("110199199003070017")), "WC-90"),
    ],
)
@pytest.mark.parametrize("options", [[], ["--debug"], ["--lang", "en"]])
def test_what_is_said_has_a_code_and_no_number(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    error: BaseException,
    code: str,
    options: list[str],
) -> None:
    def fail(**_: object) -> None:
        raise error

    monkeypatch.setattr(cli.group, "main", fail)
    with pytest.raises(SystemExit) as ended:
        cli.main(["check", *options])
    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert f"[{code}]" in said
    assert "110199199003070017" not in said
    assert "13800001234" not in said
    if "--debug" not in options:
        assert "Traceback" not in said
