/* A synthetic workload: one shader body that every mode's shader includes, its shapes, and the CPU
 * reference that every run is checked against, bit for bit. A new workload is a folder under
 * synthetic/; the build collects the folders into the registry.
 *
 * One workgroup of one launch is an item. A launch does not know its index from the host: each
 * workgroup draws it from its own counter, counters[group] (old value modulo launches), so that one
 * recorded buffer serves every launch, and the counters must end exactly at the number of launches
 * run. Launch L writes region L of the output, region_words long; regions are disjoint. */
#ifndef WORKLOADS_WORKLOAD_H
#define WORKLOADS_WORKLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "dispatchwise/planner.h"

/* The output is filled with this word before a checked run. */
#define WORKLOAD_POISON UINT32_C(0xdeadbeef)

#define WORKLOAD_INSTANCE_SIZE 128

/* The plain numbers of one batch. */
struct workload_shape {
    enum dw_wait wait;
    uint32_t launches; /* at least 1 */
    uint32_t groups;   /* workgroups a launch, 1 to 65535 */
    uint32_t steps;    /* the body's work, its own unit: at least 1 */
    uint32_t repeats;  /* batches that one recording serves, at least 1 */
    /* What stands beside them; all zero: nothing. */
    uint32_t dependent;                   /* 1: each launch reads what the one before it left */
    uint32_t resources;                   /* buffers that each launch binds beside what all share */
    uint32_t rebind;                      /* 1: they are others for every batch */
    uint32_t second_groups, second_steps; /* a second kernel, launched as often */
    enum dw_arms arms;                    /* D2's verdict on the two */
    uint64_t copy_bytes;                  /* to the device */
    enum dw_copy copy;                    /* D3's verdict on the copy */
    uint32_t specializations;             /* launches that meet a pipeline which is not there yet */
    uint32_t confidence_bps; /* share of them that is predicted right, hundredths of a percent */
    uint32_t lone_core;      /* 1: none to spare; who compiles ahead shares that of who launches */
};

/* An initialiser of a shape with nothing beside its launches. */
#define WORKLOAD_PLAIN_SHAPE(when, n, g, s, r)                                                     \
    {                                                                                              \
        .wait = (when), .launches = (n), .groups = (g), .steps = (s), .repeats = (r)               \
    }

/* Push constants of every shader, in this order. */
struct workload_push {
    uint32_t launches, groups, steps;
    uint32_t items;     /* drain: launches * groups */
    uint32_t claim;     /* drain: items claimed per pop */
    uint32_t pops;      /* drain: at most this many pops a workgroup (loop limits) */
    uint32_t dependent; /* 1: every launch continues the chain of the one before it */
    uint32_t resources,
        first_resource; /* those that the launch reads, by their place in the table */
};

/* The specialization constant that makes another pipeline of a shader: a salt, 0 in the plain one.
 */
#define WORKLOAD_SALT_CONSTANT 1

/* The counters' buffer: of each workgroup the launches that it ran; then, of each, the sum of the
 * resources that it read and of the salts that it ran with (modulo 2^32); then two rows of the
 * chain. */
#define WORKLOAD_CHAIN_WIDTH 16 /* shaders/constants.h */
#define WORKLOAD_COUNTER_WORDS(groups) (2 * (uint64_t)(groups) + 2 * WORKLOAD_CHAIN_WIDTH)

/* The chain, an iterated stencil: launch L (from 0, over all batches) fills row L % 2 from the
 * other one, which the launch before it left. `chain` is of two rows, at first all 0. */
void workload_advance_chain(uint32_t groups, uint32_t launch,
                            uint32_t chain[2 * WORKLOAD_CHAIN_WIDTH]);

/* The resources, 0 up: their words, and what a launch that reads `count` of them from `first` on
 * adds to the sum of a workgroup. */
#define WORKLOAD_RESOURCE_WORDS 64 /* shaders/constants.h */
uint32_t workload_resource_word(uint32_t resource, uint32_t word);
uint32_t workload_read_resources(uint32_t first, uint32_t count, uint32_t group);

/* Storage buffers of set 0, all uint[]: binding numbers. */
enum {
    WORKLOAD_BINDING_COUNTERS,
    WORKLOAD_BINDING_INPUT,
    WORKLOAD_BINDING_OUTPUT,
    WORKLOAD_BINDING_QUEUE,
    WORKLOAD_BINDING_COUNT
};

struct workload_code {
    const uint32_t *words;
    size_t bytes;
};

struct workload {
    const char *name, *description, *steps_unit;
    uint32_t local_size; /* invocations a workgroup */
    uint32_t steps_max;  /* correctness or memory bound of steps; at least 256 */
    uint32_t step_words; /* of memory, that an invocation reads and writes in a step, about */
    /* SPIR-V, entry point "main". The direct ones that read resources find them in set 1: an array
     * as long as specialization constant 0 says, or one of any length. */
    struct workload_code direct, direct_sized, direct_table, drain;
    /* Loop iterations of one invocation for one item, an upper bound. Where a loop follows another,
     * leaving the first counts as well. */
    uint64_t (*loops)(const struct workload_shape *shape);
    uint64_t (*input_words)(const struct workload_shape *shape);  /* at least 1 */
    uint64_t (*region_words)(const struct workload_shape *shape); /* at least 1, per launch */
    /* What the shaders read, then what the reference computes once for all launches. */
    void (*fill_input)(const struct workload_shape *shape, uint32_t *input);
    /* Write launch's region as it must be after `runs` (at least 1) executions of the whole batch
     * on a region filled with WORKLOAD_POISON. */
    void (*expect)(const struct workload_shape *shape, uint32_t launch, uint32_t runs,
                   const uint32_t *input, uint32_t *region);
};

/* The shape whose groups and steps are those of the second kernel: what the functions above take
 * for it. */
struct workload_shape workload_second_shape(const struct workload_shape *shape);

/* The same with the reading of the resources. */
uint64_t workload_loops(const struct workload *workload, const struct workload_shape *shape);

/* The registry, generated, sorted by name. */
extern const struct workload *const workload_registry[];
extern const size_t workload_count;
/* NULL if there is none of that name. */
const struct workload *workload_find(const char *name);

/* The canary: counts to push.steps in one loop and stores what it reached in output[0]. A device
 * that cuts loops off reaches less. Same bindings and push constants; one workgroup of 1. */
extern const struct workload_code workload_canary;
/* A shader that returns at once: same bindings and push constants. */
extern const struct workload_code workload_empty;

#define WORKLOAD_GROUPS_MAX 65535 /* of a launch */
#define WORKLOAD_COPY_BYTES_MAX (UINT64_C(1) << 30)

/* Why a shape cannot be built, as field and reason ("groups", "1 to 65535"); NULL if it can. */
struct workload_refusal {
    const char *field, *reason;
};
bool workload_check_shape(const struct workload *workload, const struct workload_shape *shape,
                          struct workload_refusal *refusal);

/* "n64-g16-s100-r1", what stands beside the launches behind it: unique with workload and wait. */
void workload_instance_name(const struct workload_shape *shape, char text[WORKLOAD_INSTANCE_SIZE]);

/* The shape as core's planner takes it; the kernels' groups are the shape's, their times unknown.
 */
struct dw_shape workload_planner_shape(const struct workload_shape *shape);

#endif
