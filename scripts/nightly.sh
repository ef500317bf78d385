#!/bin/sh
# One night: test the device, tune, compare with the accepted baseline, report, export, keep the last
# runs. docs/nightly.md explains it. Exit codes: 0 nothing moved, 1 something moved, 2 usage, 3 the
# night failed, 4 another one is running, 5 the self-test failed: not to be trusted, 77 no device.
set -eu

usage() {
    cat <<'TEXT'
Usage: nightly.sh [-d DEVICE] [-o DIR] [-B DIR] [-b SECONDS] [-s SECONDS] [-r SEED] [-k N]
                  [-t DIR] [-p PROGRAM] [-n NAME]

  -d DEVICE   as dispatchwise --device takes it (default: the fastest real device)
  -o DIR      where the nights are kept (default: dispatchwise-results)
  -B DIR      the accepted baseline (default: DIR/baseline)
  -b SECONDS  budget of a run (default: by the kind of device)
  -s SECONDS  budget of the self-test before it, 0: none (default: 60)
  -r SEED     seed of every random order (default: the day, as 20260314)
  -k N        keep the last N nights, 0: all (default: 90)
  -t DIR      textfile folder of node_exporter
  -p PROGRAM  dispatchwise program (default: dispatchwise)
  -n NAME     name of the exported file, for several devices on a machine (default: dispatchwise)
TEXT
}

say() {
    printf '%s\n' "$*" >>"$text"
}

fail() {
    say "FAILED: $*"
    finish 3
}

# Put the page in place, show it, and go.
finish() {
    mv "$text" "$dir/latest.txt"
    cat "$dir/latest.txt"
    finished=1
    exit "$1"
}

# The program as it measures, beside the shell: a signal reaches the shell at once, and ends both. Alone
# and without the lock it would measure beside the next night.
measure() {
    "$program" "$@" 9>&- &
    child=$!
    status=0
    wait "$child" || status=$?
    child=''
    return "$status"
}

# stop SIGNAL: end what measures, and then by the signal itself. Traps call it.
# shellcheck disable=SC2317
stop() {
    trap '' HUP INT TERM
    if [ -n "$child" ]; then
        kill "$child" 2>/dev/null || true
        wait "$child" || true
    fi
    rm -f "$text" "$text".*
    trap - EXIT "$1"
    kill -s "$1" $$
}

device='' dir=dispatchwise-results baseline='' budget='' test_budget=60 seed='' keep=90 textfile='' program=dispatchwise
name=dispatchwise
while getopts d:o:B:b:s:r:k:t:p:n:h option; do
    case $option in
    d) device=$OPTARG ;;
    o) dir=$OPTARG ;;
    B) baseline=$OPTARG ;;
    b) budget=$OPTARG ;;
    s) test_budget=$OPTARG ;;
    r) seed=$OPTARG ;;
    k) keep=$OPTARG ;;
    t) textfile=$OPTARG ;;
    p) program=$OPTARG ;;
    n) name=$OPTARG ;;
    h)
        usage
        exit 0
        ;;
    *)
        usage >&2
        exit 2
        ;;
    esac
done
shift $((OPTIND - 1))
if [ $# -ne 0 ]; then
    usage >&2
    exit 2
fi
case $keep in
'' | *[!0-9]*)
    echo "nightly.sh: -k takes a whole number, not '$keep'" >&2
    exit 2
    ;;
esac
case $seed in
*[!0-9]*)
    echo "nightly.sh: -r takes a whole number, not '$seed'" >&2
    exit 2
    ;;
esac
if ! command -v "$program" >/dev/null 2>&1; then
    echo "nightly.sh: no program $program; -p names it" >&2
    exit 2
fi
[ -n "$baseline" ] || baseline=$dir/baseline
# From night to night another: no order of arms is favoured for good.
[ -n "$seed" ] || seed=$(date -u +%Y%m%d)

if ! mkdir -p -- "$dir" || ! true >>"$dir/.nightly.lock"; then
    echo "nightly.sh: cannot write to $dir" >&2
    exit 3
fi
exec 9>"$dir/.nightly.lock"
code=0
flock -n 9 || code=$?
case $code in
0) ;;
1)
    echo "nightly.sh: another night is running in $dir" >&2
    exit 4
    ;;
*)
    echo "nightly.sh: flock ended with $code: $dir cannot be locked" >&2
    exit 3
    ;;
esac

