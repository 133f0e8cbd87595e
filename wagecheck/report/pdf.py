"""Pages as PDF: printed by a browser of the Chromium family where there is one, else by WeasyPrint.

WeasyPrint comes with ``wagecheck[pdf]``. The browser runs without a window, with a profile folder of its own that is
thrown away, and reaches no network. The day of making is that of the check, so that the same pages give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import importlib
import importlib.util
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from wagecheck.errors import OutputError
from wagecheck.wording import Wording, both

#: Names another browser than the first one found; an empty value says that none is to be used.
VARIABLE: Final = "WAGECHECK_BROWSER"
_NAMES: Final = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
)  # fmt: skip
_PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "win32": (
        r"Google\Chrome\Application\chrome.exe",
        r"Microsoft\Edge\Application\msedge.exe",
        r"Chromium\Application\chrome.exe",
    ),
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ),
}
#: Families that hold Chinese characters, as the pages ask for them.
FONTS: Final = (
    "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei", "SimSun",
    "SimHei", "FangSong", "Songti SC", "Heiti SC", "Noto Serif CJK SC", "Source Han Serif SC",
)  # fmt: skip
#: Seconds for one page; a page of 1 MB takes about five.
_PATIENCE: Final = 180
_FOLDED: Final = re.compile(r"<details(?: open)?(?=[ >])")
_ELSEWHERE: Final = re.compile(r'<a href="(?!#)[^"]*"')
_DATES: Final = re.compile(rb"/(CreationDate|ModDate) ?\(D:[^)]*\)")


@dataclass(frozen=True)
class Printed:
    """PDF files by page, and a sentence about fonts where Chinese characters may be missing."""

    files: tuple[Path, ...]
    warning: str | None


def write(
    pages: Sequence[Path], t: Wording, *, day: dt.date, progress: Callable[[Path], None] | None = None
) -> Printed:
    """Prints every page beside itself as ``.pdf``. OutputError where nothing here can print, or printing fails."""
    ensure_printer()
    browser = find_browser()
    made = []
    with tempfile.TemporaryDirectory(prefix="wagecheck-pdf-") as profile:
        for page in pages:
            target = page.with_suffix(".pdf")
            text = _for_paper(page.read_text("utf-8"))
            if browser is not None:
                _by_browser(browser, text, target, Path(profile))
            else:
                _by_weasyprint(text, target)
            target.write_bytes(_dated(target.read_bytes(), day))
            made.append(target)
            if progress is not None:
                progress(target)
    warning = t("pdf.no_font", fonts="、".join(FONTS[:4])) if has_chinese_font() is False else None
    return Printed(tuple(made), warning)


def ensure_printer() -> None:
    """Raises OutputError where nothing here can print, before any work is done."""
    if find_browser() is not None:
        return
    if importlib.util.find_spec("weasyprint") is None:
        raise _error("pdf.no_printer")
    _weasyprint()


def find_browser() -> str | None:
    """Path of a browser: the one named in ``WAGECHECK_BROWSER``, else the first known one that is installed."""
    named = os.environ.get(VARIABLE)
    if named is not None:
        return shutil.which(named) if named else None
    for name in _NAMES:
        if (found := shutil.which(name)) is not None:
            return found
    roots = [os.environ.get(name, "") for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
    for place in _PLACES.get(sys.platform, ()):
        for root in roots if sys.platform == "win32" else ("",):
            path = Path(root) / place
            if path.is_file():
                return str(path)
    return None


def has_chinese_font() -> bool | None:
    """Whether a font for Chinese is installed; None where this cannot be asked (Windows and macOS have them)."""
    lister = shutil.which("fc-list")
    if lister is None:
        return None
    listed = subprocess.run([lister, ":lang=zh", "family"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip()) if listed.returncode == 0 else None


def _for_paper(html: str) -> str:
    """Everything unfolded, and no link to another page: on paper neither can be opened, and it would name this disk."""
    return _FOLDED.sub("<details open", _ELSEWHERE.sub("<a", html))


def _by_browser(browser: str, html: str, target: Path, profile: Path) -> None:
    page = profile / "page.html"
    page.write_text(html, "utf-8")
    command = [
        browser, "--headless", "--disable-gpu", f"--user-data-dir={profile}", "--no-first-run", "--disable-extensions",
        "--no-default-browser-check", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--host-resolver-rules=MAP * ~NOTFOUND", "--no-pdf-header-footer", f"--print-to-pdf={target}",
        *(["--no-sandbox"] if _is_root() else []), page.as_uri(),
    ]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _error("pdf.failed", page=target.stem, browser=browser) from error
    if done.returncode != 0 or not target.is_file():
        raise _error("pdf.failed", page=target.stem, browser=browser)


def _by_weasyprint(html: str, target: Path) -> None:
    def nothing(url: str, *args: object, **kwargs: object) -> dict[str, object]:
        raise ValueError(url)

    _weasyprint().HTML(string=html, url_fetcher=nothing).write_pdf(target)


def _weasyprint() -> Any:
    """The module, quiet about styles that it does not know; OutputError where its libraries are absent."""
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        return importlib.import_module("weasyprint")
    except OSError as error:  # Pango is no Python package
        raise _error("pdf.no_libraries") from error


def _is_root() -> bool:
    """Chromium refuses its sandbox to the superuser (containers)."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _dated(data: bytes, day: dt.date) -> bytes:
    """The dates of making replaced by ``day``, of the same length, so that every offset in the file stays true."""

    def told(match: re.Match[bytes]) -> bytes:
        whole = match.group(0)
        start = whole.index(b"D:") + 2
        stamp = f"{day:%Y%m%d}000000".encode()[: len(whole) - start - 1]
        return whole[:start] + stamp + whole[start + len(stamp) :]

    return _DATES.sub(told, data)


def _error(key: str, **values: object) -> OutputError:
    return OutputError(*both(key, **values))
