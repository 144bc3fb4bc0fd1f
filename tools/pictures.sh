#!/bin/sh
# Draws the pictures of the README again, from the samples: tools/pictures.sh (after make setup).
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# 1: some cells want review, which is what the picture is to show.
.venv/bin/form4 extract samples/redwood/copy.tif --overlay "$folder/overlay.png" --quiet >/dev/null || [ $? -eq 1 ]
.venv/bin/form4 layouts show samples/redwood/copy.tif --out "$folder/layout.png"
.venv/bin/form4 debug samples/redwood/copy.tif --out "$folder/stages" --page 1 || [ $? -eq 1 ]
mkdir -p docs
mv "$folder/overlay-1.png" docs/overlay.png
mv "$folder/layout.png" docs/layout.png
mv "$folder/stages/p1-04-text.png" docs/text.png
