#!/bin/sh
# Tune the fastest device of this machine and leave everything in one folder to bring back.
set -eu
cd "$(dirname "$0")"
out=results/$(uname -n)-$(date -u +%Y%m%d-%H%M%S)
bin/dispatchwise tune --out "$out" "$@"
echo "Bring back: $PWD/$out"
