"""Every Python and both ends of the dependencies: `nox -f scripts/noxfile.py`.

Pythons that are not found are skipped and said so. `-s highest-3.13` runs one; what comes
after `--` goes to pytest. Which ran last, and on what, is in docs/robustness.md.
"""

from __future__ import annotations

from pathlib import Path

import nox

ROOT = Path(__file__).parent.parent
PYTHONS = ("3.10", "3.11", "3.12", "3.13")

nox.options.default_venv_backend = "uv"
nox.options.envdir = str(ROOT / "build" / "nox")


@nox.session(python=PYTHONS)
def highest(session: nox.Session) -> None:
    """Run the tests with the newest versions that the ranges allow."""
    session.chdir(ROOT)
    session.install(f"{ROOT}[test]")
    session.run("python", "-m", "pytest", *session.posargs)
    session.run("python", "scripts/fingerprint.py")


@nox.session(python="3.10")
def lowest(session: nox.Session) -> None:
    """Run the tests with the oldest versions that the ranges allow.

    On the oldest Python: newer ones have no built packages of versions from before them.
    """
    session.chdir(ROOT)
    session.install("--resolution", "lowest-direct", f"{ROOT}[test]")
    session.run("python", "-m", "pytest", *session.posargs)
    session.run("python", "scripts/fingerprint.py")
