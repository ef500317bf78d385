#!/bin/sh
# Record the programs whose traces lie in workloads/recordings, on a CPU device: ffmpeg's Vulkan filters, a
# chain of them, and vkcube, which dispatches nothing. Times differ from one recording to the next,
# what is submitted does not.
#   sh scripts/record_recordings.sh [DISPATCHWISE [DIR]]
set -eu
cd "$(dirname "$0")/.."
# shellcheck source=scripts/packages.sh
. scripts/packages.sh
# shellcheck disable=SC2086
install_packages $RECORDED_PACKAGES

dispatchwise=$(realpath "${1:-build/release/bin/dispatchwise}")
mkdir -p "${2:-workloads/recordings}"
out=$(realpath "${2:-workloads/recordings}")
VK_ICD_FILENAMES=$(find /usr/share/vulkan/icd.d -name 'lvp_icd*.json' | head -n 1)
export VK_ICD_FILENAMES
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

video="-f lavfi -i testsrc2=size=320x240:rate=8:duration=1"

# filter NAME GRAPH [INPUTS]: a second of video through a graph, with the device times of its dispatches.
filter() {
    # shellcheck disable=SC2086
    "$dispatchwise" record --gpu-times -o "$out/$1.dwtrace" -- \
        ffmpeg -nostdin -hide_banner -loglevel error -y -init_hw_device vulkan=vk:0 \
        -filter_hw_device vk ${3:-$video} -filter_complex "$2" -f null -
}

up=format=yuv420p,hwupload
down=hwdownload,format=yuv420p
filter avgblur "$up,avgblur_vulkan,$down"
filter gblur "$up,gblur_vulkan,$down"
filter scale "$up,scale_vulkan=w=160:h=120,$down"
filter overlay "[0]${up}[a];[1]${up}[b];[a][b]overlay_vulkan=x=40:y=30,$down" \
    "$video -f lavfi -i testsrc2=size=80x60:rate=8:duration=1"
filter chain "$up,scale_vulkan=w=160:h=120,avgblur_vulkan,gblur_vulkan,$down"

xvfb-run -a "$dispatchwise" record -o "$out/vkcube.dwtrace" -- vkcube --c 30

for trace in "$out"/*.dwtrace; do
    "$dispatchwise" trace check "$trace"
done
