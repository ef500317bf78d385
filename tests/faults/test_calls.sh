#!/bin/sh
# A disk that is full, or fails, at each moment in which something is written: what is in the folder is
# what was there before or what should come, whole, and the same command makes it good afterwards.
set -eu
# shellcheck source=tests/faults/common.sh
. "$(dirname "$0")/common.sh"
need_strace
need_own_writes

trials=0

# check_files FOLDER: every file is as before or as it should come; nothing else is there.
check_files() {
    for path in "$1"/* "$1"/.[!.]*; do
        [ -e "$path" ] || continue
        name=${path##*/}
        cmp -s "$path" "before/$name" || cmp -s "$path" "after/$name" ||
            cmp -s "$path" "between/$name" ||
            fail "$at: $name is neither the old nor the new one"
    done
}

# failing EVERY CALL ERROR MESSAGE COMMAND...: each EVERYth call of the command on the folder `run`
# fails once.
failing() {
    every=$1 call=$2 error=$3 message=$4
    shift 4
    rm -rf run && cp -r before run
    expect 0 strace -f -y -qq -o calls -e "trace=$call" "$@"
    rm -rf after && cp -r run after
    # Of what is opened, that which is written.
    written="$call("
    [ "$call" != openat ] || written=O_CREAT
    # shellcheck disable=SC2013
    for n in $(grep -n "$written" calls | awk -F: -v every="$every" 'NR % every == 0 { print $1 }'); do
        at="$* with $error at $call $n"
        rm -rf run && cp -r before run
        code=0
        strace -f -y -qq -o calls -e "trace=$call" -e "inject=$call:error=$error:when=$n" \
            "$@" >out 2>err || code=$?
        # Folders are opened and synced so that names last and leftovers go, which may fail.
        if [ "$code" -ne 0 ] || ! grep INJECTED calls | grep -q 'O_DIRECTORY\|run>)'; then
            [ "$code" -eq 1 ] || fail "$at: it ended with $code"
            grep -q "$message" err || fail "$at: no '$message' in: $(cat err)"
        fi
        check_files run
        expect 0 "$@"
        diff -r after run >differs || fail "$at: not made good: $(head -5 differs)"
        trials=$((trials + 1))
    done
}

expect 0 dispatchwise run --device sim --shapes shapes.csv --budget 2 -q --out before
# The summary is written twice: summed up first, with predictions once they are fitted.
cp -r before between
rm before/summary.csv
failing 4 write ENOSPC 'cannot be written: .*\(No space left on device\|room on the disk\)' \
    dispatchwise tune --resume -q --out run
failing 3 fsync EIO 'cannot be written: Input/output error' dispatchwise tune --resume -q --out run
failing 3 rename EDQUOT 'cannot be written: Disk quota exceeded' \
    dispatchwise tune --resume -q --out run
failing 3 openat EROFS 'cannot be .*: Read-only file system' dispatchwise tune --resume -q --out run

# The readers' own files.
rm -rf before && cp -r after before
failing 1 write ENOSPC 'cannot be written: .*\(No space left on device\|room on the disk\)' \
    dispatchwise export --prometheus run --out run/run.prom
failing 2 write ENOSPC 'cannot be written: .*\(No space left on device\|room on the disk\)' \
    dispatchwise fit run --out run
echo "$trials failures"

# While it fits and scores an interrupt ends a tune at once and says how to go on.
rm -rf before && cp -r after before && rm before/scores.csv before/calibration.csv
for signal in INT TERM HUP; do
    rm -rf run && cp -r before run
    expect 1 strace -f -qq -o calls -e trace=rename -e "inject=rename:signal=$signal:when=2" \
        dispatchwise tune --resume -q --out run
    grep -q 'interrupted: what was measured is in run; go on with --resume --out run' err ||
        fail "$signal: $(cat err)"
    expect 0 dispatchwise tune --resume -q --out run
    [ -z "$(find run -name '*.tmp')" ] || fail "$signal: a temporary is left"
done
# What it was started to ignore it ignores.
rm -rf run && cp -r before run
expect 0 sh -c "trap '' HUP; exec strace -f -qq -o calls -e trace=rename \
    -e inject=rename:signal=HUP:when=2 dispatchwise tune --resume -q --out run"
