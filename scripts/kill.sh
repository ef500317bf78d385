#!/bin/sh
# Kill `tune` at random moments and at every system call that leaves something behind, go on with it
# until it ends, and hold its files against those of a run that nobody disturbed.
set -eu

usage() {
    cat <<EOF
Usage: sh scripts/kill.sh [options]
  -b DIR      folder of the programs (default: build/ci/bin)
  -n KILLS    at random moments of a run on the simulated device (default: 180)
  -g KILLS    at random moments of a run on the Vulkan device, where there is one (default: 20)
  -e EVERY    kill at every EVERYth system call of plan, measurement and final files (default: 1;
              0: at none)
  -s SEED     of the moments (default: 1)
EOF
}

bin=build/ci/bin
kills=180
gpu_kills=20
every=1
seed=1
while getopts b:n:g:e:s:h option; do
    case $option in
    b) bin=$OPTARG ;;
    n) kills=$OPTARG ;;
    g) gpu_kills=$OPTARG ;;
    e) every=$OPTARG ;;
    s) seed=$OPTARG ;;
    h) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
    esac
done

program=$(cd "$bin" && pwd)/dispatchwise
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
cd "$work"

fail() {
    echo "kill.sh: $*" >&2
    [ ! -s err ] || cat err >&2
    exit 1
}

# The seed's numbers below 1, one a line, and the next of them.
awk -v seed="$seed" 'BEGIN { srand(seed); for (i = 0; i < 100000; i++) print rand() }' >numbers
exec 3<numbers
draw() {
    read -r number <&3
}

now_ms() {
    echo $(($(date +%s%N) / 1000000))
}

# Two simulated devices: without noise every value is the same whatever the rounds (and no two arms
# take the same time, of which the first one met would be the best); with noise a run takes many
# rounds. The third is whatever Vulkan device there is.
cat >still.csv <<EOF
key,value
world,pipeline
noise,0
span_noise,0
prediction.error,0.0005
process_effect,0
outlier_rate,0
drift,0
EOF
printf 'key,value\n' >noisy.csv
cat >shapes.csv <<EOF
workload,wait,launches,repeats
spin,batch,100,1
spin,batch,20,100
spin,batch,400,1
spin,each,10,1
EOF
printf 'workload,wait,launches\nspin,batch,20\nspin,batch,40\nspin,each,10\n' >few.csv

# arguments WORLD: of a tune of it, in $arguments, and of one that goes on, in $further.
arguments() {
    case $1 in
    gpu)
        arguments="--shapes few.csv --arms command_reuse/resubmit --budget 5"
        further="--budget 5"
        ;;
    still)
        arguments="--device sim:still.csv --shapes shapes.csv --budget 0.5"
        further="--budget 0.5"
        ;;
    noisy)
        arguments="--device sim:noisy.csv --shapes shapes.csv --budget 4"
        further="--budget 4"
        ;;
    esac
}

# The same rows, in any order, but for the columns named in $3, which depend on how many rounds there
# are, and rows of provenance. Numbers are
# equal if they are within $4 and 0.1 %: the simulated clock counts whole nanoseconds.
same_values() {
    count=$(grep -vc ',run,\|,dataset_hash,' "$1")
    for file in "$1" "$2"; do
        grep -v ',run,\|,dataset_hash,' "$file" >rows
        head -n 1 rows
        tail -n +2 rows | sort
    done | awk -F, -v drop="$3" -v within="$4" -v rows="$count" '
        function near(a, b) { return a == b || (a ~ /^-?[0-9]/ && b ~ /^-?[0-9]/ &&
            (a - b) ^ 2 <= (within + 1e-3 * (a < 0 ? -a : a)) ^ 2) }
        BEGIN { n = split(drop, d, " "); for (i = 1; i <= n; i++) gone[d[i]] = 1 }
        NR == 1 { for (i = 1; i <= NF; i++) skip[i] = $i in gone }
        NR <= rows { first[NR] = $0; next }
        { n = split(first[NR - rows], a, ","); bad = n != NF
          for (i = 1; i <= NF && !bad; i++) bad = !skip[i] && !near(a[i], $i)
          if (bad) { print first[NR - rows] " against " $0; exit 1 } }
        END { if (NR != 2 * rows) exit 1 }'
}

