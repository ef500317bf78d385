#!/bin/sh
# What is handed out is hardened: programs and libraries, built and in the bundle, are position
# independent, bind everything at load and write-protect it, have no executable stack, no text
# relocations and no search path that they were not given, and call the guarded C library.
set -eu
# shellcheck source=tests/packaging/common.sh
. "$(dirname "$0")/common.sh"
need readelf
cd "$scratch"

# hardened FILE KIND: KIND is program or library.
hardened() {
    readelf -hldW "$1" >elf || fail "$1: no ELF file"
    want_line '^  Type: *DYN ' elf
    want_line '^  GNU_RELRO ' elf
    want_line '(FLAGS_1).* NOW' elf
    [ "$2" = library ] || want_line '(FLAGS_1).* PIE' elf
    want_line '^  GNU_STACK .* RW  *0x[0-9a-f]*$' elf
    want_equal "$1: relocations in its code" "" "$(grep TEXTREL elf || true)"
    want_equal "$1: segments to write and run" "" "$(grep -E '^  LOAD .* RWE ' elf || true)"
    want_equal "$1: search path" "$3" "$(sed -n 's/.*(R[A-Z]*PATH).*\[\(.*\)\]$/\1/p' elf)"
    readelf -W --dyn-syms "$1" >symbols
    want_line ' __stack_chk_fail' symbols
    # Fortified calls need an optimiser.
    if [ -n "$optimised" ]; then
        want_line ' __[a-z]*_chk@' symbols
    fi
}

optimised=$(sed -n 's/^CMAKE_BUILD_TYPE:[A-Z]*=\(Release\|RelWithDebInfo\|MinSizeRel\)$/\1/p' \
    "$build/CMakeCache.txt")
for program in "$build"/bin/dispatchwise*; do
    hardened "$program" program ''
done
for library in "$build"/lib/dispatchwise/*.so "$build"/core/libdispatchwise.so; do
    hardened "$library" library ''
done
"${CMAKE:-cmake}" --build "$build" --target dispatchwise-bundled dispatchwise-bare-bundled >log 2>&1 ||
    fail "$(cat log)"
for program in "$build"/packaging/bundled/*; do
    # shellcheck disable=SC2016
    hardened "$program" program '$ORIGIN/../lib'
done
