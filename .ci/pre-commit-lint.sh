#!/bin/sh
# Runs the hooks verdict-lint and verdict-fix by the real pre-commit, in a scratch
# repository: a good payload is let through, a bad one is stopped with its line,
# and what can be mended is mended. The hooks are taken from the commit that is
# checked out here.
#
# Wants git, go and pre-commit (Debian: apt-get install pre-commit).
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
# What is in the module cache need not be fetched again.
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

hook verdict-lint
cp "$root/fixtures/valid/label-value.json" session.json
echo "not a payload" >notes.txt
git add .
git commit -qm "Keep a session" >"$scratch/log" 2>&1 || fail "a good payload was stopped"
grep -q "verdict lint.*Passed" "$scratch/log" || fail "the hook did not run"

cp "$root/fixtures/invalid/projectId-null.json" session.json
git add .
if git commit -qm "Forget the project" >"$scratch/log" 2>&1; then
	fail "a bad payload was let through"
fi
grep -q '^session.json:4:16: .*\[null\]$' "$scratch/log" || fail "the line of the fault is missing"

hook verdict-fix
cp "$root/fixtures/invalid/categories-wrong-case.json" session.json
git add .
if git commit -qm "Shout" >"$scratch/log" 2>&1; then
	fail "a payload that had to be mended was let through unseen"
fi
grep -q 'files were modified by this hook' "$scratch/log" || fail "nothing was mended"
git add .
git commit -qm "Speak" >"$scratch/log" 2>&1 || fail "a payload that was mended was stopped"

echo "hooks verdict-lint and verdict-fix: good payloads pass, bad ones are stopped or mended"
