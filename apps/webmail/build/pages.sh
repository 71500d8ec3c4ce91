#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Builds the pages into a folder, unless what lies there is newer than every source.
set -eu
cd "$(dirname -- "$0")/.."

if [ -f "$1/policy.json" ]; then
    changed=$(find . -name node_modules -prune -o -name target -prune -o -path ./test -prune -o \
        -type f -newer "$1/policy.json" -print | head -n 1)
    [ -n "$changed" ] || exit 0
fi
exec npm run --silent build -- --outDir "$1"
