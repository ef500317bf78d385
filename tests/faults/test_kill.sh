#!/bin/sh
# Twenty kills of a tune; scripts/kill.sh makes as many as one likes.
set -eu
# shellcheck source=tests/faults/common.sh
. "$(dirname "$0")/common.sh"
sh "$source/scripts/kill.sh" -b "$build/bin" -n 8 -g 0 -e 60
