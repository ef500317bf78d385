/* What is planted in a simulated device: one table of parameters, and their values as a file gives
 * them. */
#ifndef SIM_PARAMETERS_H
#define SIM_PARAMETERS_H

#include <stddef.h>
#include <stdint.h>
#include "dispatchwise/calibration.h"
#include "grid.h"
#include "modes/arm.h"

#define SIM_WORKLOADS_MAX 64

enum sim_world {
    SIM_WORLD_REFERENCE, /* the reference policy's formulas are exact */
    SIM_WORLD_PIPELINE,  /* the planner's are */
    SIM_WORLD_COUNT
};

/* The reference policy's constants, ns. */
struct sim_costs {
    double launch_ns, setup_ns, record_ns, replay_ns;
};

/* What the device and its host have, beside one queue; 0 or 1. */
struct sim_features {
    double second_queue, second_family, transfer_family, direct_write;
    double bindless, push_descriptors, timeline, spare_core;
};

struct sim_parameters {
    enum sim_world world;
    char device_name[DW_DEVICE_NAME_SIZE];
    double driver_version;
    double loop_limit; /* 0: none */
    double held_copy;  /* bytes of the largest copy for which there is memory; 0: for any */

    struct sim_costs costs[DW_WAIT_COUNT];
    struct arm best_reuse[DW_WAIT_COUNT];
    struct arm best_persistent; /* no workgroups: four a core */
    double variant_penalty;
    double constant[DW_CONSTANT_COUNT]; /* those of DW_PLANNER_CONSTANTS */
    struct sim_features has;
    /* Fields below 0 are those of `kernel`; by place in workload_registry. */
    struct grid_kernel kernel, workload_kernel[SIM_WORKLOADS_MAX];

    double noise, span_noise, process_effect, arm_process_effect; /* sd of the logarithm */
    double drift;                                                 /* a virtual second */
    double outlier_rate, outlier_factor, outlier_tail;
    double setup_ns, first_use_factor;

    double slowdown;
    char slowdown_arm[DW_ARM_NAME_SIZE]; /* names of arms begin with it; "": all arms do */
    /* As above; "": no arm's does. */
    char wrong_arm[DW_ARM_NAME_SIZE], late_wrong_arm[DW_ARM_NAME_SIZE];
    char lost_arm[DW_ARM_NAME_SIZE], timeout_arm[DW_ARM_NAME_SIZE];
    char unsupported_arm[DW_ARM_NAME_SIZE];
    double fault_processes;
};

enum sim_kind {
    SIM_KIND_REAL,
    SIM_KIND_WHOLE,
    SIM_KIND_WORLD,      /* enum sim_world */
    SIM_KIND_NAME,       /* char[DW_DEVICE_NAME_SIZE], not empty */
    SIM_KIND_REUSE,      /* struct arm of command_reuse */
    SIM_KIND_PERSISTENT, /* struct arm of persistent_kernel, or empty */
    SIM_KIND_PREFIX      /* char[DW_ARM_NAME_SIZE]: how names of arms begin, or empty */
};

/* One parameter: initial, least and most of numbers, initial_text of the others. */
struct sim_parameter {
    const char *name, *unit;
    enum sim_kind kind;
    const char *initial_text;
    double initial, least, most;
    size_t offset; /* in struct sim_parameters */
    const char *help;
};

extern const struct sim_parameter sim_parameters[];
extern const size_t sim_parameter_count;
extern const char *const sim_world_names[SIM_WORLD_COUNT];

/* Write a value given as text; false if the parameter does not take it. */
bool sim_set_parameter(const struct sim_parameter *parameter, const char *text,
                       struct sim_parameters *values);

/* The values of a selector. Returns 0, DW_ERROR_IO or DW_ERROR_PARSE, logged. */
int sim_load_parameters(const char *selector, struct sim_parameters *values);

#endif
