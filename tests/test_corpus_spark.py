"""Spark in local mode gives the rows of a local run."""

from __future__ import annotations

import os
import shutil
import sys

import pytest
from conftest import articles

import quoteminer
from quoteminer.corpus.tables import all_rows

pytest.importorskip("pyspark", reason="the extra `spark` is not installed")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)


@pytest.fixture(scope="module")
def session():
    # the workers run in this environment, not in the first python3 on the path
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    spark = (
        SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    )
    yield spark
    spark.stop()


@pytest.mark.parametrize("table", ["quotes", "entities", "speakers", "failures"])
def test_equals_the_local_run(session, miner, table):
    from quoteminer.spark import extract

    texts = [a["text"] for a in articles()[:2]]
    records = [(i, f"a{i}", t) for i, t in enumerate([texts[0], None, texts[1]])]
    frame = session.createDataFrame(records, "position bigint, id string, text string")
    found = [row.asDict() for row in extract(frame, table).collect()]
    found.sort(key=lambda r: r["position"])  # stable: within an article the order stands
    if table == "failures":
        assert [(r["position"], r["id"]) for r in found] == [(1, "a1")]
        return
    sources = [quoteminer.Source(text=t, id=i) for _, i, t in records if t]
    local = list(all_rows(miner.pipe(sources), table))
    for row in local:
        row["position"] *= 2
    assert found == local
