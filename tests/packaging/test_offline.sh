#!/bin/sh
# Neither building nor running needs a network, and a command writes nothing but what it was told to: core
# is configured and built, and the commands are run, where there is no interface, and every file that a
# system call opens for writing, makes, renames or removes is in the folder that the command names.
set -eu
# shellcheck source=tests/packaging/common.sh
. "$(dirname "$0")/common.sh"
need unshare strace cc
need_own_writes
if ! unshare -n true 2>/dev/null || ! strace -o /dev/null true 2>/dev/null; then
    echo "skipped: no network namespaces, or no tracing, here"
    exit 77
fi
cmake=${CMAKE:-cmake}
cd "$scratch"

# offline COMMAND...: where only the loopback exists, and is down.
offline() {
    unshare -n env -u CCACHE_DIR -u CMAKE_C_COMPILER_LAUNCHER "$@"
}
mkdir sources
cp -R "$source/CMakeLists.txt" "$source/CMakePresets.json" "$source/cmake" "$source/core" sources
offline "$cmake" -S sources -B core -DDISPATCHWISE_HARNESS=OFF -DDISPATCHWISE_TESTS=OFF >log 2>&1 ||
    fail "$(cat log)"
offline "$cmake" --build core >log 2>&1 || fail "$(cat log)"
[ -f core/core/libdispatchwise.a ] || fail "no libdispatchwise.a was built"

# written TRACE: the absolute paths that its calls changed, sorted. strace -y names folders of descriptors.
written() {
    awk '
        / = -1 E/ || /resumed>/ && / = -1 / { next }
        function path(text,   folder) {
            folder = ""
            if (match(text, /^(AT_FDCWD|[0-9]+)<[^>]*>, /)) {
                folder = substr(text, 1, RLENGTH); sub(/^[^<]*</, "", folder); sub(/>, $/, "", folder)
                text = substr(text, RLENGTH + 1)
            }
            if (!match(text, /^"[^"]*"/)) return
            text = substr(text, 2, RLENGTH - 2)
            print substr(text, 1, 1) == "/" ? text : (folder == "" ? ENVIRON["PWD"] : folder) "/" text
        }
        { sub(/^[0-9]+ +/, "") }
        /^open/ && !/O_WRONLY|O_RDWR|O_CREAT|O_TRUNC/ { next }
        /^(open|openat|creat|mkdir|mkdirat|mknod|mknodat|unlink|unlinkat|rmdir|truncate)\(/ {
            sub(/^[a-z]*\(/, ""); path($0); next
        }
        /^(rename|renameat|renameat2|link|linkat|symlink|symlinkat)\(/ {
            sub(/^[a-z0-9]*\(/, ""); rest = $0; path($0)
            if (match(rest, /", /)) path(substr(rest, RSTART + 3))
        }' "$1" | sort -u
}

# writes FOLDER COMMAND...: the command succeeds, connects to nothing, and writes in the folder, if it has
# a name, and nowhere else. Its home, its folder for temporary files and where it runs are watched too.
# strace is in the way of an address sanitizer's search for leaks.
mkdir home tmp here
export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0"
writes() {
    folder=$1
    shift
    (cd here && HOME=$scratch/home TMPDIR=$scratch/tmp offline strace -f -y --seccomp-bpf -o ../trace \
        -e trace=open,openat,creat,mkdir,mkdirat,mknod,mknodat,unlink,unlinkat,rmdir,truncate,rename,renameat,renameat2,link,linkat,symlink,symlinkat,connect,sendto \
        "$@" >../out 2>../log) || fail "$*: $(cat log)"
    want_equal "$*: connections" "" "$(grep -E ' (connect|sendto)\(' trace | grep -v AF_UNIX || true)"
    written trace | grep -v -x /dev/null |
        grep -v -E "^${folder:-nowhere}(/|\$)" >elsewhere || true
    want_equal "$*: written elsewhere" "" "$(cat elsewhere)"
    want_equal "$*: left behind" "" "$(find home tmp here -mindepth 1)"
    [ -z "$folder" ] || [ -n "$(ls "$folder")" ] || fail "$*: nothing was written to $folder"
}

writes '' dispatchwise policy batch_size=100 per_launch_overhead_ns=5000
writes '' dispatchwise plan --shape launches=100,groups=1,kernel_ns=5000
writes '' dispatchwise version
writes "$scratch/run" dispatchwise tune --quiet --device sim --budget 2 --out "$scratch/run"
writes "$scratch/fitted" dispatchwise fit "$scratch/run" --out "$scratch/fitted"
writes "$scratch/run" dispatchwise score "$scratch/run"
writes '' dispatchwise compare "$scratch/run" "$scratch/run"
writes "$scratch/page" dispatchwise report "$scratch/run" -o "$scratch/page"

# What this test sees: a file beside the one that was named, and one in the home.
touched=$(written - <<'END'
1 openat(AT_FDCWD</a>, "b", O_WRONLY|O_CREAT, 0644) = 3</a/b>
1 openat(AT_FDCWD</a>, "/c", O_RDONLY) = 3</c>
1 openat(AT_FDCWD</a>, "/d", O_RDWR) = -1 EACCES (Permission denied)
1 rename("/e", "/f") = 0
END
)
want_equal "the test itself" "/a/b /e /f" "$(echo "$touched" | paste -s -d ' ')"
