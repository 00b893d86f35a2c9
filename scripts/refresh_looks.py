"""Run the notebooks of `examples/` and keep their output; take the picture of the README.

    python scripts/refresh_looks.py

Needs the extras `dev` and an installed Chromium. Run it when results have changed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]


def run_notebooks() -> None:
    """Execute each notebook in its place and write it back with its output."""
    for path in sorted((ROOT / "examples").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        NotebookClient(
            notebook, timeout=600, resources={"metadata": {"path": str(path.parent)}},
            record_timing=False,
        ).execute()  # fmt: skip
        nbformat.write(notebook, path)
        print(path.name)


def take_picture() -> None:
    """Write `docs/article.png`: the example article as `quoteminer show` shows it."""
    import quoteminer
    from quoteminer import Source
    from quoteminer.show import page

    text = (ROOT / "examples" / "article.txt").read_text("utf-8")
    title, _, body = text.partition("\n")
    shown = quoteminer.load()(Source(text=body.strip(), title=title, outlet="examples/article.txt"))
    chromium = (
        os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    )
    flags = (
        "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-component-update "
        "--disable-background-networking --disable-sync"
    ).split()  # fmt: skip
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "page.html"
        file.write_text(page([shown], title="quoteminer"), "utf-8")  # the headline within
        context = playwright.chromium.launch_persistent_context(
            Path(folder) / "profile", executable_path=chromium, headless=True, args=flags,
            viewport={"width": 1240, "height": 900}, offline=True, device_scale_factor=1.5,
        )  # fmt: skip
        tab = context.new_page()
        tab.goto(file.as_uri())
        tab.evaluate("document.querySelector('.qm-list').remove()")
        tab.locator("mark[data-q='3']").hover(position={"x": 60, "y": 12})
        tab.locator(".qm").screenshot(path=ROOT / "docs" / "article.png")
        context.close()


if __name__ == "__main__":
    run_notebooks()
    take_picture()
