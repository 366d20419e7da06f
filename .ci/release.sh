#!/usr/bin/env bash
# Checks the configuration of releases, builds a snapshot for this platform as GoReleaser
# would release it, and installs that with the script of the GitHub action.
set -euo pipefail

cd "$(dirname "$0")/.."
version=v2.15.1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch" .release' EXIT

fail() {
	echo "FAIL: $1" >&2
	exit 1
}

PATH=$PATH:$(go env GOPATH)/bin
command -v goreleaser >/dev/null || {
	echo "installing goreleaser $version"
	go install "github.com/goreleaser/goreleaser/v2@$version"
}
goreleaser check >"$scratch/log" 2>&1 || { cat "$scratch/log"; fail ".goreleaser.yaml is invalid"; }

# Cross-compiling everything takes minutes, and other platforms are checked elsewhere.
sed -e "s/goos: \[.*\]/goos: [$(go env GOOS)]/" -e "s/goarch: \[.*\]/goarch: [$(go env GOARCH)]/" \
	-e "1i dist: $scratch/dist" .goreleaser.yaml >"$scratch/snapshot.yaml"
goreleaser release --snapshot --clean --skip=docker,sbom --config "$scratch/snapshot.yaml" >"$scratch/log" 2>&1 || {
	cat "$scratch/log"
	fail "no snapshot can be built"
}

archive=$(echo "$scratch"/dist/verdict_*.tar.gz)
tar -tzf "$archive" >"$scratch/files"
for file in verdict verdict-vet man/verdict-lint.1 completions/verdict.bash LICENSE CHANGELOG.md; do
	grep -qx "$file" "$scratch/files" || fail "the archive lacks $file"
done
for package in "$scratch"/dist/*.deb "$scratch"/dist/*.rpm; do
	[ -s "$package" ] || fail "a package is missing"
done
if command -v dpkg-deb >/dev/null; then
	dpkg-deb --contents "$scratch"/dist/*.deb >"$scratch/files"
	grep -q ' ./usr/share/man/man1/verdict-lint.1.gz$' "$scratch/files" || fail "the package lacks manual pages"
fi

# A release as the action would find it.
snapshot=$(basename "$archive")
snapshot=${snapshot#verdict_} snapshot=${snapshot%"_$(go env GOOS)_$(go env GOARCH).tar.gz"}
mkdir -p "$scratch/releases/download/v$snapshot"
cp "$archive" "$scratch/dist/checksums.txt" "$scratch/releases/download/v$snapshot"
export VERDICT_RELEASES=file://$scratch/releases VERDICT_VERSION=v$snapshot
.github/scripts/install.sh "$scratch/bin" >/dev/null || fail "the release cannot be installed"
"$scratch/bin/verdict" lint --no-config --schema connect-session fixtures/valid/label-value.json 2>/dev/null || fail "the installed program does not work"
echo "x" >>"$scratch/releases/download/v$snapshot/$(basename "$archive")"
if .github/scripts/install.sh "$scratch/bin" >/dev/null 2>&1; then
	fail "a release with a wrong checksum was installed"
fi
echo "release: the configuration is valid, and a snapshot can be built, packaged and installed"
