# What the tests of this folder share; sourced first:
#   . "$(dirname "$0")/common.sh"
# Sets build (the build tree), source (the sources) and scratch (an empty folder, removed at the
# end); PATH begins with the built programs.
# shellcheck shell=sh

build=$1
# shellcheck disable=SC2034
source=$(cd "$(dirname "$0")/../.." && pwd)
scratch=$(mktemp -d)
trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
PATH=$build/bin:$PATH
export PATH

fail() {
    echo "$0: $*" >&2
    exit 1
}

# want_equal WHAT EXPECTED FOUND
want_equal() {
    [ "$2" = "$3" ] || fail "$1: expected '$2', found '$3'"
}

# want_line PATTERN FILE: a line of the file matches the pattern.
want_line() {
    grep -q -e "$1" "$2" || {
        cat "$2" >&2
        fail "$2: no line matches '$1'"
    }
}

# Without one of these commands there is nothing to test.
need() {
    for command in "$@"; do
        command -v "$command" >/dev/null 2>&1 || {
            echo "skipped: no $command here"
            exit 77
        }
    done
}

# A program that counts its lines writes the counts as it ends, beside its objects; the thread sanitizer
# writes its constants as it starts.
need_own_writes() {
    ! grep -q -E '^CMAKE_C_FLAGS:.*(--coverage|-fsanitize=thread)' "$build/CMakeCache.txt" || {
        echo "skipped: this build's instrument writes files of its own"
        exit 77
    }
}
