#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# Types, warnings of the compiler, and the unit tests.
set -eu
cd "$(dirname -- "$0")/.."
npm run --silent check
exec npm run --silent test
