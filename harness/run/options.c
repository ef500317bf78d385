#include "run/options.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "modes/mode.h"
#include "run/devices.h"
#include "run/shard.h"
#include "workload.h"

#define NAMES_MAX 64

bool run_wants_workload(const char *list, const char *name)
{
    char token[DW_ARM_NAME_SIZE];
    bool wanted = !list;
    while (!wanted && base_next_item(&list, token, sizeof token))
        wanted = strcmp(token, name) == 0;
    return wanted;
}

static int refuse(const char *option, const char *token, const char *const *names, size_t count)
{
    const char *nearest = base_nearest_name(token, names, count);
    base_error("%s: nothing is called '%s'%s%s%s; there are:", option, token,
               nearest ? " (did you mean " : "", nearest ? nearest : "", nearest ? "?)" : "");
    for (size_t i = 0; i < count; i++)
        base_info("  %s", names[i]);
    return DW_ERROR_INVALID_ARGUMENT;
}

static int check_workloads(const char *list)
{
    const char *names[NAMES_MAX];
    char token[DW_ARM_NAME_SIZE];
    size_t count = 0;
    for (; count < workload_count && count < NAMES_MAX; count++)
        names[count] = workload_registry[count]->name;
    while (base_next_item(&list, token, sizeof token))
        if (!workload_find(token))
            return refuse("--workload", token, names, count);
    return DW_OK;
}

/* What a token may begin with or be: the modes, then their variants. */
static size_t list_arm_names(char names[][DW_ARM_NAME_SIZE], const char *pointers[])
{
    size_t count = 0;
    for (int i = 0; i < DW_MODE_COUNT; i++)
        snprintf(names[count++], DW_ARM_NAME_SIZE, "%s", dw_mode_name((enum dw_mode)i));
    for (int i = 0; i < DW_VARIANT_COUNT; i++)
        snprintf(names[count++], DW_ARM_NAME_SIZE, "%s/%s", dw_mode_name(dw_variant_info(i)->mode),
                 dw_variant_info(i)->name);
    for (size_t i = 0; i < count; i++)
        pointers[i] = names[i];
    return count;
}

static int check_arms(const char *list)
{
    char names[DW_MODE_COUNT + DW_VARIANT_COUNT][DW_ARM_NAME_SIZE];
    const char *pointers[DW_MODE_COUNT + DW_VARIANT_COUNT];
    char token[DW_ARM_NAME_SIZE];
    const size_t count = list_arm_names(names, pointers);
    if (list && !*list)
        return refuse("--arms", "", pointers, count);
    while (base_next_item(&list, token, sizeof token)) {
        struct arm arm;
        bool known = arm_parse(token, &arm) && arm.role == ARM_ROLE_FORCED;
        for (size_t i = 0; i < count && !known; i++)
            known = *token && strncmp(names[i], token, strlen(token)) == 0;
        if (!known)
            return refuse("--arms", token, pointers, count);
    }
    return DW_OK;
}

/* run.csv keeps it, and what the file does not hold, later processes would not see. */
static bool fits(const char *option, const char *value)
{
    const size_t most = sizeof(((struct results_run *)0)->value) - 1;
    if (!value || strlen(value) <= most)
        return true;
    base_error("%s: %zu bytes; at most %zu fit", option, strlen(value), most);
    return false;
}

static int check_plan(const struct run_options *options)
{
    struct run_shard shard;
    const char *wrong = NULL;
    if (options->plan && (options->workload || options->shapes || options->trace))
        wrong = "--plan names the instances: --workload, --shapes and --trace cannot be given with "
                "it";
    else if (options->trace && options->shapes)
        wrong = "--trace and --shapes both name the instances: give one of them";
    else if (options->plan_only && (options->shard || options->resume))
        wrong = "--plan-only makes a plan: --shard and --resume cannot be given with it";
    else if (options->together && !run_are_devices(options->device))
        wrong = "--together needs several devices, as --device all names them";
    if (wrong) {
        base_error("%s", wrong);
        return DW_ERROR_INVALID_ARGUMENT;
    }
    if (options->shard && !run_parse_shard(options->shard, &shard)) {
        base_error("--shard: expected I/N with I from 1 to N and N at most %d, found '%s'",
                   RUN_SHARDS_MAX, options->shard);
        return DW_ERROR_INVALID_ARGUMENT;
    }
    return DW_OK;
}

/* What a run that is gone on with was planned by, and does not take from the command line. */
static void warn_of_ignored(const struct run_options *options)
{
    const struct {
        const char *name, *value;
    } planned[] = {{"--device", options->device}, {"--workload", options->workload},
                   {"--shapes", options->shapes}, {"--trace", options->trace},
                   {"--arms", options->arms},     {"--plan", options->plan},
                   {"--shard", options->shard}};
    for (size_t i = 0; i < sizeof planned / sizeof planned[0]; i++)
        if (planned[i].value)
            base_warn("--resume goes on with the run as it was planned: %s changes nothing",
                      planned[i].name);
}

int run_check_options(const struct run_options *options, int argument_count, char **arguments)
{
    if (argument_count > 0) {
        base_error("unexpected argument '%s'", arguments[0]);
        return DW_ERROR_INVALID_ARGUMENT;
    }
    if (options->resume && !options->out) {
        base_error("--resume needs --out, the folder of the run to go on with");
        return DW_ERROR_INVALID_ARGUMENT;
    }
    if (options->resume)
        warn_of_ignored(options);
    if (check_plan(options) != DW_OK)
        return DW_ERROR_INVALID_ARGUMENT;
    if (!fits("--device", options->device) || !fits("--arms", options->arms))
        return DW_ERROR_INVALID_ARGUMENT;
    const int status = check_workloads(options->workload);
    return status == DW_OK ? check_arms(options->arms) : status;
}
