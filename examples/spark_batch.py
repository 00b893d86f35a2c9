"""Quotes of a corpus on a cluster:

    spark-submit --conf spark.executorEnv.OMP_NUM_THREADS=1 spark_batch.py IN.parquet OUT

With --stream, new files in the folder IN are taken once each: Structured Streaming with
`availableNow`, whose checkpoint lets an interrupted run go on.
"""

import sys

from pyspark.sql import SparkSession

from quoteminer.spark import extract

source, out = [a for a in sys.argv[1:] if not a.startswith("--")]
spark = SparkSession.builder.appName("quoteminer").getOrCreate()
if "--stream" in sys.argv:
    schema = spark.read.parquet(source).schema
    quotes = extract(spark.readStream.schema(schema).parquet(source))
    query = quotes.writeStream.format("parquet").trigger(availableNow=True)
    query.option("checkpointLocation", f"{out}/checkpoint").start(
        f"{out}/quotes"
    ).awaitTermination()
else:
    articles = spark.read.parquet(source)
    for table in ("quotes", "failures"):
        extract(articles, table).write.mode("overwrite").parquet(f"{out}/{table}")
