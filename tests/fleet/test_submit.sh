#!/bin/sh
# What submit.sh asks of Slurm and what it makes of the answers, with an sbatch and a sinfo that answer
# as they are told; sweep.sbatch's stages follow one another as Slurm would run them.
# test_submit.sh BUILD_DIR
set -eu
# shellcheck source=tests/packaging/common.sh
. "$(dirname "$0")/../packaging/common.sh"
cd "$scratch"

# Each call is a line of calls; one that REFUSE stands in is refused, the others are numbered.
mkdir bin
cat >bin/sbatch <<'END'
#!/bin/sh
echo "sbatch $*" >>calls
case "$*" in *"${REFUSE:-nothing}"*) exit 1 ;; esac
echo "$(grep -c '^sbatch' calls);cluster"
END
cat >bin/sinfo <<'END'
#!/bin/sh
[ "${REFUSE-}" != sinfo ] || exit 1
printf 'a|gpu:h200:2(S:0-1)|idle\nb|(null)|idle\nc|gpu:1|down*\n'
END
chmod +x bin/sbatch bin/sinfo
PATH=$scratch/bin:$PATH

# submitted CODE OPTIONS...: what it prints is in out, what sbatch was asked in calls.
submitted() {
    want=$1
    shift
    code=0
    : >calls
    sh "$source/scripts/fleet/submit.sh" "$@" >out 2>err || code=$?
    want_equal "exit code of submit.sh $*" "$want" "$code"
}

# The nodes in service that have GPUs are asked for, each job behind the one before.
submitted 0 -r asked
want_equal "jobs" "plan 1 measure 2 merge 3 report 4" "$(xargs <out)"
want_line 'plan-a .*--nodelist=a --exclusive --gres=gpu:2' calls
want_line 'measure-a .*--dependency=afterany:1 ' calls
want_line 'merge .*--dependency=afterany:2 ' calls
want_line 'report .*--dependency=afterany:3 ' calls

# Where Slurm refuses or does not answer, that is the end, and nothing waits for a job without a number.
for what in sinfo plan-a measure-a merge report; do
    REFUSE=$what
    export REFUSE
    submitted 1 -r asked
    ! grep -q 'afterany: ' calls || fail "$what refused: $(cat calls)"
done
unset REFUSE

# Rows: the last line need not end, an empty one is none; twice a name, no device or no row is refused.
printf 'one sim\n\ntwo sim' >rows
submitted 0 -r listed -d rows
want_line 'plan-listed .*--array=0-1 ' calls
want_equal "rows" "one sim two sim" "$(xargs <listed/rows/listed)"
printf 'one sim\none sim:x.csv\n' >twice
printf 'one\n' >bare
printf 'a/b sim\n' >nested
: >none
for wrong in twice bare nested none missing; do
    submitted 2 -r listed -d "$wrong"
    want_equal "jobs of $wrong" "" "$(cat calls)"
done
want_equal "rows" "one sim two sim" "$(xargs <listed/rows/listed)"

# A device without a plan is missing, by name, and the merge says so; the other one is in the table.
# sweep TASK STAGE ARGUMENTS...
sweep() {
    SLURM_ARRAY_TASK_ID=$1
    export SLURM_ARRAY_TASK_ID
    stage=$2
    shift 2
    sh "$source/scripts/fleet/sweep.sbatch" "$stage" "$scratch/lab" dispatchwise "$@" >log 2>&1
}
printf 'one sim\nlost no-such-device\n' >rows
submitted 0 -r lab -d rows
listed=$scratch/lab/rows/listed
sweep 0 plan "$listed" --workload spin || fail "$(cat log)"
! sweep 1 plan "$listed" --workload spin || fail "a device that is not there was planned"
sweep 0 measure "$listed" 1 1 || fail "$(cat log)"
! sweep 1 measure "$listed" 1 1 || fail "a device that is not there was measured"
code=0
sweep 0 merge 1 1 || code=$?
want_equal "exit code of merge" 1 "$code"
want_equal "missing" "lost no-such-device" "$(cat lab/missing.txt)"
want_line 'DW_GENERATED_ROW_COUNT 1$' lab/table-simulated/calibration_table.h
