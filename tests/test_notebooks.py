"""The notebooks of `examples/` run from the first cell to the last, and keep their output."""

from __future__ import annotations

import pytest
from conftest import HERE

nbformat = pytest.importorskip("nbformat", reason="needs the extra: notebooks")
nbclient = pytest.importorskip("nbclient", reason="needs the extra: notebooks")
pytest.importorskip("ipykernel", reason="needs the extra: notebooks")
NOTEBOOKS = sorted((HERE.parent / "examples").glob("*.ipynb"))


def test_there_are_three():
    assert len(NOTEBOOKS) == 3


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_notebook(path):
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert any(cell.outputs for cell in code), "saved with its output"
    resources = {"metadata": {"path": str(path.parent)}}
    nbclient.NotebookClient(notebook, timeout=600, resources=resources).execute()
    for cell in code:
        for output in cell.outputs:
            assert output.output_type != "error"
            assert output.get("name") != "stderr", output.get("text")
