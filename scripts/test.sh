#!/bin/sh
# Install what is missing, build with warnings as errors, and run every test, the CPU Vulkan device
# included. With --coverage the suite counts the lines that it reaches instead; with --sanitize it
# runs under sanitizers and valgrind.
set -eu
cd "$(dirname "$0")/.."
case ${1-} in
'') ;;
--coverage) exec sh scripts/coverage.sh ;;
--sanitize) exec sh scripts/sanitize.sh ;;
*)
    echo "Usage: test.sh [--coverage | --sanitize]" >&2
    exit 2
    ;;
esac
# shellcheck source=scripts/packages.sh
. scripts/packages.sh

# shellcheck disable=SC2086
install_packages $BUILD_PACKAGES $RUN_PACKAGES $TEST_PACKAGES

shellcheck -x scripts/*.sh scripts/fleet/* .ci/run tests/*/*.sh packaging/bundle/*.sh

# core must build with a C compiler alone.
cmake --preset core-only >/dev/null
cmake --build --preset core-only

cmake --preset ci >/dev/null
cmake --build --preset ci
exec ctest --preset ci
