#!/bin/sh
# Every command that --help lists has a page, every option that its --help lists stands on it, and
# the pages are roff that man and mandoc take without a word.
set -eu
# shellcheck source=tests/packaging/common.sh
. "$(dirname "$0")/common.sh"

dispatchwise manual --out "$scratch/man"
commands=$(dispatchwise --help | sed -n 's/^  \([a-z][a-z]*\) .*/\1/p')
[ -n "$commands" ] || fail "dispatchwise --help lists no command"

for command in $commands; do
    page=$scratch/man/dispatchwise-$command.1
    [ -f "$page" ] || fail "no page of $command"
    dispatchwise manual "$command" | cmp - "$page"
    want_line "^.fB$command.fR\$" "$scratch/man/dispatchwise.1"
    for option in $(dispatchwise "$command" --help | sed -n 's/^  ..[ ,] --\([a-z-]*\) .*/\1/p'); do
        want_line "fB.-.-$(printf '%s' "$option" | sed 's/-/.-/g').fR" "$page"
    done
done

# Not ours to check: a page has no date, so that the same sources give the same bytes.
for page in "$scratch"/man/*.1; do
    if command -v man >/dev/null 2>&1; then
        LC_ALL=C.UTF-8 MANWIDTH=80 man --warnings -l "$page" >/dev/null 2>"$scratch/log"
        [ ! -s "$scratch/log" ] || fail "$(cat "$scratch/log")"
    fi
    if command -v mandoc >/dev/null 2>&1; then
        mandoc -T lint -W warning "$page" | grep -v 'missing date' >"$scratch/log" || true
        [ ! -s "$scratch/log" ] || fail "$(cat "$scratch/log")"
    fi
done