# Every round of samples.csv has its positions from 0 on without a gap, and the baseline; every
# instance has rounds of at least $2 processes.
whole_rounds() {
    awk -F, -v least="$2" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        { round = $1 "," $2 "," $3 "," $at["process"] "," $at["round"]
          rows[round]++; last[round] = $at["position"] > last[round] ? $at["position"] : last[round]
          based[round] += $at["arm"] == "plain_launches/each"
          if (($1 "," $2 "," $3, $at["process"]) in seen) next
          seen[$1 "," $2 "," $3, $at["process"]] = 1; processes[$1 "," $2 "," $3]++ }
        END { for (r in rows) if (rows[r] != last[r] + 1 || based[r] != 1) { print "torn: " r; bad = 1 }
              for (i in processes) if (processes[i] < least) { print i ": " processes[i] " processes"; bad = 1 }
              exit bad }' "$1"
}

# The same arms of the same instances with the same status. With times "close": the intervals, twice
# as wide, meet, and the arm that is best here is within 3 % of the best there. Which arms are crossed
# with the sides of an axis, and what a policy chooses, follows from what was measured.
same_summary() {
    awk -F, -v times="$3" 'FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        $at["arm"] ~ /[+]/ && $at["arm"] !~ /role=control/ { next }
        { instance = $1 "," $2 "," $3; key = instance "," $at["arm"]; wall = $at["wall_ns"]
          lo = 2 * $at["wall_ns_lo"] - wall; hi = 2 * $at["wall_ns_hi"] - wall }
        NR == FNR { status[key] = $at["status"]; low[key] = lo; high[key] = hi; time[key] = wall
                    if (wall > 0 && (!(instance in best) || wall < best[instance])) best[instance] = wall; count++; next }
        { count--
          if (!(key in status) || status[key] != $at["status"]) { print key ": " $at["status"]; bad = 1 }
          else if (times == "close" && wall > 0 && (lo > high[key] || hi < low[key])) {
              print key ": " wall " against " time[key]; bad = 1 }
          if (times == "close" && $at["is_oracle"] == 1 && time[key] > best[instance] * 1.03) {
              print key ": the best here, " time[key] " there against " best[instance]; bad = 1 } }
        END { if (count != 0) { print count " rows differ in number"; bad = 1 } exit bad }' "$1" "$2"
}

# check WORLD RUN: whole, read by every reader, and equal in meaning to what nobody disturbed.
check() {
    ls -A "$2" >list
    cmp -s list files || fail "$2 holds other files than it should: $(diff list files)"
    for reader in "score $2" "export --prometheus $2" "history ." "fit $2 --out refit"; do
        # shellcheck disable=SC2086
        "$program" $reader >out 2>err || fail "$reader"
    done
    cmp -s "$2/calibration_table.h" refit/calibration_table.h || fail "$2: the table is of other samples"
    # A budget of wall time may end before the fifth process.
    least=5
    [ "$1" != gpu ] || least=1
    whole_rounds "$2/samples.csv" "$least" >out || fail "$2/samples.csv: $(head -3 out)"
    for file in samples arms; do
        [ ! -f "kept.$file" ] || cmp -s -n "$(wc -c <"kept.$file")" "kept.$file" "$2/$file.csv" ||
            fail "$2/$file.csv: what was saved before a kill is gone"
    done
    case $1 in
    still)
        for file in instances,,3 summary,samples:gpu_ns,3 calibration,samples:lo:hi,3 scores,,0.002 \
            decisions,,0.002; do
            within=${file##*,} file=${file%,*}
            columns=$(echo "${file#*,}" | tr : ' ') file=${file%,*}.csv
            same_values "undisturbed/$file" "$2/$file" "$columns" "$within" >out ||
                fail "$2/$file: $(cat out)"
        done
        ;;
    noisy) same_summary undisturbed/summary.csv "$2/summary.csv" close >out || fail "$2: $(cat out)" ;;
    gpu) same_summary undisturbed/summary.csv "$2/summary.csv" status >out || fail "$2: $(cat out)" ;;
    esac
}

# Where a kill met the run, by what it had left.
phase() {
    if [ ! -f "$1/run.csv" ]; then
        echo plan
    elif [ ! -f "$1/summary.csv" ]; then
        echo measuring
    elif [ ! -f "$1/calibration_table.h" ]; then
        echo fitting
    else
        echo scoring
    fi
}

# What is in whole lines now must be there at the end.
keep() {
    for file in samples arms; do
        [ ! -f "$1/$file.csv" ] || head -n "$(wc -l <"$1/$file.csv")" "$1/$file.csv" >"kept.$file"
    done
}

# The undisturbed run of a world, and how long it takes.
undisturbed() {
    rm -rf undisturbed
    arguments "$1"
    begun=$(now_ms)
    # shellcheck disable=SC2086
    "$program" tune $arguments -q --out undisturbed >out 2>err || fail "tune $arguments"
    life=$(($(now_ms) - begun))
    ls -A undisturbed >files
}

