/* The runs that a fit or a score works on, reduced: per arm and unit of resampling, locations of
 * the logarithm of the wall time. A unit is a process, or, where all samples are of one process, a
 * block of its rounds. Arms are paired with their instance's baseline by process and round. */
#ifndef FIT_DATA_H
#define FIT_DATA_H

#include "dispatchwise/planner.h"
#include "modes/arm.h"
#include "results/device.h"
#include "results/names.h"
#include "results/samples.h"

#define FIT_NONE UINT32_MAX

/* Medians of so many rounds are averaged: enough to shrug off two outliers, few enough to average.
 */
#define FIT_BLOCK_ROUNDS 5
/* A process has at most so many blocks: longer runs have longer ones. */
#define FIT_BLOCKS_MAX 16

struct fit_instance {
    char workload[32], instance[128];
    enum dw_wait wait;
    uint32_t launches;
    uint64_t repeats;
    double kernel_ns; /* NaN: not known; the mean over pooled runs */
    uint32_t kernel_count;
    struct dw_shape shape; /* as the planner takes it, times the means over pooled runs */
    uint32_t shape_count;  /* runs behind it; 0: not known */
    uint32_t family;       /* number of the workload, or of all recordings */
    uint32_t baseline;     /* its arm plain_launches/each, or FIT_NONE */
    uint32_t control;      /* its A/A arm, or FIT_NONE */
};

/* One arm in one unit, over the rounds that the baseline was timed in too. */
struct fit_value {
    double log_wall, log_base, log_host, log_gpu; /* of ns */
    uint32_t count;                               /* rounds; 0: nothing was timed */
    uint32_t host_count, gpu_count; /* those of them whose host time, whose device span was taken */
};

struct fit_arm {
    uint32_t instance;
    struct arm arm;
    enum arm_status status; /* the worst over pooled runs */
    uint64_t samples;       /* timed batches */
    uint64_t expected;      /* as the summaries say */
    /* Medians of log(wall / baseline's wall) over the paired rounds: all, even, odd. NaN: none. */
    double ratio, ratio_even, ratio_odd;
};

struct fit_data {
    struct results_device device; /* of the first run */
    char run_ids[64];
    char dataset_hash[33];
    struct fit_instance *instances;
    size_t instance_count, instance_capacity;
    struct fit_arm *arms;
    size_t arm_count, arm_capacity;
    struct results_names *instance_names; /* workload, instance, wait */
    struct results_names *arm_names;      /* workload, instance, wait, arm */
    struct results_names *families;       /* results_family */
    uint32_t process_count;
    size_t unit_count;
    struct fit_value *values; /* arm_count * unit_count, arm by arm */
};

int fit_data_create(struct fit_data *data);
void fit_data_free(struct fit_data *data);

/* Add an instance or an arm, or find it if it is there. Return its number, or FIT_NONE (no memory,
 * not logged). An arm that is there keeps the worse of the two statuses. */
uint32_t fit_data_instance(struct fit_data *data, const struct fit_instance *instance);
uint32_t fit_data_arm(struct fit_data *data, uint32_t instance, const struct arm *arm,
                      enum arm_status status);

/* Note an instance's shape in one more run. */
void fit_data_add_shape(struct fit_instance *instance, const struct dw_shape *shape);

/* True if the planner can be asked about the instance: its kernels' times are known. */
bool fit_data_has_shape(const struct fit_instance *instance);

/* True if nothing stands beside the instance's launches that D1 and D4 do not know of. */
bool fit_data_is_plain(const struct fit_instance *instance);

/* The arm of this name on an instance, FIT_NONE if it was not among those of the run. */
uint32_t fit_data_find(const struct fit_data *data, uint32_t instance, const struct arm *arm);

/* Reduce sorted samples (cell numbers are arm numbers) into values and ratios; samples of arms that
 * are not ok are left out. data->process_count is set before. DW_ERROR_NO_MEMORY, logged. */
int fit_data_reduce(struct fit_data *data, const struct results_samples *samples);

/* True if the arm is ok and was timed beside the baseline. */
static inline bool fit_data_timed(const struct fit_data *data, uint32_t arm)
{
    return arm != FIT_NONE && data->arms[arm].status == ARM_STATUS_OK &&
           data->arms[arm].samples > 0;
}

#endif
