#!/bin/sh
# The time of day steps by hours, forwards and backwards, while runs measure: no time, no budget and no
# interval may change. On the simulated device to the byte; on a Vulkan device by what can be known.
set -eu
# shellcheck source=tests/faults/common.sh
. "$(dirname "$0")/common.sh"
step=$2
case $build in *san*)
    echo "skipped: a sanitizer's library has to be loaded before any other"
    exit 77
    ;;
esac

stepping() {
    LD_PRELOAD=$step "$@"
}

# It does step: two readings of one second are never an hour apart otherwise.
expect 0 stepping date +%s
[ "$(($(cat out) - $(date +%s)))" -gt 1800 ] || [ "$(($(date +%s) - $(cat out)))" -gt 1800 ] ||
    fail "the clock does not step"

expect 0 dispatchwise tune --device sim --shapes shapes.csv --budget 2 -q --out still
expect 0 stepping dispatchwise tune --device sim --shapes shapes.csv --budget 2 -q --out stepped
for file in instances arms samples summary scores decisions disagreements; do
    cmp "still/$file.csv" "stepped/$file.csv" || fail "$file.csv is another one"
done

dispatchwise devices >out 2>&1 || exit 0
printf 'workload,wait,launches\nspin,batch,20\nspin,each,10\n' >few.csv
begun=$(awk '{ print int($1) }' /proc/uptime)
expect 0 stepping dispatchwise run --shapes few.csv --arms command_reuse/resubmit --budget 4 --out run
took=$(($(awk '{ print int($1) }' /proc/uptime) - begun))
# A budget measured by the time of day would have ended at once, or in an hour.
[ "$took" -lt 120 ] || fail "a budget of 4 s took $took s"
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    { for (name in at) if (name ~ /^(wall|host|cpu|gpu)_ns$/) {
          value = $at[name]
          if (value != "" && (value < 0 || value > 60e9)) { print FILENAME ":" NR ": " name " " value; bad = 1 } }
      if ($at["wall_ns"] <= 0) { print NR ": no time"; bad = 1 }
      rows++ }
    END { exit bad || rows < 100 }' run/samples.csv >out || fail "samples.csv: $(head -3 out)"
expect 0 dispatchwise score run
