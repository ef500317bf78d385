#include "commands/plan_print.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/log.h"
#include "commands/plan_arms.h"
#include "commands/plan_why.h"
#include "dispatchwise/status.h"

const char plan_csv_header[] = "choice,predicted_ns,lo_ns,hi_ns,baseline_ns,least,most,tier\n";

static void put_real(double value)
{
    putchar(',');
    if (!isnan(value))
        printf("%.10g", value);
}

static struct dw_prediction predict(const struct dw_shape *shape, const struct plan_device *device,
                                    const struct dw_choice *choice)
{
    struct dw_prediction prediction;
    if (dw_predict(shape, device->row, choice, true, &prediction) != DW_OK)
        prediction = (struct dw_prediction){.lo_ns = (double)NAN, .hi_ns = (double)NAN};
    return prediction;
}

void plan_print_csv(const struct dw_shape *shape, const struct plan_device *device)
{
    char name[DW_ARM_NAME_SIZE];
    struct dw_plan plan;
    uint32_t least, most;
    dw_plan_launch(shape, device->row, device->tier, &plan);
    dw_plan_range(shape, device->row, device->tier, &least, &most);
    dw_format_choice(&plan.choice, name, sizeof(name));
    base_csv_write_field(stdout, name);
    put_real(plan.wall_ns);
    const struct dw_prediction prediction = predict(shape, device, &plan.choice);
    put_real(isnan(plan.wall_ns) ? (double)NAN : prediction.lo_ns);
    put_real(isnan(plan.wall_ns) ? (double)NAN : prediction.hi_ns);
    put_real(plan.baseline_ns);
    printf(",%" PRIu32 ",%" PRIu32 ",%s\n", least, most, dw_tier_name(device->tier));
}

static void print_text(const char *name, const char *value)
{
    printf("%-12s %s\n", name, value);
}

static void print_device(const struct plan_device *device)
{
    char text[DW_DEVICE_TEXT_SIZE];
    dw_format_device_key(&device->key, text, sizeof(text));
    print_text("device", device->known ? text : "none named");
    print_text("tier", dw_tier_name(device->tier));
    if (device->tier == DW_TIER_DEVICE)
        print_text("", "measured with another driver");
}

static void print_derived(const struct plan_shape *input)
{
    if (!input->derived)
        return;
    printf("%-12s tau_ns = kernel_ns and theta = groups/kernel_ns, where left out: of the kernel "
           "tau_ns %.6g, theta %.6g\n",
           "derived", input->shape.kernel.tau_ns, input->shape.kernel.theta_per_ns);
}

static void print_range(const struct dw_shape *shape, const struct plan_device *device)
{
    uint32_t least, most;
    dw_plan_range(shape, device->row, device->tier, &least, &most);
    if (most == UINT32_MAX)
        printf("%-12s from %" PRIu32 " launches on\n", "holds", least);
    else
        printf("%-12s for %" PRIu32 " to %" PRIu32 " launches\n", "holds", least, most);
}

static void print_plan(const struct dw_shape *shape, const struct plan_device *device,
                       const struct dw_plan *plan)
{
    char name[DW_ARM_NAME_SIZE], time[PLAN_TIME_SIZE], lo[PLAN_TIME_SIZE], hi[PLAN_TIME_SIZE];
    const struct dw_prediction prediction = predict(shape, device, &plan->choice);
    dw_format_choice(&plan->choice, name, sizeof(name));
    print_text("choice", name);
    plan_format_time(plan->wall_ns, time);
    plan_format_time(prediction.lo_ns, lo);
    plan_format_time(prediction.hi_ns, hi);
    printf("%-12s %s a batch, %s to %s\n", "predicted", time, lo, hi);
    plan_format_time(plan->baseline_ns, time);
    if (isnan(plan->baseline_ns))
        print_text("baseline", "not measured");
    else
        printf("%-12s %s, %.3g times as long\n", "baseline", time,
               plan->baseline_ns / plan->wall_ns);
    print_range(shape, device);
}

