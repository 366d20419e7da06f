#!/usr/bin/env bash
# Downloads a release of verdict into a directory and verifies its checksum:
# install.sh DIRECTORY
#
# VERDICT_VERSION is a tag or "latest". VERDICT_OS and VERDICT_ARCH are as runner.os and
# runner.arch of a workflow have them; the default is this machine. VERDICT_RELEASES is the
# URL of the releases.
set -euo pipefail

directory=${1:?usage: install.sh DIRECTORY}
releases=${VERDICT_RELEASES:-https://github.com/verdict-lint/verdict/releases}
version=${VERDICT_VERSION:-latest}

fetch() { curl --fail --silent --show-error --location --retry 3 "$@"; }

case ${VERDICT_OS:-$(uname -s)} in
Linux) os=linux archive=tar.gz ;;
macOS | Darwin) os=darwin archive=tar.gz ;;
Windows | MINGW* | MSYS*) os=windows archive=zip ;;
*) echo "no release of verdict for ${VERDICT_OS:-$(uname -s)}" >&2 && exit 1 ;;
esac
case ${VERDICT_ARCH:-$(uname -m)} in
X64 | x86_64 | amd64) arch=amd64 ;;
ARM64 | aarch64 | arm64) arch=arm64 ;;
*) echo "no release of verdict for ${VERDICT_ARCH:-$(uname -m)}" >&2 && exit 1 ;;
esac

if [ "$version" = latest ]; then
	# The page of the latest release redirects to that of its tag.
	version=$(fetch --output /dev/null --write-out '%{url_effective}' "$releases/latest")
	version=${version##*/}
fi
name=verdict_${version#v}_${os}_$arch.$archive

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
fetch --remote-name "$releases/download/$version/checksums.txt"
fetch --remote-name "$releases/download/$version/$name"
if ! grep " $name\$" checksums.txt >expected; then
	echo "the release $version has no checksum for $name" >&2
	exit 1
fi
if command -v sha256sum >/dev/null; then
	sha256sum --check --quiet expected
else
	shasum --algorithm 256 --check --quiet expected
fi
mkdir -p "$directory"
case $archive in
zip) unzip -q -o "$name" -d "$directory" ;;
*) tar -xzf "$name" -C "$directory" ;;
esac
"$directory/verdict" --version
