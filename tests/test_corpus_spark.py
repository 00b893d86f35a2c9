"""Spark in local mode gives the tables of a local run, row by row, also when interrupted."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import HERE, articles

import quoteminer
from quoteminer.corpus.tables import COLUMNS

pyspark = pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)

SCRIPT = HERE.parent / "examples" / "spark_batch.py"
PARTS = 3


@pytest.fixture(scope="module")
def session():
    # the workers run in this environment, not in the first python3 on the path
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    spark = (
        SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    )
    yield spark
    spark.stop()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Articles in three Parquet files: some repeated, one empty, one null; and the local tables."""
    texts = [a["text"] for a in articles()[:8]]
    texts += ["", None, texts[0], f"Notre journal.\n{texts[1]}", "«Oui», a dit Anne Roy."]
    folder = tmp_path_factory.mktemp("spark") / "in"
    folder.mkdir()
    size = -(-len(texts) // PARTS)
    for part in range(PARTS):
        numbers = range(part * size, min(len(texts), (part + 1) * size))
        path = folder / f"{part}.parquet"
        columns = {
            "position": pa.array(numbers, pa.int64()),
            "where": [f"{path.as_posix()}#{n - part * size + 1}" for n in numbers],
            "id": [f"a{n}" for n in numbers],
            "texte": pa.array([texts[n] for n in numbers], pa.string()),
            "journal": ["Le Phare" if n % 2 else None for n in numbers],
            "date": ["14 mars 2019"] * len(numbers),
            "rubrique": ["Région"] * len(numbers),
        }
        pq.write_table(pa.table(columns), path)
    # what Spark is given in columns of its own, a local run knows by itself
    plain = tmp_path_factory.mktemp("local") / "in"
    plain.mkdir()
    for path in folder.glob("*.parquet"):
        pq.write_table(pq.read_table(path).drop_columns(["position", "where"]), plain / path.name)
    out = tmp_path_factory.mktemp("local") / "out"
    report = quoteminer.batch(plain, out)
    assert (report.failures, report.duplicates) == (2, 2)
    local = {t: pq.read_table(out / t).to_pylist() for t in COLUMNS}
    for table in ("articles", "failures"):
        for row in local[table]:
            row["where"] = row["where"].replace(plain.as_posix(), folder.as_posix())
    return folder, local


def in_order(rows):
    """Rows by their article; within one their order stands."""
    return sorted(rows, key=lambda r: r["position"])


def read_back(folder, table):
    rows = []
    for path in sorted((folder / table).rglob("*.parquet")):
        rows += pq.ParquetFile(path).read().to_pylist()
    return in_order(rows)


@pytest.mark.parametrize("table", COLUMNS)
def test_extract_equals_the_local_run(session, corpus, table):
    from quoteminer.spark import extract, mark_duplicates

    folder, local = corpus
    frame = session.read.parquet(str(folder))
    rows = extract(frame, table)
    if table == "articles":
        rows = mark_duplicates(rows, frame)
    assert rows.columns == [c.name for c in COLUMNS[table]]
    assert in_order(row.asDict() for row in rows.collect()) == local[table]


def test_exact_duplicates(session, corpus):
    from quoteminer.spark import extract, mark_duplicates

    frame = session.read.parquet(str(corpus[0]))
    marked = mark_duplicates(extract(frame, "articles"), frame, mode="exact").collect()
    found = [(r.position, r.duplicate_position) for r in marked if r.duplicate]
    assert found == [(10, 0)]


def test_bad_requests(session, corpus):
    from quoteminer.spark import extract, mark_duplicates, table_of

    frame = session.read.parquet(str(corpus[0]))
    with pytest.raises(quoteminer.InputError, match="no such table"):
        extract(frame, "nothing")
    with pytest.raises(quoteminer.InputError, match="no such table"):
        table_of(frame, "nothing")
    with pytest.raises(quoteminer.InputError, match="holds the text"):
        extract(frame.drop("texte"))
    with pytest.raises(quoteminer.InputError, match="position"):
        mark_duplicates(extract(frame, "articles"), frame.drop("position"))


def submit(*arguments):
    """Start the example with `spark-submit`, in a process group of its own."""
    command = [
        Path(pyspark.__file__).parent / "bin" / "spark-submit",
        "--master", "local[2]", "--conf", "spark.ui.enabled=false", SCRIPT, *map(str, arguments),
    ]  # fmt: skip
    settings = {
        **os.environ,
        "PYSPARK_PYTHON": sys.executable,
        "PYSPARK_DRIVER_PYTHON": sys.executable,
        "OMP_NUM_THREADS": "1",
    }
    return subprocess.Popen(
        command, env=settings, start_new_session=True, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip


def test_submitted(corpus, tmp_path):
    folder, local = corpus
    run = submit(folder, tmp_path / "out")
    told, _ = run.communicate(timeout=600)
    assert run.returncode == 0, told[-3000:]
    for table in COLUMNS:
        assert read_back(tmp_path / "out", table) == local[table], table


def test_stream_killed_and_resumed(corpus, tmp_path):
    folder, local = corpus
    out = tmp_path / "out"
    run = submit(folder, out, "--stream", "--files", "1")
    deadline = time.monotonic() + 600
    while not (out / "checkpoint" / "commits" / "0").exists():
        assert run.poll() is None, run.communicate()[0][-3000:]
        assert time.monotonic() < deadline
        time.sleep(0.05)
    # a micro-batch is done; the others are under way, save on a machine that sleeps here
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    again = submit(folder, out, "--stream", "--files", "1")
    told, _ = again.communicate(timeout=600)
    assert again.returncode == 0, told[-3000:]
    for table in COLUMNS:
        found = read_back(out, table)
        if table == "articles":  # not marked in a stream
            marks = ("duplicate", "duplicate_of", "duplicate_position", "similarity")
            expected = [{**row, **dict.fromkeys(marks)} for row in local[table]]
            assert found == expected
        else:
            assert found == local[table], table