/* "1.23 us to 4.56 us" */
static void format_interval(const struct dw_prediction *prediction, char text[64])
{
    char lo[PLAN_TIME_SIZE], hi[PLAN_TIME_SIZE];
    plan_format_time(prediction->lo_ns, lo);
    plan_format_time(prediction->hi_ns, hi);
    snprintf(text, 64, "%.28s to %.28s", lo, hi);
}

static void print_arms(const struct dw_shape *shape, const struct plan_device *device,
                       const struct dw_plan *plan, const struct plan_arms *arms)
{
    int width = 3;
    for (size_t i = 0; i < arms->count; i++) {
        const size_t length = dw_format_choice(&arms->list[i].choice, NULL, 0);
        width = (int)length > width ? (int)length : width;
    }
    printf("\n%-*s  %10s  %-22s  %6s  %s\n", width, "arm", "predicted", "interval", "times",
           "what it takes more of");
    for (size_t i = 0; i < arms->count; i++) {
        const struct dw_choice *choice = &arms->list[i].choice;
        char name[DW_ARM_NAME_SIZE], time[PLAN_TIME_SIZE], interval[64], why[PLAN_WHY_SIZE];
        const struct dw_prediction prediction = predict(shape, device, choice);
        dw_format_choice(choice, name, sizeof(name));
        plan_format_time(prediction.wall_ns, time);
        format_interval(&prediction, interval);
        plan_explain(shape, device->row, choice, &plan->choice, why);
        printf("%-*s  %10s  %-22s  %6.3g%s%s\n", width, name, time, interval,
               prediction.wall_ns / plan->wall_ns, *why ? "  " : "", why);
    }
    if (arms->left_out > 0)
        printf("%zu more: --all prints them\n", arms->left_out);
}

/* A line for each reason. */
static void print_refusals(const char *title, const struct plan_refusals *refusals)
{
    bool printed[PLAN_CHANGES_MAX] = {false};
    for (size_t i = 0; i < refusals->count; i++) {
        const char *why = refusals->list[i].why;
        if (printed[i])
            continue;
        printf("%s%-12s %s:", i == 0 ? "\n" : "", title, why);
        for (size_t at = i; at < refusals->count; at++) {
            if (strcmp(refusals->list[at].why, why) != 0)
                continue;
            printf(" %s", refusals->list[at].name);
            printed[at] = true;
        }
        putchar('\n');
    }
}

int plan_print(const struct plan_shape *input, const struct plan_device *device, bool all)
{
    const struct dw_shape *shape = &input->shape;
    struct plan_refusals refusals;
    struct dw_plan plan;
    dw_plan_launch(shape, device->row, device->tier, &plan);
    print_device(device);
    print_derived(input);
    if (shape->second.groups > 0)
        print_text("arms", dw_arms_name(shape->arms));
    if (shape->copy != DW_COPY_NONE)
        print_text("copy", dw_copy_name(shape->copy));
    if (isnan(plan.wall_ns)) {
        char name[DW_ARM_NAME_SIZE];
        const char *why = dw_unsupported_choice(shape, device->row, &plan.choice);
        dw_format_choice(&plan.choice, name, sizeof(name));
        print_text("choice", name);
        printf("%-12s nothing was measured that could tell: %s\n", "predicted",
               device->tier > DW_TIER_DEVICE || why == NULL ? "the table does not have this device"
                                                            : why);
    } else {
        struct plan_arms arms;
        const int status = plan_list_arms(shape, device->row, &plan.choice, all, &arms);
        if (status != DW_OK)
            return status;
        print_plan(shape, device, &plan);
        print_arms(shape, device, &plan, &arms);
        plan_free_arms(&arms);
    }
    plan_list_illegal(shape, &refusals);
    print_refusals("illegal", &refusals);
    if (!isnan(plan.wall_ns)) {
        plan_list_unsupported(shape, device->row, &plan.choice, &refusals);
        print_refusals("unsupported", &refusals);
    }
    return DW_OK;
}
