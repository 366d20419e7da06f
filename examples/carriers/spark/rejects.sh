#!/bin/sh
# Writes the rejects of standard input to standard output, a line of JSON for each invalid line:
# a command for rdd.pipe, like valid.sh. offset and line are those in the partition.
exec verdict filter --schema "$SCHEMA" --jobs 1 --tolerance 100% --rejects /dev/fd/3 3>&1 >/dev/null
