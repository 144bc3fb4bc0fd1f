#!/usr/bin/env bash
# Installs Debian packages with the machine's own apt settings: tools/apt-install.sh PACKAGE...
set -eu

fail() {
    echo "$1, then run the command again." >&2
    exit 1
}

if ! command -v apt-get >/dev/null; then
    fail "No apt-get on this machine: install what matches the Debian packages \"$*\""
elif [ "$(id -u)" -eq 0 ]; then
    as_root=()
elif command -v sudo >/dev/null; then
    as_root=(sudo)
else
    fail "System packages are missing, and this is neither root nor is there sudo: have \"apt-get install $*\" run"
fi

echo "Installing system packages: $*"
# One unreachable source of many is no reason to stop: the packages may well come from another.
"${as_root[@]}" apt-get update -qq || echo "apt-get update failed: continuing with the package lists on this machine." >&2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" >/dev/null ||
    fail "apt-get could not install \"$*\": see its message above"
