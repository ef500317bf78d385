#!/bin/sh
# Make seeds/run and seeds/fit anew, when a run's files have changed: short runs of a simulated device, cut to two
# rounds of two processes.
#   sh tests/fuzz/renew_run_seeds.sh build/release/bin/dispatchwise
set -eu
program=$(realpath "$1")
seeds=$(realpath "$(dirname "$0")")/seeds/run
recording=$(realpath "$(dirname "$0")")/../../workloads/recordings/scale.dwtrace
mkdir -p "$seeds"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cp "$recording" scale.dwtrace

# NAME [OPTION...]: run, fit and score; then the files behind each other.
make_seed() {
    run=$1
    shift
    "$program" run --device sim --quiet --budget 5 --out "$run" "$@"
    "$program" fit "$run" --out "$run" >/dev/null
    "$program" score "$run" >/dev/null
    for file in run instances weights arms samples scores program calibration; do
        [ -e "$run/$file.csv" ] || continue
        echo "=== $file.csv"
        case $file in
        samples) awk -F, 'NR == 1 || ($5 < 2 && $6 < 2)' "$run/$file.csv" ;;
        arms) awk -F, 'NR == 1 || $5 < 2' "$run/$file.csv" ;;
        scores | calibration) head -n 12 "$run/$file.csv" ;;
        run) sed 's/^\(machine\|kernel\),.*/\1,some/' "$run/$file.csv" ;;
        *) cat "$run/$file.csv" ;;
        esac
    done >"$seeds/$run"
}

cat >shapes.csv <<SHAPES
workload,wait,launches,groups,repeats,copy_bytes
spin,each,10,2,1,0
matmul,batch,16,4,10,4096
SHAPES
make_seed shapes --shapes shapes.csv --arms command_reuse/resubmit
make_seed replay --trace scale.dwtrace --arms command_reuse/resubmit

# Enough for the fit to find constants.
cat >constants.csv <<SHAPES
workload,wait,launches,repeats
spin,each,4,1
spin,each,16,1
spin,each,64,100
spin,batch,4,1
spin,batch,16,100
spin,batch,64,1
SHAPES
seeds=$seeds/../fit
mkdir -p "$seeds"
make_seed constants --shapes constants.csv --arms command_reuse/resubmit,persistent_kernel/drain:80x1
