#!/bin/sh
# dispatchwise-gbench hands over a run's samples unchanged, one an iteration, and its output is what
# Google Benchmark's tools read.
set -eu
# shellcheck source=tests/packaging/common.sh
. "$(dirname "$0")/common.sh"
need dispatchwise-gbench
cd "$scratch"

printf 'workload,wait,launches,groups,steps\nspin,batch,100,1,10\nsaxpy,each,8,4,2\n' >shapes.csv
dispatchwise tune --quiet --device sim --shapes shapes.csv --budget 1 --out run >/dev/null
name=spin/n100-g1-s10-r1/batch/command_reuse/resubmit

# value KEY FILE: of the first benchmark, or of the context.
value() {
    sed -n "s/^ *\"$1\": \"\{0,1\}\([^\",]*\)\"\{0,1\},\{0,1\}\$/\1/p" "$2" | head -n 1
}
# sample_mean PROCESS COUNT: how many samples, the first COUNT of a process (empty: all), and the
# mean of their wall_ns in us.
sample_mean() {
    awk -F, -v process="$1" -v count="${2:-0}" '$1 == "spin" && $4 == "command_reuse/resubmit" &&
        (process == "" || ($5 == process && n < count)) { sum += $8; n++ }
        END { printf "%d %.6g\n", n, sum / n / 1000 }' run/samples.csv
}
fed() {
    printf '%s %.6g\n' "$(value iterations "$1")" "$(value real_time "$1")"
}

dispatchwise-gbench --run run --benchmark_format=json "--benchmark_filter=^$name/manual_time\$" >one.json
want_equal "name" "$name/manual_time" "$(value name one.json)"
want_equal "samples and their mean" "$(sample_mean '')" "$(fed one.json)"
want_equal "device" "simulated" "$(value device one.json)"
want_equal "driver" '    "driver": "simulated, world reference",' "$(grep '"driver"' one.json)"
want_line '"calibration_tier": "device+driver (the run.s calibration.csv)"' one.json
for counter in predicted_savings_ns actual_savings_ns regret host_ns cpu_ns; do
    [ -n "$(value $counter one.json)" ] || fail "no counter $counter"
done
summary=$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
    $1 == "spin" && $at["arm"] == "command_reuse/resubmit" { printf "%.0f", $at["actual_savings_ns"] }' \
    run/summary.csv)
want_equal "actual_savings_ns, as in summary.csv" "$summary" \
    "$(printf '%.0f' "$(value actual_savings_ns one.json)")"

# With a repetition for each process, every repetition is one of them.
processes=$(awk -F, '$1 == "spin" { last = $5 } END { print last + 1 }' run/samples.csv)
dispatchwise-gbench --run run --benchmark_format=json "--benchmark_filter=^$name/manual_time\$" \
    --benchmark_repetitions="$processes" --benchmark_enable_random_interleaving=true \
    --benchmark_report_aggregates_only=false >processes.json
fewest=$(awk -F, '$1 == "spin" && $4 == "command_reuse/resubmit" { n[$5]++ }
    END { for (p in n) if (!least || n[p] < least) least = n[p]; print least }' run/samples.csv)
want_equal "the first process" "$(sample_mean 0 "$fewest")" "$(fed processes.json)"
want_equal "repetitions" "$processes" "$(grep -c '"run_type": "iteration"' processes.json)"
want_line '"aggregate_name": "cv"' processes.json

# All of them, into a file; every timed arm of both instances is there.
dispatchwise-gbench --run run --benchmark_out=all.json --benchmark_out_format=json >console 2>log
arms=$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    $at["status"] == "ok" && $at["samples"] > 0' run/summary.csv | grep -c .)
want_equal "benchmarks" "$arms" "$(grep -c '"run_type": "iteration"' all.json)"
want_line '^calibration_tier: ' log

# Live: a run is measured first.
dispatchwise-gbench --quiet --device sim --shapes shapes.csv --arms command_reuse/resubmit \
    --budget 1 --out live --benchmark_filter="$name" --benchmark_format=json >live.json
want_equal "the live run's benchmark" "$name/manual_time" "$(value name live.json)"
[ -f live/samples.csv ] || fail "the live run left no samples"

for wrong in "--run run --device sim" "--run nowhere" "--bogus"; do
    code=0
    # shellcheck disable=SC2086
    dispatchwise-gbench $wrong >/dev/null 2>&1 || code=$?
    want_equal "exit code of $wrong" 2 "$code"
done

compare=/usr/share/benchmark/compare.py
for python in python3 /usr/bin/python3; do
    if [ -f "$compare" ] && "$python" -c 'import scipy' 2>/dev/null; then
        "$python" "$compare" benchmarks one.json live.json >compared
        want_line "$name/manual_time .*[+-][0-9]" compared
        break
    fi
done
