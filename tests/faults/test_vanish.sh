#!/bin/sh
# Files and folders that vanish, are replaced or shrink while they are written to or read.
set -eu
# shellcheck source=tests/faults/common.sh
. "$(dirname "$0")/common.sh"

# A run that measures until it is stopped: the more noise, the longer.
printf 'key,value\nnoise,1\n' >sim.csv
awk 'BEGIN { print "workload,wait,launches"; for (i = 1; i <= 60; i++) print "spin,batch," 10 * i }' \
    >many.csv

# vanishing COMMAND: it is run once samples come in; what then came of the run is in code and err.
vanishing() {
    rm -rf run moved
    dispatchwise run --device sim:sim.csv --shapes many.csv --budget 1000 -q --out run >out 2>err &
    pid=$!
    until [ -s run/samples.csv ] && [ "$(wc -l <run/samples.csv)" -gt 100 ]; do
        kill -0 "$pid" || fail "$1: the run ended before: $(cat err)"
    done
    eval "$1"
    code=0
    wait "$pid" || code=$?
    [ "$code" -eq 1 ] || fail "$1: the run ended with $code: $(cat err)"
}

for command in 'rm run/samples.csv' 'mv run/samples.csv moved' 'rm -r run' 'mv run moved' \
    'cp run/samples.csv moved && mv moved run/samples.csv'; do
    # A folder is never empty while the run adds to it, and may be gone for all that rm complains.
    vanishing "until $command 2>/dev/null || [ ! -d run ]; do :; done"
    grep -q 'run/samples.csv: was removed or replaced while the run wrote to it' err ||
        grep -q 'run/arms.csv: was removed or replaced while the run wrote to it' err ||
        fail "$command: $(cat err)"
done
# Put back, it goes on, and has what it had.
vanishing 'mv run/samples.csv moved'
mv moved run/samples.csv
cp run/samples.csv kept
expect 0 dispatchwise run --resume --budget 1 -q --out run
cmp -n "$(wc -c <kept)" kept run/samples.csv || fail "what was put back is gone"

# Each file that a reader opens is gone at each moment: a message that names it, or all that there was.
expect 0 dispatchwise tune --device sim --shapes shapes.csv --budget 2 -q --out tuned
gone() {
    rm -rf fitted
    expect 0 "$@"
    cp out whole.out
    rm -rf whole && if [ -d fitted ]; then cp -r fitted whole; fi
    files=
    for file in tuned/*; do files="$files -P $file"; done
    n=1
    while :; do
        rm -rf fitted
        code=0
        # shellcheck disable=SC2086
        strace -f -qq $files -o calls -e trace=openat -e "inject=openat:error=ENOENT:when=$n" \
            "$@" >out 2>err || code=$?
        grep -q INJECTED calls || break
        file=$(grep INJECTED calls | sed 's/.*"\(.*\)".*/\1/')
        if [ "$code" -eq 0 ]; then
            cmp -s out whole.out || fail "$*: without $file at open $n it tells something else"
            [ ! -d whole ] || diff -r fitted whole >/dev/null || fail "$*: $file: other files"
        else
            [ "$code" -eq 1 ] || fail "$*: without $file at open $n it ended with $code"
            grep -q "$file: cannot be" err || fail "$*: $file is not named: $(cat err)"
            [ ! -e fitted/calibration_table.h ] || fail "$*: without $file there is a table"
        fi
        n=$((n + 1))
    done
    [ "$n" -gt 5 ] || fail "$*: only $n opens were met"
}
if command -v strace >/dev/null && strace -o calls true 2>/dev/null; then
    gone dispatchwise fit tuned --out fitted
    gone dispatchwise export --prometheus tuned
fi

# Files that shrink under a reader: they are read, not mapped, so no signal ends it.
trace=$source/workloads/recordings/avgblur.dwtrace
size=$(wc -c <"$trace")
{
    i=0
    while [ $i -lt 200 ]; do
        cp "$trace" shrinking.dwtrace
        truncate -s $((size / 2)) shrinking.dwtrace
        i=$((i + 1))
    done
    : >shrunk
} &
while [ ! -e shrunk ]; do
    for what in dump check info; do
        code=0
        dispatchwise trace $what shrinking.dwtrace >out 2>err || code=$?
        case $code in
        0) ;;
        1 | 2) grep -q 'shrinking.dwtrace: ' err || fail "trace $what: $(cat err)" ;;
        *) fail "trace $what of a file that shrinks ended with $code" ;;
        esac
    done
done
wait
