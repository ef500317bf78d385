#!/bin/sh
# From a clone to the calibration header: install what is missing, build, tune the best device there
# is, print the score table and where the header lies.
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/packages.sh
. scripts/packages.sh

# shellcheck disable=SC2086
install_packages $BUILD_PACKAGES $RUN_PACKAGES

cmake --preset release -DDISPATCHWISE_TESTS=OFF >/dev/null
cmake --build --preset release

out=${1:-dispatchwise-results/quickstart-$(date -u +%Y%m%d-%H%M%S)}
build/release/bin/dispatchwise tune --budget 150 --out "$out"
