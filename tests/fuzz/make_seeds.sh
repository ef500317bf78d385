#!/bin/sh
# Seeds for the fuzz targets, from real files: pieces that are small, since a fuzzer is as fast as its
# inputs are short. OUT has a folder for each reader.
#   sh make_seeds.sh SOURCE OUT GLSLC
set -eu
source=$1 out=$2 glslc=$3
rm -rf "$out"
for target in "$source"/tests/fuzz/fuzz_*.c; do
    reader=$(basename "$target" .c)
    mkdir -p "$out/${reader#fuzz_}"
done

# The first lines of every file of a run, and a few from its middle.
for run in "$source"/results/*/; do
    device=$(basename "$run")
    for file in "$run"*.csv; do
        name=$(basename "$file" .csv)
        sed -n '1,4p;40,42p' "$file" >"$out/results/$device-$name.csv"
        head -n 3 "$file" >"$out/csv/$device-$name.csv"
    done
    head -n 12 "$run/calibration.csv" >"$out/calibration/$device.csv"
    cp "$run/calibration.csv" "$out/calibration/$device-whole.csv"
    cp "$run/calibration_table.h" "$out/calibration_table/$device.h"
done
cp "$source/core/generated/calibration_table.h" "$out/calibration_table/empty.h"

# Arms and devices as results name them.
cut -d, -f9 "$source/results/lavapipe/summary.csv" | sort -u | grep / |
    awk 'NR % 40 == 1 { printf "%s", $0 > sprintf("%s/names/arm%03d", out, NR) }' out="$out"
sed -n 2p "$source/results/nvidia-h200/calibration.csv" | cut -d, -f1 | tr -d '\n' >"$out/names/device"

# The beginnings of recordings, and a whole one.
for file in "$source"/workloads/recordings/*.dwtrace; do
    head -c 16384 "$file" >"$out/trace/$(basename "$file")"
done

# Kernels: as compilers leave them, and with their calls kept.
for shader in "$source"/tests/kernel/shaders/*.comp "$source"/tests/recorder/shaders/*.comp; do
    name=$(basename "$shader" .comp)
    "$glslc" --target-env=vulkan1.1 -o "$out/kernel_module/$name.spv" "$shader"
    "$glslc" --target-env=vulkan1.1 -O -o "$out/kernel_module/$name-O.spv" "$shader"
done
cp "$out"/kernel_module/*.spv "$out/recorder_access"
touch "$out/made"
