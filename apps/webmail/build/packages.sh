#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Installs the packages that package-lock.json names, unless they are there already. No package's own
# script is run.
set -eu
cd "$(dirname -- "$0")/.."

if ! command -v npm >/dev/null 2>&1; then
    echo "The pages are built with npm and Node 20.19 or newer, which were not found." >&2
    echo "./pabal fetches them where apt-get may install packages; -Dweb.skip=true leaves the pages out." >&2
    exit 1
fi
cmp -s package-lock.json node_modules/.installed-lock && exit 0
npm ci --ignore-scripts --prefer-offline --loglevel=error
cp package-lock.json node_modules/.installed-lock
