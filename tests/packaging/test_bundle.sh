#!/bin/sh
# The bundle runs where it is unpacked with the libraries that it brought: every one that is not the
# C library's comes out of it, and a file system with nothing but the C library is enough.
set -eu
# shellcheck source=tests/packaging/common.sh
. "$(dirname "$0")/common.sh"
cmake=${CMAKE:-cmake}
cd "$scratch"

"$cmake" --build "$build" --target bundle >log 2>&1 || fail "$(cat log)"
set -- "$build"/dispatchwise-*.tar.gz
if [ $# -ne 1 ] || [ ! -f "$1" ]; then
    fail "$build holds other than one bundle"
fi
mkdir "unpacked elsewhere"
tar xzf "$1" -C "unpacked elsewhere"
bundle=$(echo "$PWD/unpacked elsewhere"/dispatchwise-*)

env -i LD_DEBUG=libs LD_DEBUG_OUTPUT="$scratch/loaded" "$bundle/bin/dispatchwise" version >out
want_line '^dispatchwise ' out
sed -n 's/.*calling init: //p' loaded.* | sort -u >files
for own in libgsl.so libgslcblas.so libhwloc.so libcsv.so; do
    grep -q "^$bundle/bin/../lib/$own" files || fail "$own did not come out of the bundle: $(cat files)"
done
system=$(grep -v "^$bundle/" files | grep -v -E '/(lib(c|m|dl|rt|pthread)\.so\.|ld-linux)[^/]*$' || true)
want_equal "libraries from outside the bundle" "" "$system"

# As a person uses it: unpack, run, bring the folder back. Fitted again here it gives the same table.
env -i PATH=/usr/bin:/bin "$bundle/tune.sh" --quiet --device sim --budget 2 >tuned 2>log || {
    cat log >&2
    fail "tune.sh failed"
}
want_line '^Calibration table: ' tuned
back=$(sed -n 's/^Bring back: //p' tuned)
[ -f "$back/calibration_table.h" ] || fail "no calibration_table.h in '$back'"
dispatchwise fit "$back" --out again >/dev/null
cmp "$back/calibration_table.h" again/calibration_table.h
code=0
"$bundle/tune.sh" --device sim --out elsewhere >tuned 2>&1 || code=$?
want_equal "exit code of tune.sh --out" 2 "$code"

# A root with the bundle, the C library and nothing else, where a user may make one.
mkdir -p root/lib root/proc root/tmp
cp -R "$bundle" root/bundle
interpreter=$(readelf -l "$bundle/bin/dispatchwise" | sed -n 's/.*interpreter: \(.*\)\]/\1/p')
mkdir -p "root$(dirname "$interpreter")"
cp -L "$interpreter" "root$interpreter"
for name in libc.so.6 libm.so.6; do
    cp -L "$(dirname "$(readlink -f "$interpreter")")/$name" root/lib/
done
cat >enter.sh <<'END'
mount --rbind /proc root/proc
exec chroot root "$@"
END
if unshare -r -m sh -e enter.sh /bundle/bin/dispatchwise version >/dev/null 2>log; then
    unshare -r -m sh -e enter.sh /bundle/bin/dispatchwise tune --quiet --device sim --budget 2 \
        --out /tmp/run >alone 2>log || fail "in a bare root: $(cat log)"
    want_line '^Calibration table: ' alone
else
    grep -q 'error while loading' log && fail "in a bare root: $(cat log)"
    echo "the bare root was not tried, no user namespaces here: $(cat log)"
fi
