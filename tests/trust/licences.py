"""``python -m tests.trust.licences``: docs/licences.md, the licence of everything that wagecheck installs.

Names and versions come from requirements.lock, licences from the metadata of what is installed.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
PAGE: Final = ROOT / "docs" / "licences.md"
#: What asks more of those who pass it on than to keep the notice.
COPYLEFT: Final = re.compile(r"GPL|MPL|EPL|CDDL|EUPL|Mozilla|GNU", re.IGNORECASE)
_HEAD: Final = """# Licences

What `pip install wagecheck` brings along, from `requirements.lock` and the packages' own metadata. wagecheck itself is
Apache-2.0. Made by `python -m tests.trust.licences`; a test fails when it is stale.

| package | version | licence | copyleft |
|---|---|---|---|
"""
_TAIL: Final = """
`weak`: the library may be used by any program as it is; changes to its own files must be passed on under its licence. No
package is under the GPL or AGPL alone. Extras: `wagecheck[pdf]` adds WeasyPrint (BSD-3-Clause; it loads Pango, LGPL, from the
system), `wagecheck[cluster]` adds Dask distributed (BSD-3-Clause),
`wagecheck[postgres]` adds psycopg (LGPL-3.0-only), which is imported as it is and not changed; `wagecheck[desk]` adds FastAPI,
argon2-cffi, limits and tomlkit (MIT), Starlette and uvicorn (BSD-3-Clause) and python-multipart (Apache-2.0).

## Scripts of the desk

Files of other people that stand in `templates/desk/static`, byte for byte as published on npm, each with its licence beside it.

| file | from | licence | SHA-256 |
|---|---|---|---|
| `htmx.min.js` | htmx.org 2.0.11 | 0BSD, `htmx.LICENSE` | `d6fdc75f204e6bdefa99b69bf1e6d4ac69b8a364f77929f45c13476b4000f717` |
| `tus.min.js` | tus-js-client 4.3.1 | MIT, `tus.LICENSE` | `8cbb1b63fccc3bba0ae73ad1deb160ce046c3750851d0c3e94921ae3ef070eb8` |

`tus.min.js` holds seven more packages and a loader; their licences stand in `tus.LICENSE` too: base64-js, buffer, querystringify,
requires-port, url-parse and browser-pack (MIT), ieee754 and js-base64 (BSD-3-Clause).
"""


def locked() -> dict[str, str]:
    """Package → version, as the lock file says, without those of other systems."""
    found = {}
    for line in (ROOT / "requirements.lock").read_text("utf-8").splitlines():
        match = re.match(r"([A-Za-z0-9._-]+)==([^ ;\\]+)\s*(?:;(.*?))?\s*\\?$", line)
        if match and "win32" not in (match[3] or ""):
            found[match[1]] = match[2]
    return found


def licence(name: str) -> str:
    """The licence as the package states it: its expression, else its classifiers, else the first line of its text."""
    told = metadata.metadata(name)
    if told.get("License-Expression"):
        return str(told["License-Expression"])
    classified = [
        text.rpartition(" :: ")[2] for text in told.get_all("Classifier") or [] if text.startswith("License :: ")
    ]
    if classified:
        return " / ".join(sorted(set(classified)))
    return str(told.get("License") or "not stated").splitlines()[0]


def page() -> str:
    """The page as it should be."""
    rows = []
    for name, version in sorted(locked().items()):
        own = licence(name)
        rows.append(f"| {name} | {version} | {own} | {'weak' if COPYLEFT.search(own) else ''} |")
    return _HEAD + "\n".join(rows) + "\n" + _TAIL


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    sys.stderr.write(f"{PAGE.relative_to(ROOT)}: {len(locked())} packages\n")
