"""The browser of the tests: which program, and how it is started."""

from __future__ import annotations

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
#: No service of the browser may call home while it looks at pages; the sandbox does not run as root.
OPTIONS = (
    "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-extensions", "--no-first-run", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)  # fmt: skip


def program() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name)) is not None), None)
