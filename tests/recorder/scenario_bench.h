/* What the recorder costs a call, printed by the recorded program. */
#ifndef TESTS_RECORDER_SCENARIO_BENCH_H
#define TESTS_RECORDER_SCENARIO_BENCH_H

#include "base/clock.h"
#include "rig.h"

static inline int scenario_compare(const void *a, const void *b)
{
    const uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return left < right ? -1 : left > right;
}

/* Prints medians in ns: of a recorded call, of a descriptor write, of a submit without commands. */
static inline void scenario_bench(void)
{
    enum { ROUNDS = 200, LAUNCHES = 1000, WRITES = 1000 };
    static uint64_t calls[ROUNDS], writes[ROUNDS], submits[ROUNDS];
    struct rig rig;
    struct rig_work work;
    rig_open(&rig, NULL);
    rig_start(&rig, &work);
    for (int round = 0; round < ROUNDS; round++) {
        const uint64_t start = base_clock_ns();
        rig_begin(work.commands, 0);
        rig_record(&rig, &work, work.commands, LAUNCHES, 0);
        RIG_TRY(vkEndCommandBuffer(work.commands));
        const uint64_t recorded = base_clock_ns();
        for (int i = 0; i < WRITES; i++)
            rig_write_set(&rig, &work, work.set);
        const uint64_t written = base_clock_ns();
        rig_submit(&rig, VK_NULL_HANDLE, VK_NULL_HANDLE);
        const uint64_t before = base_clock_ns();
        rig_submit(&rig, VK_NULL_HANDLE, work.fence);
        submits[round] = base_clock_ns() - before;
        rig_wait(&rig, &work);
        calls[round] = (recorded - start) / (3 * LAUNCHES);
        writes[round] = (written - recorded) / WRITES;
    }
    qsort(calls, ROUNDS, sizeof calls[0], scenario_compare);
    qsort(writes, ROUNDS, sizeof writes[0], scenario_compare);
    qsort(submits, ROUNDS, sizeof submits[0], scenario_compare);
    printf("command %llu ns, descriptor write %llu ns, empty submit %llu ns\n",
           (unsigned long long)calls[ROUNDS / 2], (unsigned long long)writes[ROUNDS / 2],
           (unsigned long long)submits[ROUNDS / 2]);
    rig_stop(&rig, &work);
    rig_close(&rig, true);
}

#endif
