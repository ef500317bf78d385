#!/bin/sh
# The suite under sanitizers: address and undefined, then thread, then core's tests under valgrind. A
# finding fails its test. What libraries of others do is named, one line each, in tests/sanitizers.
#   sh scripts/sanitize.sh [asan|tsan|valgrind]...     default: all three
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/packages.sh
. scripts/packages.sh
# shellcheck disable=SC2086
install_packages $BUILD_PACKAGES $RUN_PACKAGES $TEST_PACKAGES valgrind

export DISPATCHWISE_UNTIMED=1
lists=$PWD/tests/sanitizers
export ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1
export LSAN_OPTIONS="suppressions=$lists/leaks.txt:print_suppressions=0"
export UBSAN_OPTIONS=print_stacktrace=1
export TSAN_OPTIONS="suppressions=$lists/races.txt:print_suppressions=0:halt_on_error=1:second_deadlock_stack=1"

# ffmpeg has no instrument of its own: the layer's is loaded first, and its leaks are not ours.
DISPATCHWISE_STRANGER="LD_PRELOAD=$(gcc -print-file-name=libasan.so) ASAN_OPTIONS=detect_leaks=0"
export DISPATCHWISE_STRANGER

# suite PRESET: the statistical tests (label slow) run the same code more often: they would
# take hours. Nothing is timed (DISPATCHWISE_UNTIMED), so that tests may run beside each other.
suite() {
    cmake --preset "$1" >/dev/null
    cmake --build --preset "$1"
    ctest --preset "$1" -j "$(nproc)" -LE slow --timeout 3600
}

valgrind_core() {
    cmake --preset dev >/dev/null
    cmake --build --preset dev
    for test in build/dev/bin/test_core_*; do
        echo "valgrind: $(basename "$test")"
        valgrind --quiet --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=all \
            "$test" >build/dev/valgrind.log 2>&1 || {
            cat build/dev/valgrind.log
            exit 1
        }
    done
}

[ $# -gt 0 ] || set -- asan tsan valgrind
for what in "$@"; do
    case $what in
    asan) suite asan-ubsan ;;
    # Of ffmpeg's own threads only half could be seen: what records it is skipped.
    tsan) (DISPATCHWISE_STRANGER=none && suite tsan) ;;
    valgrind) valgrind_core ;;
    *)
        echo "Usage: sanitize.sh [asan|tsan|valgrind]..." >&2
        exit 2
        ;;
    esac
done
