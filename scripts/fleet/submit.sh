#!/bin/sh
# Sweep over a cluster's GPUs by Slurm: plan, measure in shards, merge into one table, report.
# docs/fleet.md explains it. Prints the numbers of the jobs; exit codes: 0 submitted, 1 Slurm refused,
# 2 usage, 77 the cluster has no GPU node.
set -eu

usage() {
    cat <<'TEXT'
Usage: submit.sh -r ROOT [-p PROGRAM] [-s SHARDS] [-b SECONDS] [-c PERCENT] [-d ROWS] [-P PARTITION]
                 [-t] [-- PLAN OPTIONS]

  -r ROOT       folder on a file system that all nodes share; the same again goes on with it
  -p PROGRAM    dispatchwise program, as the nodes see it (default: dispatchwise)
  -s SHARDS     tasks that share a device's instances (default: 1)
  -b SECONDS    budget of a task's run (default: by the kind of device, and its share of it)
  -c PERCENT    what a row left out of the table may cost (default: 1)
  -d ROWS       file of lines "NAME DEVICE" to measure, each with one GPU of any node, instead of
                all GPUs of all GPU nodes
  -P PARTITION  where to submit
  -t            the GPUs of a node all at once; needs -b, and one shard

What follows -- goes to dispatchwise run as it chooses the instances: --workload, --shapes.
TEXT
}

wrong() {
    echo "submit.sh: $*" >&2
    usage >&2
    exit 2
}

root='' program=dispatchwise shards=1 budget=0 cut=1 rows='' partition='' together=''
while getopts r:p:s:b:c:d:P:th option; do
    case $option in
    r) root=$OPTARG ;;
    p) program=$OPTARG ;;
    s) shards=$OPTARG ;;
    b) budget=$OPTARG ;;
    c) cut=$OPTARG ;;
    d) rows=$OPTARG ;;
    P) partition=$OPTARG ;;
    t) together=' together' ;;
    h)
        usage
        exit 0
        ;;
    *)
        usage >&2
        exit 2
        ;;
    esac
done
shift $((OPTIND - 1))
[ -n "$root" ] || wrong "-r ROOT is missing"
case $shards in
'' | *[!0-9]* | 0) wrong "-s takes a whole number from 1, not '$shards'" ;;
esac
if [ -n "$together" ]; then
    [ "$shards" = 1 ] || wrong "-t takes one shard"
    [ "$budget" != 0 ] || wrong "-t needs -b"
fi
sweep=$(cd "$(dirname "$0")" && pwd)/sweep.sbatch
mkdir -p "$root/plan" "$root/shards" "$root/rows" "$root/log"
root=$(cd "$root" && pwd)

# submit NAME OPTIONS... -- ARGUMENTS...: prints the job's number.
submit() {
    job=$1
    shift
    [ -z "$partition" ] || set -- --partition="$partition" "$@"
    for word; do
        shift
        if [ "$word" = -- ]; then
            set -- "$@" "$sweep"
        else
            set -- "$@" "$word"
        fi
    done
    number=$(sbatch --parsable --job-name="dispatchwise-$job" \
        --output="$root/log/$job-%A-%a.txt" "$@") || exit 1
    echo "${number%%;*}"
}

# "NODE GPUS" of every node that has some and is not out of service.
list_nodes() {
    nodes=$(sinfo -N -h ${partition:+-p "$partition"} -o '%N|%G|%T') || exit 1
    printf '%s\n' "$nodes" | awk -F '|' '
        $3 ~ /^(down|drain|drng|fail|inval|maint|unk)/ || seen[$1]++ { next }
        {
            gpus = 0
            count = split($2, resources, ",")
            for (i = 1; i <= count; i++) {
                sub(/\(.*/, "", resources[i])
                parts = split(resources[i], words, ":")
                if (words[1] == "gpu") gpus += words[parts]
            }
            if (gpus > 0) print $1, gpus
        }'
}

behind=
# sweep_rows ROWS LABEL SBATCH-OPTIONS... -- PLAN OPTIONS...
sweep_rows() {
    file=$1 label=$2
    shift 2
    count=$(wc -l <"$file")
    resources=
    while [ "$1" != -- ]; do
        resources="$resources $1"
        shift
    done
    shift
    # shellcheck disable=SC2086
    plan=$(submit "plan-$label" $resources --array="0-$((count - 1))" -- \
        plan "$root" "$program" "$file" "$@")
    echo "plan $plan"
    # shellcheck disable=SC2086
    measure=$(submit "measure-$label" $resources --array="0-$((count * shards - 1))" \
        --dependency="afterany:$plan" -- measure "$root" "$program" "$file" "$shards" "$budget")
    echo "measure $measure"
    behind=$behind:$measure
}

if [ -n "$rows" ]; then
    # Two tasks of one name would write below one folder; empty lines are none, the last may be open.
    awk 'NF == 0 { next }
        !/^[^ \/.][^ \/]* +[^ ]/ { print "submit.sh: line " NR ": no NAME DEVICE: " $0 >"/dev/stderr"; bad = 1 }
        seen[$1]++ { print "submit.sh: line " NR ": " $1 " once more" >"/dev/stderr"; bad = 1 }
        { print; count++ }
        END { if (!count) print "submit.sh: no NAME DEVICE" >"/dev/stderr"; exit bad || !count }' \
        <"$rows" >"$root/rows/.listed" || exit 2
    mv "$root/rows/.listed" "$root/rows/listed"
    sweep_rows "$root/rows/listed" listed --gres=gpu:1 -- "$@"
else
    list_nodes >"$root/rows/.nodes"
    if [ ! -s "$root/rows/.nodes" ]; then
        echo "submit.sh: sinfo knows no node with a GPU in service" >&2
        exit 77
    fi
    # Whole nodes: a neighbour's traffic on the links would be measured too.
    while read -r node gpus; do
        echo "$node all$together" >"$root/rows/$node"
        sweep_rows "$root/rows/$node" "$node" --nodelist="$node" --exclusive --gres="gpu:$gpus" \
            -- "$@"
    done <"$root/rows/.nodes"
fi
merge=$(submit merge --dependency="afterany$behind" -- merge "$root" "$program" "$shards" "$cut")
echo "merge $merge"
report=$(submit report --dependency="afterany:$merge" -- report "$root" "$program")
echo "report $report"
