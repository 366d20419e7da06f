"""Filters NDJSON with verdict in each partition of an RDD.

    spark-submit --files verdict,event.json,spark/valid.sh,spark/rejects.sh spark/validate.py s3a://bucket/events s3a://bucket/out

Spark copies the files to the working directory of each executor.
"""

import sys

from pyspark.sql import SparkSession

source, target = sys.argv[1:]
spark = SparkSession.builder.appName("verdict").getOrCreate()
environment = {"SCHEMA": "event.json", "PATH": ".:/usr/bin:/bin"}

records = spark.sparkContext.textFile(source)
# A command that exits with another code than 0 fails the task, and Spark tries it again.
records.pipe("./valid.sh", environment, checkCode=True).saveAsTextFile(target + "/good")
records.pipe("./rejects.sh", environment, checkCode=True).saveAsTextFile(target + "/bad")
