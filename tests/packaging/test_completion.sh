#!/bin/sh
# The completion completes commands, options and values, and is sound bash.
set -eu
# shellcheck source=tests/packaging/common.sh
. "$(dirname "$0")/common.sh"
need bash

dispatchwise completion >"$scratch/dispatchwise"
if command -v shellcheck >/dev/null 2>&1; then
    shellcheck -s bash "$scratch/dispatchwise"
fi

# completed WORD...: what the last word becomes.
completed() {
    # shellcheck disable=SC2016
    bash -c '. "$1"; shift; COMP_WORDS=(dispatchwise "$@"); COMP_CWORD=$#; _dispatchwise
             echo "${COMPREPLY[*]}"' bash "$scratch/dispatchwise" "$@"
}

want_equal "a command" "tune" "$(completed tu)"
want_equal "an option" "--budget" "$(completed run --bu)"
want_equal "a workload" "saxpy" "$(completed run --workload sa)"
want_equal "an arm by its letter" "command_reuse/resubmit" "$(completed run -a command_reuse/r)"
want_equal "a file, which is bash's to complete" "" "$(completed run --out m)"
want_equal "an argument, which is bash's to complete" "" "$(completed score r)"
case " $(completed '') " in
*" worker "* | *" manual "*) fail "hidden commands are completed" ;;
esac
