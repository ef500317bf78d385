#!/bin/sh
# Make every Vulkan call that can fail fail in turn, with every code that it may return, in every
# scenario of tests/vulkan, and print a table with a verdict on each; an hour on two cores without a
# GPU. Exits with 1 if there is a problem. An argument names one scenario:
#   scripts/inject.sh [test_devices|test_kernel|test_plan|test_run|test_later|test_record|test_idle]
set -eu
cd "$(dirname "$0")/.."

cmake --preset ci >/dev/null
cmake --build --preset ci >/dev/null
exec nice -n 19 build/ci/bin/test_vulkan_inject_device --all "$@"
