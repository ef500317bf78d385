#!/bin/sh
# Tune the fastest device of this machine and leave everything in one folder to bring back.
#   ./tune.sh [option of dispatchwise tune]...
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$here/results/$(uname -n)-$(date -u +%Y%m%d-%H%M%S)
for argument; do
    case $argument in
    --out | --out=*)
        echo "tune.sh: the folder is results/MACHINE-TIME beside this script: leave $argument out" >&2
        exit 2
        ;;
    esac
done
"$here/bin/dispatchwise" tune --out "$out" "$@"
echo "Bring back: $out"
