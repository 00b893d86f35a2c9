"""The batch run: whole tables whatever interrupts it, and nothing lost or twice."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time

import pyarrow.parquet as pq
import pytest
from conftest import articles

import quoteminer
from quoteminer import InputError, OutputError
from quoteminer.corpus import batch as module
from quoteminer.corpus.tables import COLUMNS, SCHEMA_VERSION

TABLES = ("articles", "quotes", "entities", "speakers", "failures")
TEXTS = [a["text"] for a in articles()]


def corpus(path, count=60, bad=(7, 31)):
    lines = []
    for i in range(count):
        if i in bad:
            lines.append("{broken")
        else:
            text = (
                f"{TEXTS[i % len(TEXTS)]}\nÀ Brest, le {i}, «c'est {i} fois non», a dit Anne Roy."
            )
            lines.append(json.dumps({"id": f"a{i}", "text": text, "date": "2020-01-02"}))
    path.write_text("\n".join(lines), "utf-8")
    return path


def content(folder):
    """Every row of every table, and the bytes of every file that a run leaves."""
    rows = {t: pq.read_table(folder / t).to_pylist() for t in TABLES}
    files = {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name != ".lock"
    }
    return rows, files


def command(path, out, *more):
    return [
        sys.executable, "-m", "quoteminer.cli", "batch", str(path), "--out", str(out),
        "--shard-size", "8", *more,
    ]  # fmt: skip


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    return corpus(tmp_path_factory.mktemp("in") / "presse.jsonl")


@pytest.fixture(scope="module")
def whole(source, tmp_path_factory):
    out = tmp_path_factory.mktemp("out") / "whole"
    report = quoteminer.batch(source, out, shard_size=8)
    return out, report


def test_tables(source, whole, miner):
    out, report = whole
    rows, _ = content(out)
    assert (report.articles, report.failures) == (58, 2)
    assert [r["position"] for r in rows["articles"]] == [i for i in range(60) if i not in (7, 31)]
    assert [(r["position"], r["where"][-2:]) for r in rows["failures"]] == [(7, ":8"), (31, "32")]
    expected = list(miner.pipe(quoteminer.read(source), on_error="record"))
    quotes = [
        {**row, "position": position}
        for position, a in enumerate(expected)
        if not isinstance(a, quoteminer.Failure)
        for row in a.to_rows()
    ]
    assert rows["quotes"] == quotes
    assert report.quotes == len(quotes)
    text = {r["position"]: r["text"] for r in rows["articles"]}
    for table in ("quotes", "entities"):
        assert all(text[r["position"]][r["start"] : r["end"]] == r["text"] for r in rows[table])


def test_schema_is_the_documented_one(whole):
    for table in TABLES:
        schema = pq.read_schema(next((whole[0] / table).glob("*.parquet")))
        assert schema.names == [c.name for c in COLUMNS[table]]
        assert schema.metadata[b"quoteminer.schema"] == str(SCHEMA_VERSION).encode()


def test_manifest(source, whole):
    manifest = json.loads((whole[0] / "manifest.json").read_text("utf-8"))
    assert manifest["complete"] is True
    assert manifest["counts"]["articles"] == 58
    assert manifest["inputs"][0]["bytes"] == source.stat().st_size
    assert manifest["versions"]["quoteminer"] == quoteminer.__version__


def test_workers_give_the_same(source, whole, tmp_path):
    quoteminer.batch(source, tmp_path / "o", shard_size=8, workers=2)
    assert content(tmp_path / "o") == content(whole[0])


@pytest.mark.parametrize("seed", ["1", "2"])
def test_hash_seed_changes_nothing(source, whole, tmp_path, seed):
    """Each process has its own order of sets; a resumed run must not show it."""
    out = tmp_path / "o"
    settings = {**os.environ, "PYTHONHASHSEED": seed}
    subprocess.run(command(source, out), env=settings, stderr=subprocess.DEVNULL, check=False)
    assert content(out) == content(whole[0])


def test_again_does_nothing(source, whole):
    out, report = whole
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*.parquet")}
    assert quoteminer.batch(source, out, shard_size=8) == report
    assert {p: p.stat().st_mtime_ns for p in out.rglob("*.parquet")} == before


def test_killed_at_random_and_resumed(source, whole, tmp_path):
    out = tmp_path / "o"
    chance = random.Random(6)
    kills = 0
    for _ in range(4):
        run = subprocess.Popen(command(source, out, "--workers", "2"), stderr=subprocess.DEVNULL)
        sealed = len(list(out.glob("articles/part-*")))
        # kill once the run has sealed a shard more, at a moment of no choice
        deadline = time.monotonic() + 900
        while run.poll() is None and len(list(out.glob("articles/part-*"))) <= sealed:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        time.sleep(chance.random() * 0.3)
        if run.poll() is None:
            os.kill(run.pid, signal.SIGKILL)
            kills += 1
        run.wait()
    assert kills
    last = subprocess.run(command(source, out), capture_output=True, text=True, check=False)
    assert last.returncode == 1, last.stderr
    assert "58 articles" in last.stderr
    assert content(out) == content(whole[0])


def test_killed_between_two_moves(source, whole, tmp_path, monkeypatch):
    out = tmp_path / "o"

    class Killed(BaseException):
        pass

    moves = 0
    replace = module.Path.replace

    def moving(self, target):
        nonlocal moves
        moves += 1
        if moves == 14:  # within the third shard
            raise Killed
        return replace(self, target)

    monkeypatch.setattr(module.Path, "replace", moving)
    with pytest.raises(Killed):
        quoteminer.batch(source, out, shard_size=8)
    monkeypatch.undo()
    assert len(list(out.glob("failures/part-*"))) > len(list(out.glob("articles/part-*")))
    quoteminer.batch(source, out, shard_size=8)
    assert content(out) == content(whole[0])


def test_interrupted_ends_cleanly(source, whole, tmp_path):
    out = tmp_path / "o"
    run = subprocess.Popen(
        command(source, out, "--workers", "2"), stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    while not list(out.glob("articles/part-*")) and run.poll() is None:
        time.sleep(0.01)
    os.killpg(run.pid, signal.SIGINT)
    _, told = run.communicate(timeout=600)
    if run.returncode == 130:
        assert "interrupted" in told
    assert "Traceback" not in told
    with pytest.raises(ProcessLookupError):
        os.killpg(run.pid, 0)
    quoteminer.batch(source, out, shard_size=8)
    assert content(out) == content(whole[0])


def test_no_worker_outlives_a_killed_run(tmp_path):
    source = corpus(tmp_path / "x.jsonl", 400)
    run = subprocess.Popen(
        command(source, tmp_path / "o", "--workers", "2"), stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    while not list(tmp_path.glob("o/articles/part-*")):
        assert run.poll() is None
        time.sleep(0.01)
    run.kill()
    run.wait()
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        try:
            os.killpg(run.pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.1)
    os.killpg(run.pid, signal.SIGKILL)
    pytest.fail("workers outlived their parent")


def test_limit_may_grow(source, whole, tmp_path):
    out = tmp_path / "o"
    assert quoteminer.batch(source, out, shard_size=8, limit=20).articles == 19
    with pytest.raises(OutputError, match="more articles"):
        quoteminer.batch(source, out, shard_size=8, limit=9)
    quoteminer.batch(source, out, shard_size=8)
    assert content(out) == content(whole[0])


def test_options_do_not_mix(source, tmp_path):
    out = tmp_path / "o"
    quoteminer.batch(source, out, limit=3)
    with pytest.raises(OutputError, match="shard_size"):
        quoteminer.batch(source, out, limit=3, shard_size=5)
    other = corpus(tmp_path / "other.jsonl", 3, ())
    with pytest.raises(OutputError, match=r"inputs.*other\.jsonl"):
        quoteminer.batch(other, out)
    keep = out / "notes.txt"
    keep.write_text("mine")
    assert quoteminer.batch(other, out, overwrite=True).articles == 3
    assert keep.exists()


def test_folder_with_foreign_tables_is_refused(source, tmp_path):
    (tmp_path / "o" / "articles").mkdir(parents=True)
    with pytest.raises(OutputError, match="without a manifest"):
        quoteminer.batch(source, tmp_path / "o")


@pytest.mark.parametrize("options", [{"shard_size": 0}, {"workers": 0}, {"limit": -1}])
def test_options_that_make_no_sense(source, tmp_path, options):
    with pytest.raises(InputError):
        quoteminer.batch(source, tmp_path / "o", **options)


def test_two_runs_in_one_folder(source, tmp_path, monkeypatch):
    import filelock

    out = tmp_path / "o"
    out.mkdir()
    monkeypatch.setattr(module, "PATIENCE", 0.1)
    with filelock.FileLock(out / ".lock"), pytest.raises(OutputError, match="another run"):
        quoteminer.batch(source, out)


def test_everything_bad_at_once(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.jsonl").write_bytes(
        b'{"id": "ok", "text": "\xc2\xabOui\xc2\xbb, a dit Anne Roy."}\n{"id": \n'
        b'{"id": "latin", "text": "\xabOui\xbb, a-t-elle dit \xe0 l\'\xe9t\xe9."}\n'
        b'{"id": "vide", "text": ""}\n{"id": "moiti\xc3\xa9", "text": "\\ud800 \xc2\xaboui\xc2\xbb"}\n'
    )
    calm = "Le temps est beau et la mer est calme depuis ce matin.\n" * 95_000
    (folder / "b.txt").write_text(f"{calm}«Nous tiendrons», a promis Anne Roy.\n", "utf-8")
    (folder / "c.csv").write_text("id,text\n1,a,b\n2,«Non»\n", "utf-8")
    (folder / "d.gz").write_bytes(b"\x1f\x8b no gzip")
    report = quoteminer.batch(folder, tmp_path / "o")
    rows, _ = content(tmp_path / "o")
    assert (folder / "b.txt").stat().st_size > 5_000_000
    assert [r["id"] for r in rows["articles"]][:3] == ["ok", "latin", "moitié"]
    assert (report.articles, report.failures) == (5, 4)
    assert all(r["reason"] and r["where"] for r in rows["failures"])
    assert '"encoding": "cp1252"' in rows["articles"][1]["meta"]
    long = next(r for r in rows["articles"] if r["id"].endswith("b.txt"))
    assert long["quotes"] == 1


def test_killed_worker_costs_one_article(tmp_path, monkeypatch):
    source = corpus(tmp_path / "x.jsonl", 12, ())
    from quoteminer import miner as inner

    safely = inner.Miner._safely

    def deadly(self, sources, *more, **options):
        if any(s.id == "a5" for s in sources):
            os.kill(os.getpid(), signal.SIGKILL)
        return safely(self, sources, *more, **options)

    monkeypatch.setattr(inner.Miner, "_safely", deadly)
    report = quoteminer.batch(source, tmp_path / "o", workers=2)
    rows, _ = content(tmp_path / "o")
    assert (report.articles, report.failures) == (11, 1)
    assert rows["failures"][0]["id"] == "a5"
    assert rows["failures"][0]["error"] == "WorkerError"


def test_duplicates_are_marked_and_kept(tmp_path):
    text = TEXTS[0]
    variants = [
        text, TEXTS[1], text.replace("\n", "\n\n"), f"Notre journal.\n{text}", TEXTS[2], text.upper(),
    ]  # fmt: skip
    path = tmp_path / "x.jsonl"
    path.write_text(
        "\n".join(json.dumps({"id": f"a{i}", "text": t}) for i, t in enumerate(variants))
    )
    report = quoteminer.batch(path, tmp_path / "o")
    rows, _ = content(tmp_path / "o")
    marks = [(r["duplicate"], r["duplicate_of"]) for r in rows["articles"]]
    assert marks == [
        (None, None), (None, None), ("exact", "a0"), ("near", "a0"), (None, None), ("exact", "a0"),
    ]  # fmt: skip
    assert report.duplicates == 3
    assert rows["articles"][3]["similarity"] > 0.8
    quoteminer.batch(path, tmp_path / "p", duplicates="none")
    assert {r["duplicate"] for r in content(tmp_path / "p")[0]["articles"]} == {None}


@pytest.mark.parametrize(
    ("text", "code"), [('{"text": "«Oui», dit-il."}\n', 0), ("{\n", 2), ('{"text": "x"}\n{', 1)]
)
def test_exit_codes(tmp_path, text, code):
    path = tmp_path / "x.jsonl"
    path.write_text(text)
    run = subprocess.run(command(path, tmp_path / "o"), capture_output=True, text=True, check=False)
    assert run.returncode == code, run.stderr
    assert run.stdout == ""
    assert "failures" in run.stderr
