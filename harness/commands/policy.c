#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dispatchwise/dispatchwise.h"

#include "base/log.h"
#include "base/text.h"
#include "commands/commands.h"
#include "commands/policy_batch.h"
#include "commands/policy_row.h"
#include "gpu/device.h"

struct policy_options {
    const char *device, *batch;
    bool csv, audit;
};

static const struct base_option policy_option_table[] = {
    {"device", 'd', BASE_OPTION_TEXT, offsetof(struct policy_options, device), "D",
     "take costs and thresholds from this device's calibration"},
    {"batch", 'b', BASE_OPTION_TEXT, offsetof(struct policy_options, batch), "FILE",
     "evaluate every row of a CSV file; - reads standard input"},
    {"csv", 0, BASE_OPTION_FLAG, offsetof(struct policy_options, csv), NULL,
     "print the verdict as --batch does"},
    {"audit", 0, BASE_OPTION_FLAG, offsetof(struct policy_options, audit), NULL,
     "print the audit log after the verdict"},
};

/* One batch on the command line. */
struct single {
    struct policy_row row;
    bool given[POLICY_COLUMN_COUNT];
    enum dw_wait wait;
    bool wait_given;
    enum dw_tier tier;
    const struct dw_calibration_row *calibration;
    struct dw_thresholds thresholds;
};

/* Every key of k=v: the columns, then wait. */
#define KEY_COUNT (POLICY_COLUMN_COUNT + 1)

static int find_key(const char *text, size_t length)
{
    const char *names[KEY_COUNT], *nearest;
    char key[64];
    snprintf(key, sizeof(key), "%.*s", (int)(length < sizeof(key) ? length : sizeof(key)), text);
    memcpy(names, policy_column_names, sizeof(policy_column_names));
    names[POLICY_COLUMN_COUNT] = "wait";
    for (int i = 0; i < KEY_COUNT; i++)
        if (length == strlen(names[i]) && memcmp(text, names[i], length) == 0)
            return i;
    nearest = base_nearest_name(key, names, KEY_COUNT);
    if (nearest != NULL)
        base_error("policy: unknown key '%s'; did you mean %s?", key, nearest);
    else
        base_error("policy: unknown key '%s'; dispatchwise policy --help lists the keys", key);
    return -1;
}

static const char *set_wait(struct single *single, const char *text)
{
    for (int i = 0; i < DW_WAIT_COUNT; i++) {
        if (strcmp(text, dw_wait_name((enum dw_wait)i)) == 0) {
            single->wait = (enum dw_wait)i;
            return NULL;
        }
    }
    return "each or batch";
}

static int take_argument(struct single *single, const char *argument)
{
    const char *equals = strchr(argument, '='), *value, *expected;
    bool *given;
    int key;
    if (equals == NULL) {
        base_error("policy: expected KEY=VALUE, found '%s'", argument);
        return DW_ERROR_INVALID_ARGUMENT;
    }
    key = find_key(argument, (size_t)(equals - argument));
    if (key < 0)
        return DW_ERROR_INVALID_ARGUMENT;
    given = key == POLICY_COLUMN_COUNT ? &single->wait_given : &single->given[key];
    if (*given) {
        base_error("policy: %.*s is given twice", (int)(equals - argument), argument);
        return DW_ERROR_INVALID_ARGUMENT;
    }
    *given = true;
    value = equals + 1;
    expected = key == POLICY_COLUMN_COUNT ? set_wait(single, value)
                                          : policy_row_set(&single->row, key, value, strlen(value));
    if (expected != NULL) {
        base_error("policy: %.*s: expected %s, found '%s'", (int)(equals - argument), argument,
                   expected, value);
        return DW_ERROR_INVALID_ARGUMENT;
    }
    return DW_OK;
}

static int read_arguments(struct single *single, int count, char **arguments)
{
    single->wait = DW_WAIT_BATCH;
    for (int i = 0; i < POLICY_COLUMN_COUNT; i++) {
        const char *initial = policy_column_initials[i];
        (void)policy_row_set(&single->row, i, initial, strlen(initial));
    }
    for (int i = 0; i < count; i++) {
        int status = take_argument(single, arguments[i]);
        if (status != DW_OK)
            return status;
    }
    return DW_OK;
}

/* What the command line left out comes from the device's row, or from the defaults. */
static int calibrate(struct single *single, const char *device)
{
    struct dw_policy_inputs *inputs = &single->row.inputs;
    struct dw_costs costs;
    single->calibration = dw_default_calibration();
    single->tier = DW_TIER_DEFAULTS;
    if (device != NULL) {
        struct dw_device_key key;
        int status = gpu_find_device_key(device, &key);
        if (status != DW_OK)
            return status;
        single->calibration = dw_lookup_calibration(dw_builtin_calibration(), &key, &single->tier);
    }
    single->thresholds = dw_calibration_thresholds(single->calibration);
    costs = dw_calibration_costs(single->calibration, single->wait);
    if (!single->given[POLICY_COLUMN_per_launch_overhead_ns])
        inputs->persistent.per_launch_overhead_ns = costs.per_launch_overhead_ns;
    if (!single->given[POLICY_COLUMN_persistent_setup_overhead_ns])
        inputs->persistent.persistent_setup_overhead_ns = costs.persistent_setup_overhead_ns;
    if (!single->given[POLICY_COLUMN_reuse_per_launch_overhead_ns])
        inputs->reuse.per_launch_overhead_ns = costs.per_launch_overhead_ns;
    if (!single->given[POLICY_COLUMN_record_overhead_ns])
        inputs->reuse.record_overhead_ns = costs.record_overhead_ns;
    if (!single->given[POLICY_COLUMN_replay_overhead_ns])
        inputs->reuse.replay_overhead_ns = costs.replay_overhead_ns;
    return DW_OK;
}

