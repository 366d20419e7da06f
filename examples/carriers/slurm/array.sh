#!/bin/sh
# Filters one shard of NDJSON in each task of a Slurm array job, on a shared file system.
#
#	INPUT='events/*.ndjson' SCHEMA=event.json OUT=out sbatch --array=1-64 slurm/array.sh
#
#SBATCH --cpus-per-task=4
#SBATCH --mem=1G
set -eu
i=$(printf %04d "$SLURM_ARRAY_TASK_ID")

mkdir -p "$OUT"
verdict filter "$INPUT" --schema "$SCHEMA" --shard "$i/$SLURM_ARRAY_TASK_COUNT" \
	--jobs "${SLURM_CPUS_PER_TASK:-1}" --tolerance 100% \
	--rejects "$OUT/bad-$i.ndjson" --summary "$OUT/summary-$i.json" >"$OUT/good-$i.ndjson"
