#!/bin/sh
# Everything that opens a device under the validation layer, with synchronization validation and best
# practices: the device tests, a tune of every workload, mode and axis, a replay of every recording
# and `kernel` on every kernel of the tests. Exits with 1 if the layer has anything to say; about ten
# minutes on two cores without a GPU.
set -eu
cd "$(dirname "$0")/.."

cmake --preset ci >/dev/null
cmake --build --preset ci >/dev/null
export DISPATCHWISE_VALIDATE=1
program=$PWD/build/ci/bin/dispatchwise
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
failed=0

# watch NAME COMMAND...: what the layer says goes by the program's exit code, and by its own words.
watch() {
    name=$1
    shift
    if "$@" >"$folder/out" 2>"$folder/err" && ! grep -q 'validation:' "$folder/err"; then
        echo "ok      $name"
    else
        echo "failed  $name"
        cat "$folder/out" "$folder/err"
        failed=1
    fi
}

watch devices "$program" devices
watch 'device tests' ctest --test-dir build/ci --output-on-failure -L device -E _validated
watch tune "$program" tune --budget 120 --out "$folder/tuned"
for recording in workloads/recordings/*.dwtrace; do
    case $recording in */vkcube.dwtrace) continue ;; esac # it draws: there is nothing to replay
    watch "run --trace $recording" "$program" run --trace "$recording" --budget 6 -q \
        --out "$folder/$(basename "$recording")"
done
for kernel in spin buffers wide; do
    watch "kernel $kernel" "$program" kernel "build/ci/tests/kernel/$kernel.comp.spv" --groups 2 \
        --budget 0
done
exit "$failed"