stamp=$(date -u +%Y%m%d-%H%M%S)
night=$dir/$stamp
text=$dir/.latest.$$
child=''
finished=''
# What ends the script elsewhere than in finish has failed, whatever its own code.
trap 'rm -f "$text" "$text".*; [ -n "$finished" ] || exit 3' EXIT
trap 'stop HUP' HUP
trap 'stop INT' INT
trap 'stop TERM' TERM
: >"$text"
say "Dispatchwise night $stamp on $(uname -n)"
say ''

# Older programs may not have every command.
has() {
    "$program" --help | grep -q "^  $1 "
}

# What the self-test says against the night; empty: nothing.
doubt=''
if [ "$test_budget" != 0 ] && has selftest; then
    set -- selftest --budget "$test_budget" --seed "$seed" --out "$text.csv"
    [ -z "$device" ] || set -- "$@" --device "$device"
    code=0
    measure "$@" >"$text.selftest" 2>&1 || code=$?
    case $code in
    0) say 'The self-test passed.' ;;
    1)
        doubt='the self-test failed: this night is not to be trusted'
        say "NOT TO BE TRUSTED: the self-test failed"
        grep -E 'FAIL|error:' "$text.selftest" >>"$text" || true
        ;;
    77)
        say 'no device'
        finish 77
        ;;
    *)
        tail -n 20 "$text.selftest" >>"$text"
        fail "dispatchwise selftest ended with $code"
        ;;
    esac
    say ''
fi

set -- tune --out "$night" --seed "$seed" --quiet
[ -z "$device" ] || set -- "$@" --device "$device"
[ -z "$budget" ] || set -- "$@" --budget "$budget"
code=0
measure "$@" >"$text.tune" 2>&1 || code=$?
if [ "$code" -ne 0 ]; then
    tail -n 20 "$text.tune" >>"$text"
    rm -f "$text.tune"
    if [ "$code" -eq 77 ]; then
        say 'no device'
        finish 77
    fi
    fail "dispatchwise tune ended with $code"
fi
mv "$text.tune" "$night/tune.txt"
[ ! -f "$text.selftest" ] || mv "$text.selftest" "$night/selftest.txt"
[ ! -f "$text.csv" ] || mv "$text.csv" "$night/selftest.csv"
grep '^The reference policy' "$night/tune.txt" >>"$text" || true

moved=0
if [ -f "$baseline/run.csv" ]; then
    code=0
    "$program" compare "$baseline" "$night" >"$night/compare.txt" 2>&1 || code=$?
    verdict=$(tail -n 1 "$night/compare.txt")
    [ "$code" -le 1 ] || fail "cannot be compared with the baseline: $verdict"
    say "Against the baseline: $verdict"
    case $verdict in
    same:* | unclear:*) ;;
    *)
        moved=1
        say ''
        grep -E '  (slower|faster|different)$' "$night/compare.txt" | head -n 40 >>"$text" || true
        say ''
        if [ -n "$doubt" ]; then
            say "Do not accept it: $doubt"
        else
            say "If that is meant to be: $program accept --baseline $baseline $night"
        fi
        ;;
    esac
elif [ -n "$doubt" ]; then
    say "No baseline yet, and this night is none: $doubt"
else
    say "No baseline yet: $program accept --baseline $baseline $night"
fi

if has history; then
    code=0
    changes=$("$program" history --changes "$dir" 2>/dev/null) || code=$?
    say ''
    say 'Over time:'
    printf '%s\n' "$changes" | tail -n 30 >>"$text"
    [ "$code" -eq 0 ] || say '(some folders could not be read; dispatchwise history names them)'
fi
if has report && "$program" report "$night" -o "$night/report" >/dev/null 2>"$night/report.log"; then
    say ''
    say "Report: $night/report"
fi
if [ -n "$textfile" ]; then
    "$program" export --prometheus --out "$textfile/$name.prom" "$night" 2>>"$text" ||
        fail "cannot export to $textfile"
fi

# Dated folders sort by age. Only what a night has left is removed, and not the baseline, which may be a
# night by its own name or by a link.
kept=$(cd -- "$baseline" 2>/dev/null && pwd -P) || true
if [ "$keep" -gt 0 ]; then
    for old in "$dir"/[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9][0-9][0-9]; do
        [ -f "$old/run.csv" ] && printf '%s\n' "$old"
    done | sort -r | tail -n +"$((keep + 1))" | while IFS= read -r old; do
        [ "$(cd -- "$old" && pwd -P)" = "$kept" ] || rm -r -- "$old"
    done
fi
[ -z "$doubt" ] || finish 5
finish "$moved"
