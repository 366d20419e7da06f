#!/bin/sh
# Filters NDJSON in shards with GNU parallel, one shard a job, on this machine or on others
# (--sshlogin, with INPUT, SCHEMA and OUT on a shared file system).
#
#	INPUT='events/*.ndjson' SCHEMA=event.json SHARDS=64 OUT=out parallel/run.sh
set -eu
export INPUT SCHEMA OUT SHARDS

mkdir -p "$OUT"
# A shard has no tolerance of its own: only the invalid records of all shards count. --halt ends
# the run if a shard fails; --joblog and --resume-failed would continue one that was interrupted.
seq -w "$SHARDS" | parallel --halt now,fail=1 --joblog "$OUT/jobs.log" '
	verdict filter "$INPUT" --schema "$SCHEMA" --shard {}/"$SHARDS" --jobs 1 --tolerance 100% \
		--rejects "$OUT/bad-{}.ndjson" --summary "$OUT/summary-{}.json" >"$OUT/good-{}.ndjson"'

# Shards are numbered with leading zeros, so this is the order of the input.
cat "$OUT"/good-*.ndjson >"$OUT/good.ndjson"
cat "$OUT"/bad-*.ndjson >"$OUT/bad.ndjson"
verdict merge "$OUT"/summary-*.json -o "$OUT/summary.json"
