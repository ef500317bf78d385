#!/bin/sh
# Install what is missing, build with warnings as errors, and run every test, the CPU Vulkan device
# included.
set -eu
cd "$(dirname "$0")/.."
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
