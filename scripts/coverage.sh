#!/bin/sh
# What the suite runs of the sources: lines and branches of each part, and a failure with the
# files that fall short where a part has fewer lines than its floor. `sh scripts/test.sh --coverage`.
#   sh scripts/coverage.sh [--report]     --report: of the last suite, without running it again
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/packages.sh
. scripts/packages.sh
# shellcheck disable=SC2086
install_packages $BUILD_PACKAGES $RUN_PACKAGES $TEST_PACKAGES gcovr

build=build/coverage
if [ "${1-}" != --report ]; then
    cmake --preset coverage >/dev/null
    cmake --build --preset coverage
    find $build -name '*.gcda' -delete
    # The counters slow everything down: how long something takes is not asked, and the statistical
    # tests (label slow) run the same lines more often.
    DISPATCHWISE_UNTIMED=1 ctest --preset coverage -j "$(nproc)" -LE slow
fi

# part FOLDER FLOOR: prints its figures; its files that are not whole if it is below the floor, in % of
# lines. Counters of threads and of programs that ran at once are merged; a killed program's are lost.
short=0
part() {
    table=$build/coverage-$1.txt
    gcovr --root . --filter "$1/" --print-summary --output "$table" $build >$build/summary
    figures=$(sed -n 's/^\(lines\|branches\): \(.*\)$/\1 \2/p' $build/summary | paste -s -d ' ')
    lines=$(sed -n 's/^lines: \([0-9.]*\)%.*/\1/p' $build/summary)
    echo "$1: $figures; the floor is $2 % of lines"
    if awk "BEGIN { exit !($lines < $2) }"; then
        short=1
        echo "$1: $lines % of lines is below $2 %. Not whole (lines, run, share, lines that are missing):"
        sed -n "s/^\($1.* [0-9]*%  *[0-9]\)/    \1/p" "$table"
    fi
}

part core 100
part harness 85
part workloads 80
exit $short
