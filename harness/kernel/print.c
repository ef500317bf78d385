#include "kernel/print.h"

#include <inttypes.h>
#include <math.h>

#include "kernel/sweep.h"

/* Every number: a place in struct kernel_costs, with or without an interval. */
static const struct row {
    const char *name, *unit, *meaning;
    size_t offset;
    bool plain; /* a double alone */
} rows[] = {
    {"kernel_ns", "ns", "one launch alone", offsetof(struct kernel_costs, kernel_ns), false},
    {"tau_ns", "ns", "one workgroup alone", offsetof(struct kernel_costs, tau_ns), false},
    {"theta_per_ns", "workgroups/ns", "a full device", offsetof(struct kernel_costs, theta_per_ns),
     false},
    {"interval_ns", "ns", "launches of 1 group, no barrier, apart",
     offsetof(struct kernel_costs, interval_ns), false},
    {"launch_interval_ns", "ns", "launches of these groups, no barrier, apart",
     offsetof(struct kernel_costs, launch_interval_ns), false},
    {"barrier_ns", "ns", "a barrier and an empty launch, taken off above",
     offsetof(struct kernel_costs, barrier_ns), false},
    {"clock_step_ns", "ns", "the smallest step of the device's clock",
     offsetof(struct kernel_costs, clock_step_ns), true},
};
#define ROW_COUNT (sizeof rows / sizeof rows[0])

static struct measure_interval number(const struct kernel_costs *costs, const struct row *row)
{
    const void *field = (const char *)costs + row->offset;
    const double value = *(const double *)field;
    return row->plain ? (struct measure_interval){value, value, value}
                      : *(const struct measure_interval *)field;
}

/* What the clock cannot tell from nothing is one step of it: a plan divides by these. */
static double at_least_a_step(double ns, const struct kernel_costs *costs)
{
    return fmax(ns, fmax(costs->clock_step_ns, 1e-3));
}

static void print_hidden(FILE *file, const char *name, const struct measure_interval *ns,
                         const struct kernel_costs *costs)
{
    if (ns->lo <= 0)
        fprintf(file, "%s is lost in the price of a barrier: it is below %.4g ns.\n", name,
                at_least_a_step(ns->hi, costs));
}

static void print_notes(FILE *file, const struct kernel_costs *costs)
{
    print_hidden(file, "kernel_ns", &costs->kernel_ns, costs);
    print_hidden(file, "tau", &costs->tau_ns, costs);
    if (costs->theta_from == KERNEL_THETA_FULL)
        fprintf(file, "theta: of a launch of %" PRIu64 " workgroups.\n", costs->full_groups);
    else if (costs->theta_from == KERNEL_THETA_FREE)
        fprintf(file, "theta: of launches of %" PRIu64 " workgroups that overlap.\n",
                costs->groups);
    else
        fprintf(file,
                "theta is a lower bound: %" PRIu64 " workgroups do not fill the device. Give more "
                "with --groups-max, if the buffers hold for them.\n",
                costs->full_groups);
}

void kernel_print(FILE *file, const struct kernel_subject *subject,
                  const struct kernel_costs *costs)
{
    const struct kernel_inputs *inputs = subject->inputs;
    fprintf(file,
            "%s (%s) on %s: %" PRIu32 "x%" PRIu32 "x%" PRIu32 " workgroups of %" PRIu32 "x%" PRIu32
            "x%" PRIu32 ", %" PRIu32 " repetitions\n\n",
            subject->file, subject->interface->entry, subject->device, inputs->groups[0],
            inputs->groups[1], inputs->groups[2], inputs->local[0], inputs->local[1],
            inputs->local[2], costs->repetitions);
    fprintf(file, "%-19s %12s %27s\n", "", "median", "95 % interval");
    for (size_t i = 0; i < ROW_COUNT; i++) {
        const struct measure_interval n = number(costs, &rows[i]);
        fprintf(file, "%-19s %12.6g", rows[i].name, n.estimate);
        if (rows[i].plain)
            fprintf(file, " %27s", "");
        else
            fprintf(file, " %13.6g %13.6g", n.lo, n.hi);
        fprintf(file, "  %s: %s\n", rows[i].unit, rows[i].meaning);
    }
    fputc('\n', file);
    print_notes(file, costs);
    const double kernel_ns = at_least_a_step(costs->kernel_ns.estimate, costs);
    const double tau_ns = at_least_a_step(costs->tau_ns.estimate, costs);
    const double theta =
        fmin(costs->theta_per_ns.estimate, (double)costs->full_groups / at_least_a_step(0, costs));
    fprintf(file,
            "\ndispatchwise plan --shape launches=1,groups=%" PRIu64
            ",kernel_ns=%.6g,tau_ns=%.6g,theta=%.6g\n",
            costs->groups, kernel_ns, tau_ns, theta);
    fprintf(file,
            "(struct dw_shape){.groups = %" PRIu64
            ", .kernel_ns = %.6g, .tau_ns = %.6g, .theta_per_ns = %.6g}\n",
            costs->groups, kernel_ns, tau_ns, theta);
}

static void print_real(FILE *file, double value)
{
    if (isfinite(value))
        fprintf(file, "%.9g", value);
    fputc(',', file);
}

void kernel_print_csv(FILE *file, const struct kernel_costs *costs)
{
    static const char *const from[] = {[KERNEL_THETA_FULL] = "full",
                                       [KERNEL_THETA_FREE] = "overlapping launches",
                                       [KERNEL_THETA_AT_LEAST] = "at least"};
    fputs("quantity,value,lo,hi,unit\n", file);
    for (size_t i = 0; i < ROW_COUNT; i++) {
        const struct measure_interval n = number(costs, &rows[i]);
        fprintf(file, "%s,", rows[i].name);
        print_real(file, n.estimate);
        print_real(file, n.lo);
        print_real(file, n.hi);
        fprintf(file, "%s\n", rows[i].unit);
    }
    fprintf(file, "groups,%" PRIu64 ",,,workgroups\n", costs->groups);
    fprintf(file, "largest_groups,%" PRIu64 ",,,workgroups\n", costs->full_groups);
    fprintf(file, "repetitions,%" PRIu32 ",,,\n", costs->repetitions);
    fprintf(file, "theta_from,,,,%s\n", from[costs->theta_from]);
}
