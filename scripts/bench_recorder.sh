#!/bin/sh
# What recording costs, against the same program without it and under gfxreconstruct's capture layer: a
# command, a descriptor write and a submit, and a whole run of an ffmpeg filter. Runs alternate; medians are
# printed.
#   sh scripts/bench_recorder.sh [BUILD [ROUNDS]]
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/packages.sh
. scripts/packages.sh
# shellcheck disable=SC2086
install_packages $RECORDED_PACKAGES gfxreconstruct

build=$(realpath "${1:-build/release}")
rounds=${2:-9}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

# as HOW COMMAND...: without a layer, under the recorder, under the other one.
as() {
    how=$1
    shift
    case $how in
    plain) "$@" ;;
    recorded) "$build/bin/dispatchwise" record -o t.dwtrace -- "$@" 2>/dev/null ;;
    captured)
        rm -f ./*.gfxr
        VK_INSTANCE_LAYERS=VK_LAYER_LUNARG_gfxreconstruct GFXRECON_CAPTURE_FILE=$scratch/t.gfxr \
            GFXRECON_LOG_LEVEL=fatal "$@" 2>/dev/null
        ;;
    esac
}

calls() {
    as "$1" "$build/bin/test_recorder_recorder_device" bench |
        sed -n 's/^command \([0-9]*\) ns, descriptor write \([0-9]*\) ns, empty submit \([0-9]*\) ns$/\1 \2 \3/p' \
            >>"calls.$1"
}

filter() {
    start=$(date +%s%N)
    as "$1" ffmpeg -nostdin -hide_banner -loglevel error -y -init_hw_device vulkan=vk:0 \
        -filter_hw_device vk -f lavfi -i testsrc2=size=640x480:rate=25:duration=2 \
        -vf format=yuv420p,hwupload,avgblur_vulkan,hwdownload,format=yuv420p -f null - >/dev/null
    echo $((($(date +%s%N) - start) / 1000)) >>"filter.$1"
}

# median FILE COLUMN
median() {
    awk -v column="$2" '{ print $column }' "$1" | sort -n |
        awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

round=0
while [ "$round" -lt "$rounds" ]; do
    for how in plain recorded captured; do
        calls $how
        filter $how
    done
    round=$((round + 1))
done

printf '%-10s %12s %20s %16s %16s\n' '' 'command ns' 'descriptor write ns' 'empty submit ns' \
    'avgblur run us'
for how in plain recorded captured; do
    printf '%-10s %12s %20s %16s %16s\n' $how "$(median calls.$how 1)" "$(median calls.$how 2)" \
        "$(median calls.$how 3)" "$(median filter.$how 1)"
done
