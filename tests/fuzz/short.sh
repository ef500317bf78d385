#!/bin/sh
# A short run of a fuzz target by libFuzzer, the same every time: from the seeds and regressions alone,
# with a fixed seed, so many inputs. What ends the process stays in FOLDER.
#   sh short.sh BUILD READER RUNS FOLDER
set -eu
build=$1 reader=$2 runs=$3 folder=$4
here=$(dirname "$0")
rm -rf "$folder"
mkdir -p "$folder/corpus"
set -- "$folder/corpus" "$build/tests/fuzz/seeds/$reader"
for inputs in "$here/seeds/$reader" "$here/regressions/$reader"; do
    [ ! -d "$inputs" ] || set -- "$@" "$inputs"
done
# Leaks are looked for in the long runs: that takes a right to trace, which not every machine gives.
"$build/fuzzers/fuzz_$reader" -runs="$runs" -seed=1 -timeout=60 -rss_limit_mb=2048 -malloc_limit_mb=512 \
    -detect_leaks=0 -close_fd_mask=3 -print_final_stats=1 -artifact_prefix="$folder/" "$@"
