#!/bin/sh
# The Debian packages: lintian finds no error, dependencies come from the binaries, files are where
# they belong.
set -eu
# shellcheck source=tests/packaging/common.sh
. "$(dirname "$0")/common.sh"
need lintian dpkg-shlibdeps dpkg-deb
cmake=${CMAKE:-cmake}
cd "$build"

"$(dirname "$(command -v "$cmake")")/cpack" -B "$scratch/packages" >"$scratch/log" 2>&1 ||
    fail "$(cat "$scratch/log")"
cd "$scratch/packages"
program=$(echo dispatchwise_*.deb)
library=$(echo libdispatchwise[0-9]*.deb)
headers=$(echo libdispatchwise-dev_*.deb)

dpkg-deb -f "$program" Depends >depends
want_line 'libgsl[0-9]* (>=' depends
want_line 'libhwloc[0-9]* (>=' depends
want_equal "the library's dependencies" "libc6" \
    "$(dpkg-deb -f "$library" Depends | sed 's/ (.*//')"
want_equal "the headers' dependency" "$(dpkg-deb -f "$library" Package)" \
    "$(dpkg-deb -f "$headers" Depends | sed 's/ (.*//')"
dpkg-deb -c "$program" >files
want_line ' ./usr/bin/dispatchwise$' files
want_line ' ./usr/share/man/man1/dispatchwise-tune.1.gz$' files
want_line ' ./usr/share/doc/dispatchwise/copyright$' files
dpkg-deb -c "$headers" >files
want_line '/dispatchwise-config.cmake$' files

lintian --allow-root --fail-on error ./*.deb >findings 2>&1 || fail "$(cat findings)"
