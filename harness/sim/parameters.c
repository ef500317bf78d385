#include "sim/parameters.h"

#include <string.h>

#include "base/csv.h"
#include "base/text.h"
#include "sim/planted.h"
#include "sim/sim.h"

#define NS_MAX 1e9

#define AT(field) .offset = offsetof(struct sim_parameters, field)
#define REAL(key, measure, field, value, low, high, text)                                          \
    {                                                                                              \
        .name = (key), .unit = (measure), .kind = SIM_KIND_REAL, .initial = (value),               \
        .least = (low), .most = (high), AT(field), .help = (text)                                  \
    }
#define NS(key, field, value, text) REAL(key, "ns", field, value, 0, NS_MAX, text)
#define WHOLE(key, measure, field, value, low, high, text)                                         \
    {                                                                                              \
        .name = (key), .unit = (measure), .kind = SIM_KIND_WHOLE, .initial = (value),              \
        .least = (low), .most = (high), AT(field), .help = (text)                                  \
    }
#define TEXT(key, how, field, value, text)                                                         \
    {                                                                                              \
        .name = (key), .unit = "", .kind = (how), .initial_text = (value), AT(field),              \
        .help = (text)                                                                             \
    }

#define HAS(name, field, text) WHOLE("has." name, "", has.field, 1, 0, 1, text)

