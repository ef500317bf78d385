#!/bin/sh
# Static analysis, without a finding or with each exception explained where it stands: a clang build with
# the project's warnings as errors, clang-tidy (.clang-tidy says which checks), cppcheck, and gcc's analyser.
#   sh scripts/analyse.sh                everything
#   sh scripts/analyse.sh --core BUILD   what takes seconds: core by clang-tidy without its path analysis,
#                                        and by cppcheck, with the commands of a build
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/packages.sh
. scripts/packages.sh

# tidy BUILD CHECKS PATHS...: with asserts, since they say what cannot happen. CHECKS are added to the
# configured ones.
tidy() {
    build=$1
    checks=$2
    shift 2
    git ls-files "$@" | xargs -P "$(nproc)" -n 4 \
        clang-tidy -p "$build" --quiet --extra-arg=-UNDEBUG --checks="$checks"
}

# legacyUninitvar is cppcheck's old reader of what is set, which loses designated initialisers.
check() {
    cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr \
        --suppress=legacyUninitvar --error-exitcode=1 -UNDEBUG -j "$(nproc)" "$@"
}

if [ "${1-}" = --core ]; then
    tidy "$2" '-clang-analyzer-*' 'core/*.c'
    check -I core/include core/src
    exit 0
fi
# shellcheck disable=SC2086
install_packages $BUILD_PACKAGES $RUN_PACKAGES $TEST_PACKAGES

cmake --preset clang >/dev/null
cmake --build --preset clang
tidy build/clang '' 'core/*.c' 'harness/*.c' 'workloads/*.c'
check -I core/include -I harness -I workloads core harness workloads
# gcc 12 loses what is stored in an array and calls it leaked (-Wno-analyzer-malloc-leak): leaks are
# clang-tidy's, LeakSanitizer's and valgrind's.
cmake --preset analyzer >/dev/null
cmake --build --preset analyzer
echo "Nothing was found."
