"""The licences of all that an installation brings: `python scripts/licences.py [--renew]`.

Walks what quoteminer and its extras for users depend on, as installed here. Fails where a
licence is not among those that go with an MIT project, says where a library is missing from
docs/licences.md; `--renew` writes the table there.
"""

from __future__ import annotations

import argparse
import re
import sys
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PAGE = Path(__file__).parent.parent / "docs" / "licences.md"
START, END = "<!-- libraries: made by scripts/licences.py -->", "<!-- end of libraries -->"
EXTRAS = ("", "corpus", "tables", "plot", "report", "spark")
# Licences that ask for no more than a notice, and those that reach no further than the files
# or the linguistic data under them: none touches what uses the library.
COMPATIBLE = {
    "MIT", "BSD", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "Apache-2.0", "ISC", "PSF-2.0", "Zlib",
    "CC0-1.0", "CNRI-Python", "Unlicense", "MPL-2.0", "LGPL-LR",
}  # fmt: skip
NAMES = {
    "MIT License": "MIT", "BSD License": "BSD", "Apache Software License": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0", "ISC License (ISCL)": "ISC", "ISC License": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "The Unlicense (Unlicense)": "Unlicense",
    "Python Software Foundation License": "PSF-2.0", "http://www.apache.org/licenses/LICENSE-2.0": "Apache-2.0",
}  # fmt: skip


def needed() -> dict[str, str]:
    """Return each library that is installed for quoteminer with the extra that first brings it."""
    found: dict[str, str] = {}
    for extra in EXTRAS:
        waiting = [("quoteminer", frozenset({"", extra}))]
        seen = set()
        while waiting:
            name, extras = waiting.pop()
            if (name, extras) in seen:
                continue
            seen.add((name, extras))
            try:
                lines = metadata.requires(name) or ()
            except metadata.PackageNotFoundError:
                continue  # an extra that is not installed here
            found.setdefault(name, extra)
            for line in lines:
                one = Requirement(line)
                if one.marker is None or any(one.marker.evaluate({"extra": e}) for e in extras):
                    waiting.append((canonicalize_name(one.name), frozenset({"", *one.extras})))
    del found["quoteminer"]
    return found


def licence(name: str) -> str:
    """Return the licence of an installed library, by the short names of SPDX where there is one."""
    about = metadata.metadata(name)
    if about.get("License-Expression"):
        return str(about["License-Expression"])
    classes = [
        c.split(" :: ")[-1] for c in about.get_all("Classifier") or () if c.startswith("License ::")
    ]
    text = (about.get("License") or "").strip().splitlines()
    told = text[0] if text and len(text[0]) < 40 and not text[0].startswith("Copyright") else ""
    for one in (told, *classes):
        if one and one != "OSI Approved":
            return NAMES.get(one, one)
    return "unknown"


def compatible(expression: str) -> bool:
    """Whether a licence, or each (one, for OR) of an expression of them, goes with MIT."""
    if " OR " in expression:
        return any(compatible(part) for part in expression.split(" OR "))
    parts = re.split(r" AND | WITH ", expression.replace("(", "").replace(")", ""))
    return all(part in COMPATIBLE for part in parts)


def main() -> int:
    """Check, or write the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--renew", action="store_true", help="write the table in docs/licences.md")
    given = parser.parse_args()
    found = {name: (licence(name), extra) for name, extra in sorted(needed().items())}
    page = PAGE.read_text("utf-8")
    if given.renew:
        rows = [f"| {n} | {held} | {extra or 'always'} |" for n, (held, extra) in found.items()]
        table = "\n".join(["| library | licence | comes with |", "| --- | --- | --- |", *rows])
        head, rest = page.split(START)
        page = f"{head}{START}\n{table}\n{END}{rest.split(END)[1]}"
        PAGE.write_text(page, "utf-8")
    wrong = [
        f"{n}: {held}, not known to go with MIT"
        for n, (held, _) in found.items()
        if not compatible(held)
    ]
    # Another Python, another day: a few libraries come and go. The licence counts.
    new = [f"{n}: not in docs/licences.md (--renew)" for n in found if f"| {n} |" not in page]
    for line in [*wrong, *new]:
        print(line, file=sys.stderr)
    print(f"{len(found)} libraries, {len(wrong)} to look at")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
