#!/bin/sh
# An installed tree, moved elsewhere, is found by CMake and by pkg-config; consumers in C and C++
# link it with a table generated here; the libraries show what the headers declare and no more.
set -eu
# shellcheck source=tests/packaging/common.sh
. "$(dirname "$0")/common.sh"
need nm readelf
cmake=${CMAKE:-cmake}
cd "$scratch"

"$cmake" --install "$build" --prefix "$scratch/first" >log || fail "$(cat log)"
mv first moved
prefix=$scratch/moved
library=$(find "$prefix" -name 'libdispatchwise.so')
static=$(find "$prefix" -name 'libdispatchwise.a')
libraries=$(dirname "$library")

for file in bin/dispatchwise bin/dispatchwise-bare share/man/man1/dispatchwise.1.gz \
    share/man/man1/dispatchwise-bare.1.gz share/man/man1/dispatchwise-tune.1.gz \
    share/bash-completion/completions/dispatchwise share/dispatchwise/plot/common.gp; do
    [ -f "$prefix/$file" ] || fail "$file is not installed"
done
"$prefix/bin/dispatchwise" version >/dev/null

# The recorder is found from the program and by its manifest, wherever both were moved to.
layer=$(find "$prefix" -name 'libVkLayer_dispatchwise_recorder.so')
manifest=$prefix/share/vulkan/explicit_layer.d/VkLayer_dispatchwise_recorder.json
path=$(sed -n 's/.*"library_path": "\(.*\)".*/\1/p' "$manifest")
want_equal "the manifest's library" "$(realpath "$layer")" "$(realpath "$(dirname "$manifest")/$path")"
want_equal "shown by the recorder" "vkNegotiateLoaderLayerInterfaceVersion" \
    "$(nm -D --defined-only "$layer" | awk '{ print $3 }')"
"$prefix/bin/dispatchwise" record -o recorded.dwtrace -- "$prefix/bin/dispatchwise" devices \
    >/dev/null 2>log || true
"$prefix/bin/dispatchwise" trace check recorded.dwtrace >checked
if "$prefix/bin/dispatchwise" devices >/dev/null 2>&1; then
    want_line ' of 1 program$' checked
fi

# Declared with DW_API, visible in the shared library, defined in the static one: the same names.
sed -n 's/^DW_API.*[ *]\(dw_[a-z0-9_]*\)(.*/\1/p; s/^\(dw_[a-z0-9_]*\)(.*/\1/p' \
    "$prefix"/include/dispatchwise/*.h | sort >declared
nm -D --defined-only "$library" | awk '{ print $3 }' | sort >visible
diff declared visible >&2 || fail "the shared library does not show what the headers declare"
nm -g --defined-only "$static" | awk 'NF == 3 && $3 !~ /^dw_/ { print $3 }' >strange
[ ! -s strange ] || fail "the static library defines $(cat strange)"
undeclared=$(sed -n 's/^[a-z][a-z0-9_ ]*[ *]\(dw_[a-z0-9_]*\)(.*/\1/p' \
    "$prefix"/include/dispatchwise/*.h)
want_equal "declarations without DW_API" "" "$undeclared"
want_equal "SONAME" "libdispatchwise.so.0" \
    "$(readelf -d "$library" | sed -n 's/.*SONAME.*\[\(.*\)\].*/\1/p')"
want_equal "needed by the shared library" "libc.so.6" \
    "$(readelf -d "$library" | sed -n 's/.*NEEDED.*\[\(.*\)\].*/\1/p')"

dispatchwise tune --quiet --device sim --budget 2 --out table >/dev/null
device='0x0:0x0:other:0x1:simulated'

# same PROGRAM...: every one prints this first, for a long batch that repeats.
expected=
same() {
    found=$("$@" "$device" 100 10 | head -n 1)
    case $found in
    "device+driver: "*" as "*/*", saves "*) ;;
    *) fail "$1 printed '$found'" ;;
    esac
    [ -n "$expected" ] || expected=$found
    want_equal "$1" "$expected" "$found"
}

has_cxx=${CXX:+yes}
if [ -n "$has_cxx" ]; then
    "$cmake" -S "$source/tests/consumer" -B by_cmake -DCMAKE_PREFIX_PATH="$prefix" \
        -DTABLE_DIR="$scratch/table" >log 2>&1 || fail "$(cat log)"
    "$cmake" --build by_cmake >log 2>&1 || fail "$(cat log)"
    same by_cmake/chooser
    same env LD_LIBRARY_PATH="$libraries" by_cmake/chooser_shared
    same by_cmake/chooser_cxx
    want_equal "a row of the program's own" \
        "device+driver: persistent_kernel as persistent_kernel/drain:64x1, saves 699000 ns" \
        "$(by_cmake/chooser_cxx "$device" 100 1 | tail -n 1)"
    want_equal "a device that is not in the table" \
        "defaults: persistent_kernel as , saves 450000 ns" \
        "$(by_cmake/chooser 0x1:0x2:discrete:0x3:other 100 1)"
fi

if command -v pkg-config >/dev/null 2>&1; then
    PKG_CONFIG_PATH=$libraries/pkgconfig
    export PKG_CONFIG_PATH
    flags=$(pkg-config --cflags dispatchwise)
    libs=$(pkg-config --libs dispatchwise)
    # shellcheck disable=SC2086
    "${CC:-cc}" -std=c11 -Wall -Wextra -Wpedantic -Werror $flags -Itable -o chooser \
        "$source/tests/consumer/chooser.c" "$source/tests/consumer/table.c" $libs
    same env LD_LIBRARY_PATH="$libraries" ./chooser
    if [ -n "$has_cxx" ]; then
        # shellcheck disable=SC2086
        "${CC:-cc}" -std=c11 $flags -Itable -c -o table.o "$source/tests/consumer/table.c"
        # shellcheck disable=SC2086
        "$CXX" -std=c++17 -Wall -Wextra -Wpedantic -Werror $flags -o chooser_cxx \
            "$source/tests/consumer/chooser.cpp" table.o $libs
        same env LD_LIBRARY_PATH="$libraries" ./chooser_cxx
    fi
fi
