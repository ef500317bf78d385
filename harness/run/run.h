/* A run: a plan of instances, processes that measure it one after the other, and the files they
 * leave. All state is in the run's folder, so a run that was killed goes on from it. */
#ifndef RUN_RUN_H
#define RUN_RUN_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "dispatchwise/status.h"
#include "measure/engine.h"
#include "measure/stopping.h"
#include "results/results.h"

/* A full run restarts itself in at least this many processes: submit costs can have modes that hold
 * for a process's life. */
#define RUN_PROCESSES_MIN 5
#define RUN_ARMS_MAX 160   /* of an instance in one process: all there can be, see arms.c */
#define RUN_RECORDED_MAX 8 /* ways in which a program submits the same shape */

struct run_options {
    const char *device, *out, *workload, *shapes, *arms;
    const char *trace; /* a recording to replay; NULL: none */
    const char *plan;  /* folder of a run whose instances these are; NULL: plan anew */
    const char *shard; /* "I/N" of the plan; NULL: all of it */
    double budget_s;   /* 0: by the kind of device */
    uint64_t seed;
    bool resume, quiet, plan_only, together;
    bool grid_too; /* beside the trace: there has to be something to fit on */
};

/* Set by SIGINT, SIGTERM and SIGHUP, which are passed on to a measuring process: the current round
 * is finished, then the run ends. */
extern volatile sig_atomic_t run_interrupted;
void run_catch_signals(void);

/* The engine of a selector: a Vulkan device, or the simulated one. */
int run_open_engine(const char *device, uint64_t seed, uint32_t process,
                    struct measure_engine **engine);

/* Choose the instances (the grid, the user's shapes, a
 * recording's batches, or another run's), measure what the grid
 * needs, and write run.csv and instances.csv. */
int run_make_plan(const struct run_options *options, const char *out);

/* One process's share of a run: every instance that still needs rounds, for as long as budget_s
 * allows. told, if not NULL, hears how many instances are done. After a fatal status the engine is
 * left as it is, and the caller ends the process. */
typedef void run_told(void *context, size_t done, size_t total);
int run_measure(const char *out, uint32_t process, double budget_s, run_told *told, void *context);

/* The whole: plan, processes, summary. Exit codes as the program's. */
int run_campaign(const struct run_options *options, char out[4096]);

/* What is known of an arm of an instance from the files. */
struct run_arm_state {
    struct arm arm;
    enum arm_status status;       /* of the worst process so far */
    struct measure_ratios ratios; /* against the baseline of the same round */
    bool enough;
};

/* How often arms of a variant lost or hung the device, on any instance. */
struct run_strikes {
    unsigned count;
    enum arm_status last; /* how they ended */
};
#define RUN_STRIKES_MAX 3 /* then the variant is tried no more */

struct run_instance_state {
    struct results_instance row;
    struct arm recorded[RUN_RECORDED_MAX]; /* that submit as a recorded program did */
    size_t recorded_count;
    struct run_arm_state *arms; /* of all processes */
    size_t arm_count, arm_capacity;
    uint64_t processes_seen; /* bit p (mod 64): process p left rounds */
    unsigned process_count;
    uint64_t rounds;
};

struct run_state {
    struct run_instance_state *instances;
    size_t count;
    struct run_strikes strikes[DW_VARIANT_COUNT];
    uint32_t next_process; /* a number no process has had */
    uint64_t seed;
    uint32_t cores;
    double each_ns, batch_ns; /* a launch under each wait, as the plan's probe saw it */
    char device[512];         /* selector */
    char arms[512];           /* the user's selection; empty: all */
};

/* Read a run's folder: its plan alone, or what was measured too. */
int run_load_plan(const char *out, struct run_state **state);
int run_load_state(const char *out, struct run_state **state);
void run_free_state(struct run_state **state);
/* True if the instance still needs rounds: fewer than 5 processes or 12 rounds, or an arm that is
 * not precise yet. An instance whose baseline does not run right needs none. */
bool run_needs_rounds(const struct run_instance_state *instance);
/* The arm's state; NULL: no process has met it. */
struct run_arm_state *run_find_arm(const struct run_instance_state *instance,
                                   const struct arm *arm);
/* False if the baseline is known not to run right: there is nothing to compare with. */
bool run_has_baseline(const struct run_instance_state *instance);

#endif
