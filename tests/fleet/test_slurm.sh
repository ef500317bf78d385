#!/bin/sh
# A sweep on a real Slurm: munge, slurmctld and slurmd of this machine alone, on loopback, in a folder
# that is removed. The array measures two simulated devices and, where there is one, a CPU Vulkan
# device in shards; one task is killed midway and requeued, and the table must be whole all the same.
# test_slurm.sh BUILD_DIR; exit code 77: Slurm cannot start here.
set -eu
# shellcheck source=tests/packaging/common.sh
. "$(dirname "$0")/../packaging/common.sh"
PATH=$PATH:/usr/sbin:/sbin
need munged slurmctld slurmd sbatch scontrol sinfo squeue
cd "$scratch"

skip() {
    echo "skipped: $*"
    for log in "$scratch"/*.log; do
        [ ! -f "$log" ] || tail -n 5 "$log"
    done
    exit 77
}

stop() {
    for daemon in slurmd slurmctld munged; do
        [ ! -s "$scratch/$daemon.pid" ] || kill "$(cat "$scratch/$daemon.pid")" 2>/dev/null || true
    done
    # They write into the folder until they are gone.
    for daemon in slurmd slurmctld munged; do
        for _ in 1 2 3 4 5 6 7 8 9 10; do
            [ ! -s "$scratch/$daemon.pid" ] ||
                ! kill -0 "$(cat "$scratch/$daemon.pid")" 2>/dev/null || sleep 0.2
        done
    done
    chmod -R u+w "$scratch"
    rm -rf "$scratch"
}
trap stop EXIT

# until SECONDS COMMAND: false if it never holds.
until_holds() {
    turns=$(($1 * 5))
    shift
    while [ "$turns" -gt 0 ]; do
        ! "$@" || return 0
        sleep 0.2
        turns=$((turns - 1))
    done
    return 1
}

host=$(hostname -s)
user=$(id -un)
port=$((20000 + $$ % 20000))
mkdir "$scratch/state" "$scratch/spool" "$scratch/secret"
chmod 755 "$scratch"
chmod 700 "$scratch/secret"
dd if=/dev/urandom of="$scratch/secret/key" bs=128 count=1 2>/dev/null
chmod 400 "$scratch/secret/key"
# Two GPUs for the scheduler to hand out: it asks only that their files exist.
: >"$scratch/gpu0" && : >"$scratch/gpu1"
echo "NodeName=$host Name=gpu File=$scratch/gpu[0-1]" >"$scratch/gres.conf"
cat >"$scratch/slurm.conf" <<END
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
AuthType=auth/munge
AuthInfo=socket=$scratch/munge.socket
CredType=cred/munge
SlurmUser=$user
SlurmdUser=$user
StateSaveLocation=$scratch/state
SlurmdSpoolDir=$scratch/spool
SlurmctldPidFile=$scratch/slurmctld.pid
SlurmdPidFile=$scratch/slurmd.pid
SlurmctldLogFile=$scratch/slurmctld.log
SlurmdLogFile=$scratch/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
MpiDefault=none
MailProg=/bin/true
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerParameters=sched_interval=1,bf_interval=1
KillWait=2
GresTypes=gpu
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) Gres=gpu:2
PartitionName=all Nodes=$host Default=YES
END
SLURM_CONF=$scratch/slurm.conf
export SLURM_CONF
munged --force --key-file="$scratch/secret/key" --socket="$scratch/munge.socket" \
    --pid-file="$scratch/munged.pid" --log-file="$scratch/munged.log" \
    --seed-file="$scratch/secret/seed" 2>"$scratch/munged.log" || skip "munged does not start"
slurmctld -c >"$scratch/start.log" 2>&1 || skip "slurmctld does not start"
slurmd >>"$scratch/start.log" 2>&1 || skip "slurmd does not start"
is_idle() {
    [ "$(sinfo -h -N -o %T 2>/dev/null)" = idle ]
}
until_holds 15 is_idle || skip "the node does not come into service: $(sinfo -R -h 2>&1)"

# The cluster is asked: one node, of two GPUs. A program that only tells what it is told.
cat >"$scratch/teller" <<'END'
#!/bin/sh
echo "$*"
exit 1
END
chmod +x "$scratch/teller"
sh "$source/scripts/fleet/submit.sh" -r "$scratch/asked" -p "$scratch/teller" -s 3 -b 7 >asked.txt
want_equal "rows of the node" "$host all" "$(cat "$scratch/asked/rows/$host")"
want_equal "jobs" "plan measure merge report" "$(cut -d ' ' -f 1 asked.txt | xargs)"
job=$(sed -n 's/^measure //p' asked.txt)
scontrol show job "$job" >asked.job
want_line 'ArrayTaskId=0-2' asked.job
want_line "ReqNodeList=$host" asked.job
want_line 'TresPerNode=gres:gpu:2' asked.job
want_line "Dependency=afterany:$(sed -n 's/^plan //p' asked.txt)" asked.job
scancel -u "$user"
no_jobs() {
    [ -z "$(squeue -h)" ]
}
until_holds 10 no_jobs || fail "jobs cannot be cancelled"

printf 'key,value\ndevice_name,one\nbatch.per_launch_overhead,9000\n' >one.csv
printf 'key,value\ndevice_name,two\nbatch.per_launch_overhead,5000\n' >two.csv
printf 'one sim:%s/one.csv\ntwo sim:%s/two.csv\n' "$scratch" "$scratch" >rows
victim=one
if dispatchwise devices --csv 2>/dev/null | grep -q llvmpipe; then
    echo 'cpu llvmpipe' >>rows
    victim=cpu
else
    echo "no CPU Vulkan device: the simulated ones only"
fi
lab='a lab' # paths with spaces are paths
sh "$source/scripts/fleet/submit.sh" -r "$lab" -p "$(command -v dispatchwise)" -s 2 -b 8 -d rows \
    -- --workload spin,saxpy >jobs.txt
job=$(sed -n 's/^measure //p' jobs.txt)
task=$(($(grep -n "^$victim " rows | cut -d : -f 1) * 2 - 2))
shard=$lab/shards/$victim/1

# Killed midway: rounds are in the file, and the task is not at its end.
has_rounds() {
    [ -f "$shard.done" ] || { [ -f "$shard/samples.csv" ] &&
        [ "$(wc -l <"$shard/samples.csv")" -gt 20 ]; }
}
until_holds 40 has_rounds || fail "task ${job}_$task measures nothing: $(cat "$lab"/log/*)"
if [ ! -f "$shard.done" ]; then
    scancel --full --signal=KILL "${job}_$task"
    is_dead() {
        [ "$(squeue -h -j "${job}_$task" -o %T 2>/dev/null)" != RUNNING ]
    }
    until_holds 15 is_dead || fail "task ${job}_$task cannot be killed"
    scontrol requeue "${job}_$task"
    waits() {
        [ "$(squeue -h -j "${job}_$task" -o %T)" = PENDING ]
    }
    until_holds 15 waits || fail "task ${job}_$task is not requeued"
    [ ! -f "$shard.done" ] || fail "a killed task says that it is done"
    # Whole lines only are kept of what it left.
    head -c "$(head -n -1 "$shard/samples.csv" | wc -c)" "$shard/samples.csv" >left.csv
    echo "killed ${job}_$task after $(wc -l <left.csv) samples"
    scontrol update JobId="${job}_$task" StartTime=now
elif [ "$victim" = cpu ]; then
    fail "the task was over before it could be killed"
fi

until_holds 120 no_jobs || fail "jobs do not end: $(squeue)"
[ ! -s "$lab"/missing.txt ] || fail "not whole: $(cat "$lab"/missing.txt "$lab"/log/*)"
if [ -f left.csv ]; then
    cmp -n "$(wc -c <left.csv)" left.csv "$shard/samples.csv" ||
        fail "the requeued task did not go on with its run"
    scontrol show job "${job}_$task" >victim.job
    want_line 'Restarts=1' victim.job
    want_line 'JobState=COMPLETED' victim.job
fi

# A whole table: every device, every instance of its plan.
while read -r name device; do
    run=$(ls -d "$lab"/runs*/"$name")
    cmp "$lab/plan/$name/instances.csv" "$run/instances.csv"
    [ -s "$run/scores.csv" ] || fail "$name is not scored"
    [ -s "$lab/report/${run#"$lab"/}/report.html" ] || ! command -v gnuplot >/dev/null ||
        fail "$name has no report: $(cat "$lab"/log/report-*)"
    case $device in
    sim:*) want_line ":$name,batch.per_launch_overhead," "$lab"/table-simulated/calibration.csv ;;
    *) want_line "llvmpipe.*,batch.per_launch_overhead," "$lab"/table/calibration.csv ;;
    esac
done <rows
want_line '#define DW_GENERATED_ROW_COUNT 2' "$lab"/table-simulated/calibration_table.h

# The same again has nothing left to measure.
cp "$lab"/table-simulated/members.csv before.csv
sh "$source/scripts/fleet/submit.sh" -r "$lab" -p "$(command -v dispatchwise)" -s 2 -b 8 -d rows \
    -- --workload spin,saxpy >/dev/null
until_holds 20 no_jobs || fail "jobs do not end: $(squeue)"
cmp before.csv "$lab"/table-simulated/members.csv
echo "whole: $(wc -l <rows) devices in the table"
