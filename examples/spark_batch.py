"""A corpus on a cluster, to the tables of `quoteminer batch`:

    spark-submit --conf spark.executorEnv.OMP_NUM_THREADS=1 spark_batch.py IN OUT

IN holds Parquet files of articles (or `--format json`: JSON Lines) with a column of texts
and `position`, the article's number in the corpus. OUT gets a folder for each table, and
repeated articles are marked.

With `--stream` the files in the folder IN are taken once each by Structured Streaming with
`availableNow`. The checkpoint in OUT lets the same command go on after an interruption, and
take the files that came since. A micro-batch writes folders of its own, overwritten where it
is done again: nothing is lost, and nothing there twice.
"""

import argparse

from pyspark.sql import DataFrame, SparkSession

from quoteminer.spark import TABLES, mark_duplicates, mine, table_of

parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
parser.add_argument("source")
parser.add_argument("out")
parser.add_argument("--format", default="parquet")
parser.add_argument("--stream", action="store_true")
parser.add_argument("--files", type=int, default=100, help="files of a micro-batch")
args = parser.parse_args()


def write(articles: DataFrame, part: str) -> None:
    """Read each article once, and write the five tables."""
    mined = mine(articles).persist()
    for table in TABLES:
        rows = table_of(mined, table)
        if table == "articles" and not args.stream:
            rows = mark_duplicates(rows, articles)
        rows.write.mode("overwrite").parquet(f"{args.out}/{table}{part}")
    mined.unpersist()


spark = SparkSession.builder.appName("quoteminer").getOrCreate()
articles = spark.read.format(args.format).load(args.source)
if args.stream:
    stream = spark.readStream.schema(articles.schema).format(args.format)
    query = (
        stream.option("maxFilesPerTrigger", args.files)
        .load(args.source)
        .writeStream.foreachBatch(lambda frame, number: write(frame, f"/batch={number}"))
        .option("checkpointLocation", f"{args.out}/checkpoint")
        .trigger(availableNow=True)
        .start()
    )
    query.awaitTermination()
else:
    write(articles, "")
spark.stop()