#define CONSTANT(id, key, measure, initial_value) PLANT(id, key, measure, PLANTED_##id)
#define PLANT(...) PLANT_AT(__VA_ARGS__)
#define PLANT_AT(id, key, measure, how, value, high, text)                                         \
    {.name = (key),                                                                                \
     .unit = (measure),                                                                            \
     .kind = (how),                                                                                \
     .initial = (value),                                                                           \
     .most = (high),                                                                               \
     AT(constant[DW_CONSTANT_##id]),                                                               \
     .help = (text)},

/* clang-format off */
const struct sim_parameter sim_parameters[] = {
    TEXT("world", SIM_KIND_WORLD, world, "reference",
         "whose formulas are exact: reference (what stands beside the launches costs nothing, and "
         "axes have one side) or pipeline (the planner's)"),
    TEXT("device_name", SIM_KIND_NAME, device_name, "simulated", "name of the device"),
    WHOLE("driver_version", "", driver_version, 1, 0, UINT32_MAX, "driver of the device"),
    WHOLE("loop_limit", "iterations", loop_limit, 0, 0, 9e15, "of an invocation; 0: none"),
    WHOLE("held_copy", "bytes", held_copy, 0, 0, UINT32_MAX,
          "of the largest copy that it has memory for; 0: it has for any"),

    NS("each.per_launch_overhead", costs[DW_WAIT_EACH].launch_ns, 43000, "world reference"),
    NS("each.persistent_setup_overhead", costs[DW_WAIT_EACH].setup_ns, 61000,
       "world reference; no arm pays it"),
    NS("each.record_overhead", costs[DW_WAIT_EACH].record_ns, 16000, "world reference"),
    NS("each.replay_overhead", costs[DW_WAIT_EACH].replay_ns, 31000, "world reference"),
    NS("batch.per_launch_overhead", costs[DW_WAIT_BATCH].launch_ns, 9000, "world reference"),
    NS("batch.persistent_setup_overhead", costs[DW_WAIT_BATCH].setup_ns, 42000,
       "world reference"),
    NS("batch.record_overhead", costs[DW_WAIT_BATCH].record_ns, 18000, "world reference"),
    NS("batch.replay_overhead", costs[DW_WAIT_BATCH].replay_ns, 2500, "world reference"),
    TEXT("each.best_reuse", SIM_KIND_REUSE, best_reuse[DW_WAIT_EACH], "command_reuse/armed",
         "world reference: the variant that takes what the formula says"),
    TEXT("batch.best_reuse", SIM_KIND_REUSE, best_reuse[DW_WAIT_BATCH],
         "command_reuse/unrolled:all", "the same"),
    TEXT("batch.best_persistent", SIM_KIND_PERSISTENT, best_persistent, "",
         "the same; empty: drain with 4 workgroups a core (64 without cores), 1 item a pop"),
    REAL("variant_penalty", "", variant_penalty, 0.15, 0, 100,
         "world reference: how much longer every other variant takes"),

    DW_PLANNER_CONSTANTS(CONSTANT)
    HAS("second_queue", second_queue, "another queue of the launches' family; 0: it has none"),
    HAS("second_family", second_family, "another family that computes"),
    HAS("transfer_family", transfer_family, "a family that only copies"),
    HAS("direct_write", direct_write, "device memory that the host can write"),
    HAS("bindless", bindless, "descriptors indexed at run time"),
    HAS("push_descriptors", push_descriptors, "push descriptors"),
    HAS("timeline", timeline, "timeline semaphores"),
    HAS("spare_core", spare_core, "a processor core for spinning and for compiling ahead"),

    NS("kernel.alone", kernel.alone_ns, 1500,
       "a workgroup alone; kernel.WORKLOAD.alone, and so on: of one workload"),
    REAL("kernel.alone_step", "ns", kernel.alone_step_ns, 20, 0, 1e6, "a step of it"),
    REAL("kernel.share", "ns", kernel.share_ns, 1.5, 0, 1e6, "a workgroup of a full device"),
    REAL("kernel.share_step", "ns", kernel.share_step_ns, 0.1, 0, 1e6, "a step of it"),

    REAL("noise", "", noise, 0.05, 0, 2, "of a batch: sd of the logarithm of its time"),
    REAL("span_noise", "", span_noise, 0.005, 0, 2, "of a device span, likewise"),
    REAL("process_effect", "", process_effect, 0.01, 0, 2, "of a process on all arms, likewise"),
    REAL("arm_process_effect", "", arm_process_effect, 0, 0, 2,
         "of a process on one arm, likewise"),
    REAL("drift", "1/s", drift, 0, -1, 1, "growth of all batches, in virtual seconds: 1 + drift*s"),
    REAL("outlier_rate", "", outlier_rate, 0.005, 0, 1, "batches that take far longer"),
    REAL("outlier_factor", "", outlier_factor, 3, 1, 1e6, "how much longer, at least"),
    REAL("outlier_tail", "", outlier_tail, 2, 0.5, 100, "exponent of their Pareto tail"),
    NS("setup", setup_ns, 200000, "opening an arm"),
    REAL("first_use_factor", "", first_use_factor, 3, 1, 1e6, "how much longer a first batch is"),

    REAL("slowdown", "", slowdown, 1, 1e-3, 1e3, "factor on batches of slowdown_arm"),
    TEXT("slowdown_arm", SIM_KIND_PREFIX, slowdown_arm, "",
         "arms whose names begin so; empty: every arm"),
    TEXT("wrong_arm", SIM_KIND_PREFIX, wrong_arm, "", "arms that compute wrong results"),
    TEXT("late_wrong_arm", SIM_KIND_PREFIX, late_wrong_arm, "",
         "arms whose results are right at first, wrong when repeated"),
    TEXT("lost_arm", SIM_KIND_PREFIX, lost_arm, "",
         "arms of which the first batch timed in a process loses the device"),
    TEXT("timeout_arm", SIM_KIND_PREFIX, timeout_arm, "", "arms of which it does not end in time"),
    WHOLE("fault_processes", "processes", fault_processes, UINT32_MAX, 0, UINT32_MAX,
          "only so many, the first ones, meet lost_arm and timeout_arm"),
    TEXT("unsupported_arm", SIM_KIND_PREFIX, unsupported_arm, "", "arms the device cannot run"),
};
/* clang-format on */
const size_t sim_parameter_count = sizeof sim_parameters / sizeof *sim_parameters;

const char *const sim_world_names[SIM_WORLD_COUNT] = {
    [SIM_WORLD_REFERENCE] = "reference",
    [SIM_WORLD_PIPELINE] = "pipeline",
};

static bool set_number(const struct sim_parameter *parameter, const char *text, double *value)
{
    double number;
    if (!base_parse_real(text, &number) || number < parameter->least || number > parameter->most ||
        (parameter->kind == SIM_KIND_WHOLE && number - (double)(uint64_t)number > 0))
        return false;
    *value = number;
    return true;
}

static bool set_world(const char *text, enum sim_world *world)
{
    for (int i = 0; i < SIM_WORLD_COUNT; i++)
        if (strcmp(text, sim_world_names[i]) == 0) {
            *world = (enum sim_world)i;
            return true;
        }
    return false;
}

static bool set_arm(const char *text, enum dw_mode mode, struct arm *arm)
{
    struct arm found;
    if (!arm_parse(text, &found) || arm_mode(&found) != mode || found.role != ARM_ROLE_FORCED)
        return false;
    *arm = found;
    return true;
}

/* A prefix that no arm can have would plant nothing, silently. */
static bool set_prefix(const char *text, char prefix[DW_ARM_NAME_SIZE])
{
    const size_t length = strlen(text);
    bool possible = length == 0;
    for (int i = 0; i < DW_VARIANT_COUNT && !possible; i++) {
        char name[DW_ARM_NAME_SIZE];
        const struct arm arm = {.choice = {.variant = (uint8_t)i, .number = {1, 1}}};
        arm_format(&arm, name, sizeof name);
        const size_t words = strcspn(name, ":");
        possible = strncmp(text, name, length < words ? length : words) == 0;
    }
    return possible && base_copy_text(prefix, DW_ARM_NAME_SIZE, text);
}

bool sim_set_parameter(const struct sim_parameter *parameter, const char *text,
                       struct sim_parameters *values)
{
    void *field = (char *)values + parameter->offset;
    struct arm *best = field;
    switch (parameter->kind) {
    case SIM_KIND_REAL:
    case SIM_KIND_WHOLE:
        return set_number(parameter, text, field);
    case SIM_KIND_WORLD:
        return set_world(text, field);
    case SIM_KIND_NAME:
        return *text && base_copy_text(field, DW_DEVICE_NAME_SIZE, text);
    case SIM_KIND_REUSE:
        return set_arm(text, DW_MODE_COMMAND_REUSE, best);
    case SIM_KIND_PERSISTENT:
        if (*text)
            return set_arm(text, DW_MODE_PERSISTENT_KERNEL, best);
        *best = arm_baseline();
        return true;
    case SIM_KIND_PREFIX:
        return set_prefix(text, field);
    }
    return false;
}

void sim_describe_parameters(FILE *file)
{
    fputs("key,value,unit,meaning\n", file);
    for (size_t i = 0; i < sim_parameter_count; i++) {
        const struct sim_parameter *parameter = &sim_parameters[i];
        if (parameter->initial_text)
            fprintf(file, "%s,%s,%s,", parameter->name, parameter->initial_text, parameter->unit);
        else
            fprintf(file, "%s,%.15g,%s,", parameter->name, parameter->initial, parameter->unit);
        base_csv_write_field(file, parameter->help);
        fputc('\n', file);
    }
}