static void print_text(const char *name, const char *value)
{
    printf("%-29s %s\n", name, value);
}

static void print_constant(const char *name, uint64_t value)
{
    if (value == DW_NEVER)
        print_text(name, "never");
    else
        printf("%-29s %" PRIu64 "\n", name, value);
}

/* Under the names of the CSV columns, so that the two cannot come apart. */
static void print_verdict(const struct dw_policy_verdict *verdict)
{
    char names[POLICY_LINE_SIZE], values[POLICY_LINE_SIZE];
    char *name_at = names, *value_at = values;
    size_t length = policy_verdict_line(verdict, values);
    memcpy(names, policy_verdict_header, strlen(policy_verdict_header) + 1);
    values[length] = '\0';
    while (*name_at != '\0') {
        size_t name = strcspn(name_at, ",\n"), value = strcspn(value_at, ",\n");
        printf("%-29.*s %.*s\n", (int)name, name_at, (int)value, value_at);
        name_at += name + 1;
        value_at += value + 1;
    }
}

static void print_listing(const struct single *single, const struct dw_policy_verdict *verdict)
{
    const struct dw_policy_inputs *inputs = &single->row.inputs;
    const char *variant = single->calibration->variant[single->wait][verdict->mode.mode];
    print_text("tier", dw_tier_name(single->tier));
    print_text("wait", dw_wait_name(single->wait));
    print_constant("per_launch_overhead_ns", inputs->persistent.per_launch_overhead_ns);
    print_constant("persistent_setup_overhead_ns", inputs->persistent.persistent_setup_overhead_ns);
    print_constant("reuse_per_launch_overhead_ns", inputs->reuse.per_launch_overhead_ns);
    print_constant("record_overhead_ns", inputs->reuse.record_overhead_ns);
    print_constant("replay_overhead_ns", inputs->reuse.replay_overhead_ns);
    print_constant("bindless_threshold", single->thresholds.bindless_resources);
    print_constant("hot_count", single->thresholds.hot_hits);
    print_constant("confidence_bps", single->thresholds.confidence_bps);
    print_verdict(verdict);
    if (variant[0] != '\0')
        print_text("variant", variant);
}

static void print_audit(const struct dw_policy_verdict *verdict)
{
    struct dw_audit_ring ring;
    char text[1024];
    dw_clear_audit(&ring);
    dw_record_verdict(&ring, verdict);
    dw_format_audit(&ring, text, sizeof(text));
    fputs(text, stdout);
}

static int run_single(const struct policy_options *options, int count, char **arguments)
{
    struct single single = {.given = {false}};
    struct dw_policy_verdict verdict;
    int status = read_arguments(&single, count, arguments);
    if (status == DW_OK)
        status = calibrate(&single, options->device);
    if (status != DW_OK)
        goto done;
    dw_evaluate_policy(&single.row.inputs, &single.thresholds, NULL, &verdict);
    if (options->csv) {
        char line[POLICY_LINE_SIZE];
        base_info("tier %s", dw_tier_name(single.tier));
        fputs(policy_verdict_header, stdout);
        const size_t length = policy_verdict_line(&verdict, line);
        fwrite(line, 1, length, stdout);
    } else {
        print_listing(&single, &verdict);
    }
    if (options->audit)
        print_audit(&verdict);
done:
    policy_row_release(&single.row);
    return status;
}

static int run_policy(const void *data, int count, char **arguments)
{
    const struct policy_options *options = data;
    if (options->batch == NULL)
        return base_exit_code(run_single(options, count, arguments));
    if (count > 0 || options->device != NULL || options->audit) {
        base_error("policy: --batch takes every number from its file: leave out %s",
                   count > 0                 ? arguments[0]
                   : options->device != NULL ? "--device"
                                             : "--audit");
        return BASE_EXIT_USAGE;
    }
    return base_exit_code(policy_run_batch(options->batch));
}

const struct base_command command_policy = {
    .name = "policy",
    .arguments = "[KEY=VALUE...] | --batch FILE",
    .summary = "evaluate the reference policy for one batch or a file of them",
    .details =
        "Keys, which are the columns of --batch too:\n"
        "  batch_size, per_launch_overhead_ns, per_item_kernel_ns, persistent_setup_overhead_ns,\n"
        "  arm_a_reads, arm_a_writes, arm_b_reads, arm_b_writes (slots separated by spaces),\n"
        "  copy_dst_slot (empty: no copy), repeat_count, reuse_per_launch_overhead_ns,\n"
        "  record_overhead_ns, replay_overhead_ns, resource_count, bindless_support (full, static\n"
        "  or unsupported), dynamic_indexing (0 or 1), shader_hit_count,\n"
        "  prediction_confidence_bps, speculative_spec_cost_ns, miss_cost_ns\n"
        "and wait (each or batch), which chooses between a device's two sets of costs.\n"
        "Overheads that are left out come from the calibration of --device, or are the defaults.\n"
        "--batch wants every column, in any order, and uses the thresholds 24 resources, 8 hits\n"
        "and 6000 bps.",
    .options = policy_option_table,
    .option_count = sizeof(policy_option_table) / sizeof(policy_option_table[0]),
    .options_size = sizeof(struct policy_options),
    .run = run_policy,
};
