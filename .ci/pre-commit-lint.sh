#!/bin/sh
# Runs the hooks verdict-lint and verdict-fix with pre-commit in a scratch repository:
# a commit with a valid payload passes, one with an invalid payload is rejected with its
# line, and what has a safe fix is fixed. The hooks are those of the commit that is
# checked out here.
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

fail() {
	echo "FAIL: $1" >&2
	cat "$scratch/log" >&2
	exit 1
}

# hook installs one hook.
hook() {
	cat >.pre-commit-config.yaml <<END
repos:
  - repo: $root
    rev: $commit
    hooks:
      - id: $1
END
	pre-commit install >/dev/null
	git add .
}

cat >.verdict.yaml <<END
schemas:
  - files: [session.json]
    schema: connect-session
END

hook verdict-lint
cp "$root/fixtures/valid/label-value.json" session.json
echo "not a payload" >notes.txt
git add .
git commit -qm "Keep a session" >"$scratch/log" 2>&1 || fail "a valid payload was rejected"
grep -q "verdict lint.*Passed" "$scratch/log" || fail "the hook did not run"

cp "$root/fixtures/invalid/projectId-null.json" session.json
git add .
if git commit -qm "Forget the project" >"$scratch/log" 2>&1; then
	fail "an invalid payload was accepted"
fi
grep -q '^session.json:4:16: .*\[null\]$' "$scratch/log" || fail "the line of the error is missing"

cp "$root/fixtures/valid/label-value.json" session.json
for name in p.yaml p.toml p.json5 tsconfig.json .clang-format; do
	echo '"' >"$name"
done
git add .
if git commit -qm "Break other syntaxes" >"$scratch/log" 2>&1; then
	fail "payloads with syntax errors were accepted"
fi
for name in p.yaml p.toml p.json5 tsconfig.json .clang-format; do
	grep -q "^$name:1:1: .*\[syntax\]$" "$scratch/log" || fail "$name was not linted"
	rm "$name"
done
git add .

hook verdict-fix
cp "$root/fixtures/invalid/categories-wrong-case.json" session.json
git add .
if git commit -qm "Shout" >"$scratch/log" 2>&1; then
	fail "a payload that had to be fixed was accepted as it was"
fi
grep -q 'files were modified by this hook' "$scratch/log" || fail "nothing was fixed"
git add .
git commit -qm "Speak" >"$scratch/log" 2>&1 || fail "a fixed payload was rejected"

echo "hooks verdict-lint and verdict-fix: valid payloads pass, others are rejected or fixed"
