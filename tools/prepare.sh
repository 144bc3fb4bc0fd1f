#!/usr/bin/env bash
# Installs the system packages that are missing and makes the virtual environment FOLDER,
# where either is needed: tools/prepare.sh FOLDER
set -eu

venv=$1
packages=()

# A name on PATH may be a shim of a version that is not there, so each candidate has to run.
find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    echo "No Python 3.11 or newer on PATH: install one, then run the command again." >&2
    return 1
}

tesseract --list-langs 2>/dev/null | grep -qx eng || packages+=(tesseract-ocr tesseract-ocr-eng)

if [ ! -x "$venv/bin/pip" ]; then
    python=$(find_python)
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    # Debian keeps this part of the standard library in a package of its own.
    "$python" -c 'import ensurepip' 2>/dev/null || packages+=("python$version-venv")
fi

if [ ${#packages[@]} -gt 0 ]; then
    "$(dirname "$0")/apt-install.sh" "${packages[@]}"
fi

if [ ! -x "$venv/bin/pip" ]; then
    echo "Making the virtual environment $venv with Python $version"
    "$python" -m venv --clear "$venv"
fi
