#!/bin/sh
# packaging/versions.txt names the packages that the scripts install, each with a version; where others
# are installed, this says so and goes on: versions are what was tested, and no demand.
set -eu
# shellcheck source=tests/packaging/common.sh
. "$(dirname "$0")/common.sh"
need dpkg-query
cd "$scratch"

tested=$source/packaging/versions.txt
# shellcheck source=scripts/packages.sh
. "$source/scripts/packages.sh"
# shellcheck disable=SC2086
printf '%s\n' $BUILD_PACKAGES $RUN_PACKAGES $TEST_PACKAGES | LC_ALL=C sort -u >wanted
sed '/^#/d; s/ .*//' "$tested" >named
sh "$source/scripts/versions.sh" >installed
diff named wanted >&2 || fail "$tested: other packages; write it anew by scripts/versions.sh"
want_equal "packages without a version" "" "$(grep -v '^#' "$tested" | grep -v ' [0-9]' || true)"
if ! diff "$tested" installed >other; then
    echo "NOTICE: other versions than those tested (<) are installed here (>):"
    grep '^[<>]' other
fi
