#!/bin/sh
# Runs the hooks verdict-schema-check, verdict-schema-lint and verdict-lint-system with
# pre-commit in a scratch repository: a schema that is up to date passes, one that is not is
# rejected with a diff, and an invalid schema or payload is rejected. The hooks are those of
# the commit that is checked out here.
#
# Requires git, go and pre-commit (Debian: apt-get install pre-commit).
set -eu

cd "$(dirname "$0")/.."
root=$PWD
commit=$(git rev-parse HEAD)
command -v pre-commit >/dev/null || {
	echo "pre-commit is not installed; on Debian: apt-get install pre-commit" >&2
	exit 2
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export PRE_COMMIT_HOME="$scratch/cache"
# Modules in the cache need not be downloaded again.
GOMODCACHE=$(go env GOMODCACHE)
export GOMODCACHE

mkdir "$scratch/repository"
cd "$scratch/repository"
git init -q
git config user.name "Nobody"
git config user.email "nobody@example.com"

cat >go.mod <<END
module example.com/shop

go 1.21
END
cat >order.go <<END
package shop

//go:generate verdict schema reflect . Order -o order.schema.json

// An Order is placed by a customer.
type Order struct {
	ID string \`json:"id"\`
}
END
(cd "$root" && go build -o "$scratch/verdict" ./cmd/verdict)
"$scratch/verdict" schema reflect . Order -o order.schema.json
cat >.pre-commit-config.yaml <<END
repos:
  - repo: $root
    rev: $commit
    hooks:
      - id: verdict-schema-check
END
pre-commit install >/dev/null
git add .

fail() {
	echo "FAIL: $1" >&2
	cat "$scratch/log" >&2
	exit 1
}

git commit -qm "Take orders" >"$scratch/log" 2>&1 || fail "an up-to-date schema was rejected"
grep -q "verdict schema check.*Passed" "$scratch/log" || fail "the hook did not run"

sed 's/ID string.*/ID int64 `json:"id"`/' order.go >order.new && mv order.new order.go
git add .
if git commit -qm "Count orders" >"$scratch/log" 2>&1; then
	fail "an outdated schema was accepted"
fi
grep -q '^+++ b/order.schema.json' "$scratch/log" || fail "the diff is missing"
grep -q '^-      "type": "string"' "$scratch/log" || fail "the diff does not show the change"

"$scratch/verdict" schema check --write >/dev/null 2>&1
git add .
git commit -qm "Count orders" >"$scratch/log" 2>&1 || fail "a regenerated schema was rejected"

cat >.pre-commit-config.yaml <<END
repos:
  - repo: $root
    rev: $commit
    hooks:
      - id: verdict-schema-lint
      - id: verdict-lint-system
END
printf '{"type": "strnig"}\n' >other.schema.json
printf '{"a": 1,}\n' >payload.json
git add .
if PATH="$scratch:$PATH" git commit -qm "Describe others" >"$scratch/log" 2>&1; then
	fail "an invalid schema was accepted"
fi
grep -q '^other.schema.json:1:10: "strnig" is not one of ' "$scratch/log" || fail "the error in the schema is missing"
grep -q '^payload.json:1:9: ' "$scratch/log" || fail "the installed program did not run"

echo "hook verdict-schema-check: an up-to-date schema passes, an outdated one is rejected"
