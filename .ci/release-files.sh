#!/bin/sh
# Writes the manual pages and shell completions of a release to a directory, which is
# emptied first: .ci/release-files.sh DIRECTORY
set -eu

out=${1:?usage: .ci/release-files.sh DIRECTORY}
cd "$(dirname "$0")/.."
rm -rf "$out"
mkdir -p "$out/man" "$out/completions"
go run -tags man ./cmd/verdict man "$out/man"
for page in "$out"/man/*.1; do
	gzip -9n -c "$page" >"$page.gz"
done
go run ./cmd/verdict completion bash >"$out/completions/verdict.bash"
go run ./cmd/verdict completion zsh >"$out/completions/_verdict"
go run ./cmd/verdict completion fish >"$out/completions/verdict.fish"
