# What the tests of this folder share beside the packages': sourced first, as
#   . "$(dirname "$0")/common.sh"
# The working folder is then $scratch, with shapes.csv in it.
# shellcheck shell=sh

# shellcheck source=tests/packaging/common.sh
. "$(dirname "$0")/../packaging/common.sh"
cd "$scratch" || exit 1
# Most of these tests trace, and strace is in the way of a sanitizer's search for leaks.
export ASAN_OPTIONS="${ASAN_OPTIONS-}:detect_leaks=0"

cat >shapes.csv <<EOF
workload,wait,launches,groups,repeats
spin,batch,100,1,1
spin,batch,20,1,100
spin,batch,400,4,1
spin,each,10,1,1
saxpy,batch,200,2,1
EOF

# Where processes may not be traced there is nothing to test.
need_strace() {
    need strace
    strace -o calls true 2>/dev/null || {
        echo "skipped: processes may not be traced here"
        exit 77
    }
}

# expect CODE COMMAND...: it ends so; its messages are in err, its output in out.
expect() {
    wanted=$1
    shift
    code=0
    "$@" >out 2>err || code=$?
    [ "$code" -eq "$wanted" ] || {
        cat err >&2
        fail "'$*' ended with $code, expected $wanted"
    }
}
