#!/bin/sh
# A machine under load: a busy process for every core, at another priority, comes and goes while a run
# measures. The second copy of the baseline is no other arm: no more of them may differ than at a level of
# 95 % do by chance, and `score` has to say that the A/A arm is silent.
set -eu
# shellcheck source=tests/faults/common.sh
. "$(dirname "$0")/common.sh"
dispatchwise devices >out 2>&1 || {
    echo "skipped: no Vulkan device"
    exit 77
}

# Of twenty instances one may differ at the 95 % level; more than five do once in three thousand times.
instances=20
most=5
awk -v count=$instances 'BEGIN {
    print "workload,wait,launches"
    for (i = 1; i <= count / 2; i++) print "spin,batch," 10 * i "\nsaxpy,each," 4 * i }' >many.csv

# Busy for half a second, then idle for as long: what a run meets is no steady state.
hog() {
    while [ -d "$scratch" ] && [ ! -e quiet ]; do
        nice -n 5 nice -n 5 timeout 0.5 sh -c 'while :; do :; done' || true
        sleep 0.5
    done
}

# measure NAME: how many of the A/A arms differ, of how many, and their median interval in percent.
measure() {
    expect 0 dispatchwise run --shapes many.csv --arms plain_launches/batched:all --budget 40 -q \
        --out "$1"
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        $at["arm"] ~ /role=control/ && $at["samples"] > 0 {
            n++; lo = $at["actual_savings_lo_ns"]; hi = $at["actual_savings_hi_ns"]
            different += lo > 0 || hi < 0
            print (hi - lo) / $at["wall_ns"] * 100 >"widths" }
        END { print different + 0, n + 0 }' "$1/summary.csv" >counts
    read -r different count <counts
    width=$(sort -g widths | awk '{ w[NR] = $1 } END { print w[int((NR + 1) / 2)] }')
    echo "$1: $different of $count A/A arms differ, their median interval is $width % wide"
    [ "$count" -eq $instances ] || fail "$1: $count of $instances instances"
    expect 0 dispatchwise score "$1"
    grep 'A/A: ' out
    [ "$different" -le $most ] || fail "$1: $different of $count A/A arms differ"
    grep -q 'silent, as it should be' out || fail "$1: the A/A arm is not silent: $(grep 'A/A: ' out)"
}

measure calm
hogs=
for _ in $(seq "$(nproc)"); do
    hog &
    hogs="$hogs $!"
done
measure loaded
: >quiet
# shellcheck disable=SC2086
wait $hogs
