#!/bin/sh
# Filters NDJSON in shards with xargs, JOBS of them at a time.
#
#	INPUT='events/*.ndjson' SCHEMA=event.json SHARDS=64 JOBS=8 OUT=out xargs/run.sh
set -eu
export INPUT SCHEMA OUT SHARDS

mkdir -p "$OUT"
# xargs ends with 123 if a shard fails. A shard has no tolerance of its own: only the invalid
# records of all shards count.
seq -w "$SHARDS" | xargs -P "$JOBS" -I '{}' sh -c '
	verdict filter "$INPUT" --schema "$SCHEMA" --shard {}/"$SHARDS" --jobs 1 --tolerance 100% \
		--rejects "$OUT/bad-{}.ndjson" --summary "$OUT/summary-{}.json" >"$OUT/good-{}.ndjson"'

# Shards are numbered with leading zeros, so this is the order of the input.
cat "$OUT"/good-*.ndjson >"$OUT/good.ndjson"
cat "$OUT"/bad-*.ndjson >"$OUT/bad.ndjson"
verdict merge "$OUT"/summary-*.json -o "$OUT/summary.json"
