#!/bin/sh
# The Debian packages that build, run and test the project, with the versions installed here, one a line.
#   sh scripts/versions.sh >packaging/versions.txt     where all tests have just passed
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/packages.sh
. scripts/packages.sh

echo "# Debian packages and the versions that the project was tested with; by scripts/versions.sh."
# shellcheck disable=SC2086
printf '%s\n' $BUILD_PACKAGES $RUN_PACKAGES $TEST_PACKAGES | LC_ALL=C sort -u | {
    packages=$(cat)
    # shellcheck disable=SC2016
    dpkg-query -W -f '${Package} ${Version}\n' $packages 2>/dev/null || true
} | LC_ALL=C sort -u
