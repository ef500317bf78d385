/* What the timing loop drives: an engine opens instances and arms and launches whole batches. The
 * Vulkan engine does it on a device, the simulated one in a model; the loop knows neither. */
#ifndef MEASURE_ENGINE_H
#define MEASURE_ENGINE_H

#include <stdbool.h>
#include <stdint.h>
#include "dispatchwise/calibration.h"
#include "dispatchwise/status.h"
#include "grid.h"
#include "modes/arm.h"

#define MEASURE_DETAIL_SIZE 160

/* What an engine is: written into run.csv. */
struct measure_facts {
    struct dw_device_key key;
    bool simulated;
    uint32_t cores;      /* shader cores the device reports, or 0 */
    uint32_t resident;   /* workgroups of 64 invocations that they hold at most, likewise */
    uint64_t loop_limit; /* UINT64_MAX: none */
    uint64_t max_submit_ns;
    uint64_t max_output_words; /* a grid's instance writes at most this */
    uint64_t max_buffer_words; /* the largest buffer the device binds */
    uint32_t max_resources;    /* buffers that a launch binds beside what all share; 0: none */
    char uuid[48], driver[300], layers[512], environment[256], near[64], pinned[16];
    unsigned timestamp_bits;
    double timestamp_period_ns;
};

/* How an arm was opened: checked, and ready to be timed if status is ok. */
struct measure_opened {
    enum arm_status status;
    double record_ns;    /* recording its reusable buffers, 0 where it has none */
    bool record_within;  /* it serves one batch: every batch makes it anew and takes its time */
    double setup_ns;     /* what it does once */
    double first_use_ns; /* its first batch in the process */
    /* Share of the shorter of its two device spans that ran beside the other; NaN: it has not two,
     * or no timestamps. */
    double overlap;
    char detail[MEASURE_DETAIL_SIZE];
};

/* What one batch reports of itself. */
struct measure_batch {
    uint64_t waited_ns; /* in blocking waits */
    double span_ns;     /* device span; NaN where not stamped */
    /* Where the span begins on the device's clock, in ticks of the facts' period and valid bits;
     * 0 where not stamped. */
    uint64_t begin_ticks;
};

/* What can be planted in the batches of a device, to see that wrong results are told from right
 * ones. */
enum measure_fault {
    MEASURE_FAULT_NONE,
    MEASURE_FAULT_SKIPPED_LAUNCH,  /* a launch fewer in every buffer */
    MEASURE_FAULT_DOUBLED_LAUNCH,  /* a launch more */
    MEASURE_FAULT_MISSING_BARRIER, /* a queue's head is reset behind its drain */
    MEASURE_FAULT_COUNT
};

/* Device time of one launch of an instance's kernels, ns; 0: not known. */
struct measure_kernel_times {
    double kernel_ns, second_kernel_ns;
};

/* Chains of launches in one buffer, for the device's time without the host: the instance's kernel
 * with a barrier between its launches, the workgroups of all its launches in one dispatch, the
 * empty kernel with a barrier. */
enum measure_chain { MEASURE_CHAIN_APART, MEASURE_CHAIN_MERGED, MEASURE_CHAIN_EMPTY };

/* A merged chain has at most so many launches: one dimension of a dispatch. */
#define MEASURE_MERGED_MAX 65535

struct measure_engine {
    const struct measure_ops *ops;
    struct measure_facts facts;
    const void *running; /* the arm whose batch was launched last */
};

/* Functions return 0 or a negative enum dw_status. DW_ERROR_DEVICE_LOST and DW_ERROR_TIMEOUT end
 * the engine: only close may follow. */
struct measure_ops {
    /* Buffers, pipelines and the expected results of one instance. */
    int (*open_instance)(struct measure_engine *engine, const struct grid_instance *instance,
                         const struct measure_kernel_times *times, void **handle);
    void (*close_instance)(struct measure_engine *engine, void **handle);

    /* Whether the batch allows the choice and the device has what it needs. */
    bool (*supports)(struct measure_engine *engine, void *instance, const struct dw_choice *choice);
    /* Build an arm, run it once on poisoned buffers and check every word against the reference.
     * *arm stays NULL unless opened->status is ok; one that is not leaves nothing behind. */
    int (*open_arm)(struct measure_engine *engine, void *instance, const struct arm *choice,
                    struct measure_opened *opened, void **arm);
    void (*close_arm)(struct measure_engine *engine, void **arm);

    /* What lies between two batches and is no runtime's to pay; not timed. */
    int (*prepare)(struct measure_engine *engine, void *arm, bool stamped);
    /* Launch one whole batch and wait for it as its shape says; prepare comes before each. */
    int (*execute)(struct measure_engine *engine, void *arm, bool stamped,
                   struct measure_batch *batch);
    /* Check the instance's results after all the batches since the last arm was opened;
     * *status is ok or wrong_result. */
    int (*check)(struct measure_engine *engine, void *instance, enum arm_status *status);
    /* Run an opened arm `runs` times on poisoned buffers and check; *status as above. */
    int (*recheck)(struct measure_engine *engine, void *instance, void *arm, uint32_t runs,
                   enum arm_status *status);

    /* Device span of a chain of so many launches. */
    int (*chain_span)(struct measure_engine *engine, void *instance, uint32_t launches,
                      enum measure_chain chain, double *span_ns);

    /* Plant a fault in every instance opened from now on. NULL: nothing is computed. */
    void (*plant)(struct measure_engine *engine, enum measure_fault fault);

    /* Let so much time pass on the host, busily. */
    void (*spend)(struct measure_engine *engine, double ns);
    /* The clocks, in ns. */
    uint64_t (*wall_ns)(struct measure_engine *engine);
    uint64_t (*processor_ns)(struct measure_engine *engine);

    void (*close)(struct measure_engine **engine);
};

/* A device that is lost or hangs cannot be taken down in order: what was measured is on disk, and
 * the process ends so that the next one opens the device afresh. */
static inline bool measure_is_fatal(int status)
{
    return status == DW_ERROR_DEVICE_LOST || status == DW_ERROR_TIMEOUT;
}

/* Whether what an engine opened is to be closed behind such a status. A simulated device hangs in
 * no driver. */
static inline bool measure_may_close(const struct measure_engine *engine, int status)
{
    return engine->facts.simulated || !measure_is_fatal(status);
}

#endif