# Start it in a process group of its own, or go on; $started is its number.
start() {
    if [ -f run/run.csv ]; then
        action="--resume $further"
    else
        action=$arguments
        rm -f kept.samples kept.arms
    fi
    # shellcheck disable=SC2086
    setsid "$program" tune $action -q --out run >out 2>err &
    started=$!
}

# Kill all of it, the parent alone or a measuring process alone; false if it has ended before.
strike() {
    case $1 in
    group) kill -s KILL -- "-$started" 2>/dev/null ;;
    parent) kill -s KILL "$started" 2>/dev/null ;;
    child)
        child=$(cat "/proc/$started/task/$started/children" 2>/dev/null) || return 1
        # shellcheck disable=SC2086
        [ -n "$child" ] && kill -s KILL $child 2>/dev/null
        ;;
    esac
}

random_kills() {
    world=$1
    wanted=$2
    shift 2
    hits=0
    runs=0
    undisturbed "$world"
    : >phases
    rm -rf run kept.*
    while :; do
        start
        draw
        sleep "$(awk -v life="$life" -v share="$number" 'BEGIN { print life * share / 1000 }')"
        draw
        way=$(echo "$@" | awk -v share="$number" '{ print $(1 + int(share * NF)) }')
        if [ "$hits" -lt "$wanted" ] && strike "$way"; then
            killed=1
        else
            killed=0
        fi
        code=0
        wait "$started" 2>/dev/null || code=$?
        case $killed,$code,$way in
        1,137,* | 1,1,child)
            hits=$((hits + 1))
            phase run >>phases
            keep run
            continue
            ;;
        *,0,*) ;;
        *) fail "tune ended with $code" ;;
        esac
        check "$world" run
        runs=$((runs + 1))
        rm -rf run kept.*
        [ "$hits" -lt "$wanted" ] || break
        [ "$runs" -le $((10 * wanted + 10)) ] || fail "$world: $runs runs and only $hits kills"
    done
    echo "$world: $hits kills over $life ms at random, $runs runs came out whole;" \
        "met while: $(sort phases | uniq -c | awk '{ printf "%s%s %s", s, $2, $1; s = ", " }')"
}

# at_calls NAME FROM COMMAND: kill COMMAND, which begins in a copy of the folder FROM or in none, before
# each of its system calls of these kinds that concern the folder `run`.
at_calls() {
    name=$1
    from=$2
    shift 2
    hits=0
    for call in openat write fsync rename unlink ftruncate flock; do
        place "$from"
        strace -f -qq -o calls -e "trace=$call" "$@" >out 2>err || fail "strace $*"
        # From the first that names the folder; libraries are opened before.
        first=$(grep -n 'run/\|run"' calls | head -1 | cut -d: -f1)
        [ "$call" = openat ] || first=1
        last=$(grep -c "$call(" calls || true)
        n=${first:-1}
        while [ "$n" -le "$last" ]; do
            place "$from"
            code=0
            strace -f -qq -o calls -e "trace=$call" -e "inject=$call:signal=KILL:when=$n" \
                "$@" >out 2>err || code=$?
            [ "$code" -eq 137 ] || fail "$name: killed at $call $n it ended with $code"
            keep run
            start
            wait "$started" || fail "$name: killed at $call $n it does not go on"
            check still run
            hits=$((hits + 1))
            n=$((n + every))
        done
    done
    echo "$name: killed before $hits system calls, each came out whole"
}

place() {
    rm -rf run kept.*
    [ "$1" = none ] || cp -r "$1" run
}

calls_can_be_met() {
    command -v strace >/dev/null && strace -o calls true 2>/dev/null
}

[ "$kills" -eq 0 ] || random_kills still $((kills / 2)) group
[ "$kills" -eq 0 ] || random_kills noisy $((kills - kills / 2)) group parent
if [ "$gpu_kills" -gt 0 ]; then
    if "$program" devices >out 2>&1; then
        random_kills gpu "$gpu_kills" group parent child
    else
        echo "gpu: no Vulkan device, no kills"
    fi
fi
[ "$every" -gt 0 ] || exit 0
if ! calls_can_be_met; then
    echo "system calls: strace is not there or not permitted, none met"
    exit 0
fi
undisturbed still
rm -rf planned ready
# shellcheck disable=SC2086
"$program" run $arguments --plan-only -q --out planned
# shellcheck disable=SC2086
"$program" run $arguments -q --out ready
rm ready/summary.csv
# shellcheck disable=SC2086
at_calls plan none "$program" run $arguments --plan-only -q --out run
# shellcheck disable=SC2086
at_calls measurement planned "$program" run --resume $further -q --out run
# shellcheck disable=SC2086
at_calls "final files" ready "$program" tune --resume $further -q --out run
