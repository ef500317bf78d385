#!/bin/sh
# Fuzz the readers of foreign bytes, every target for SECONDS (default: an hour), as many at a time as
# there are processors (FUZZ_JOBS: so many).
#   sh scripts/fuzz.sh [SECONDS] [TARGET...]
#
# All that comes of it is in build/fuzz-findings (FUZZ_DIR: elsewhere): of each target corpus/, which
# the next run goes on with, log, and crash-*, timeout-*, oom-* and leak-*, inputs that end the
# process, or take 10 s (FUZZ_TIMEOUT: so many; a busy machine needs more) or 512 MB. A fault that is
# understood becomes an input in tests/fuzz/regressions/<target>. Exit code 1: there are such inputs.
set -eu
cd "$(dirname "$0")/.."
findings=${FUZZ_DIR:-build/fuzz-findings}

# One target, for so long. It goes on behind an input that ends the process.
fuzz() {
    target=$1 seconds=$2 into=$findings/$1
    mkdir -p "$into/corpus"
    before=$(find "$into/corpus" -type f | wc -l)
    temporary=${TMPDIR:-/tmp}
    [ ! -w /dev/shm ] || temporary=/dev/shm
    temporary=$(mktemp -d "$temporary/fuzz-XXXXXX")
    trap 'rm -rf "$temporary"' EXIT
    trap 'exit 130' INT TERM
    set -- "$into/corpus" "build/fuzz/tests/fuzz/seeds/$target"
    for folder in "tests/fuzz/seeds/$target" "tests/fuzz/regressions/$target"; do
        [ ! -d "$folder" ] || set -- "$@" "$folder"
    done
    TMPDIR=$temporary "build/fuzz/fuzzers/fuzz_$target" -fork=1 -ignore_crashes=1 -ignore_timeouts=1 \
        -ignore_ooms=1 -max_total_time="$seconds" -timeout="${FUZZ_TIMEOUT:-10}" \
        -rss_limit_mb=1024 -malloc_limit_mb=512 -max_len=65536 \
        -close_fd_mask=3 -artifact_prefix="$into/" "$@" >"$into/log" 2>&1 || true
    # "#N: cov: EDGES ft: ... time: 60s job: 7 ..."
    times >"$temporary/times"
    last=$(grep '^#[0-9]*: cov:' "$into/log" | tail -n 1)
    last=${last:-'#0: cov: 0'}
    printf '%s %s %s %s %s %s\n' "$target" \
        "$(echo "$last" | sed -n 's/^#\([0-9]*\):.*/\1/p')" \
        "$(awk 'END { split($1, user, /[ms]/); split($2, kernel, /[ms]/)
            printf "%.0f", 60 * (user[1] + kernel[1]) + user[2] + kernel[2] }' "$temporary/times")" \
        "$(echo "$last" | sed -n 's/.*cov: \([0-9]*\).*/\1/p')" \
        "$(($(find "$into/corpus" -type f | wc -l) - before))" \
        "$(find "$into" -maxdepth 1 -name '*-*' -type f | wc -l)" >"$into/result"
}

if [ "${1-}" = --target ]; then
    fuzz "$2" "$3"
    exit
fi

seconds=3600
case ${1-} in
'' | *[!0-9]*) ;;
*)
    seconds=$1
    shift
    ;;
esac
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz
if [ $# -eq 0 ]; then
    for file in tests/fuzz/fuzz_*.c; do
        target=${file##*/fuzz_}
        set -- "$@" "${target%.c}"
    done
fi
for target in "$@"; do
    [ -x "build/fuzz/fuzzers/fuzz_$target" ] || {
        echo "There is no target $target: tests/fuzz has no fuzz_$target.c" >&2
        exit 2
    }
done
printf '%s\n' "$@" | xargs -P "${FUZZ_JOBS:-$(nproc)}" -I '{}' sh scripts/fuzz.sh --target '{}' "$seconds"

format='%-18s %12s %8s %7s %11s %8s\n'
# shellcheck disable=SC2059
printf "$format" target executions 'CPU s' edges 'new inputs' crashes
crashes=0
for target in "$@"; do
    # shellcheck disable=SC2046,SC2059
    printf "$format" $(cat "$findings/$target/result")
    crashes=$((crashes + $(cut -d' ' -f6 "$findings/$target/result")))
done
echo "Findings are in $findings"
[ "$crashes" -eq 0 ]
