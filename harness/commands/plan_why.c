#include "commands/plan_why.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "dispatchwise/status.h"

void plan_format_time(double ns, char text[PLAN_TIME_SIZE])
{
    static const char *const units[] = {"ns", "us", "ms", "s"};
    size_t unit = 0;
    for (; unit + 1 < sizeof(units) / sizeof(units[0]) && ns >= 999.95; unit++)
        ns /= 1000;
    snprintf(text, PLAN_TIME_SIZE, "%.*f %s", ns < 9.995 ? 2 : ns < 99.95 ? 1 : 0, ns, units[unit]);
}

/* The times that a time is made of: constants, from the first to the last, and the kernels' own
 * numbers. Shares are no times: what they make of one counts as that one's. */
static const struct {
    int first, last;
    const char *words;
} terms[] = {
    {DW_CONSTANT_HOST_SUBMIT, DW_CONSTANT_HOST_SUBMIT, "submit calls"},
    {DW_CONSTANT_HOST_INFO, DW_CONSTANT_HOST_INFO, "submit infos"},
    {DW_CONSTANT_HOST_ATTACH, DW_CONSTANT_HOST_ATTACH, "buffers in submits"},
    {DW_CONSTANT_HOST_BUFFER, DW_CONSTANT_HOST_BUFFER, "buffers recorded"},
    {DW_CONSTANT_HOST_LAUNCH, DW_CONSTANT_HOST_LAUNCH, "launches recorded"},
    {DW_CONSTANT_HOST_BARRIER, DW_CONSTANT_HOST_BARRIER, "barriers recorded"},
    {DW_CONSTANT_HOST_SIGNAL, DW_CONSTANT_HOST_SIGNAL, "signals"},
    {DW_CONSTANT_DEVICE_SUBMIT, DW_CONSTANT_DEVICE_SUBMIT, "gaps between submits"},
    {DW_CONSTANT_DEVICE_INFO, DW_CONSTANT_DEVICE_INFO, "gaps between submit infos"},
    {DW_CONSTANT_DEVICE_BUFFER, DW_CONSTANT_DEVICE_BUFFER, "gaps between buffers"},
    {DW_CONSTANT_DEVICE_LAUNCH, DW_CONSTANT_DEVICE_LAUNCH, "gaps between launches"},
    {DW_CONSTANT_DEVICE_ARMED, DW_CONSTANT_DEVICE_ARMED, "gaps between armed launches"},
    {DW_CONSTANT_DEVICE_BARRIER, DW_CONSTANT_DEVICE_BARRIER, "barriers"},
    {DW_CONSTANT_DEVICE_FETCH, DW_CONSTANT_DEVICE_FETCH, "fetching resources"},
    {DW_CONSTANT_EACH_WAKE_BLOCK, DW_CONSTANT_WAKE_DOUBLING, "waking up"},
    {DW_CONSTANT_PERSISTENT_START, DW_CONSTANT_PERSISTENT_START, "starting a drain"},
    {DW_CONSTANT_PERSISTENT_GROUP, DW_CONSTANT_PERSISTENT_GROUP, "resident workgroups"},
    {DW_CONSTANT_PERSISTENT_POP, DW_CONSTANT_PERSISTENT_SERIAL, "pops"},
    {DW_CONSTANT_ARMS_QUEUES_OVERHEAD, DW_CONSTANT_ARMS_QUEUES_OVERHEAD, "two queues"},
    {DW_CONSTANT_ARMS_FAMILIES_OVERHEAD, DW_CONSTANT_ARMS_FAMILIES_OVERHEAD, "two queues"},
    {DW_CONSTANT_COPY_SERIALIZE_LATENCY, DW_CONSTANT_COPY_SERIALIZE_LATENCY, "copy latency"},
    {DW_CONSTANT_COPY_SERIALIZE_KIB, DW_CONSTANT_COPY_SERIALIZE_KIB, "KiB copied"},
    {DW_CONSTANT_COPY_TRANSFER_LATENCY, DW_CONSTANT_COPY_TRANSFER_LATENCY, "copy latency"},
    {DW_CONSTANT_COPY_TRANSFER_KIB, DW_CONSTANT_COPY_TRANSFER_KIB, "KiB copied"},
    {DW_CONSTANT_COPY_TRANSFER_PART, DW_CONSTANT_COPY_TRANSFER_PART, "parts of a copy"},
    {DW_CONSTANT_COPY_QUEUE_LATENCY, DW_CONSTANT_COPY_QUEUE_LATENCY, "copy latency"},
    {DW_CONSTANT_COPY_QUEUE_KIB, DW_CONSTANT_COPY_QUEUE_KIB, "KiB copied"},
    {DW_CONSTANT_COPY_QUEUE_PART, DW_CONSTANT_COPY_QUEUE_PART, "parts of a copy"},
    {DW_CONSTANT_COPY_DIRECT_LATENCY, DW_CONSTANT_COPY_DIRECT_LATENCY, "copy latency"},
    {DW_CONSTANT_COPY_DIRECT_KIB, DW_CONSTANT_COPY_DIRECT_KIB, "KiB copied"},
    {DW_CONSTANT_REWRITE_HOST, DW_CONSTANT_STATIC_DEVICE_RESOURCE, "binding resources"},
    {DW_CONSTANT_SPECIALIZATION_MISS, DW_CONSTANT_SPECIALIZATION_MISS, "compiling pipelines"},
};
#define TERMS (sizeof(terms) / sizeof(terms[0]))
enum { TERM_KERNEL = TERMS, TERM_ITEMS, TERM_THROUGHPUT, TERM_COUNT };

static const char *words_of(size_t term)
{
    static const char *const kernel[] = {"launches one after the other", "waves of items",
                                         "the full device"};
    return term < TERMS ? terms[term].words : kernel[term - TERMS];
}

#define STEP 1e-3

static void shorten(size_t term, struct dw_shape *shape, struct dw_calibration_row *row)
{
    struct dw_kernel *kernels[] = {&shape->kernel, &shape->second};
    for (int id = term < TERMS ? terms[term].first : 0; term < TERMS && id <= terms[term].last;
         id++)
        row->constant[id].value *= 1 - STEP;
    for (int i = 0; i < 2; i++) {
        if (term == TERM_KERNEL)
            kernels[i]->kernel_ns *= 1 - STEP;
        else if (term == TERM_ITEMS)
            kernels[i]->tau_ns *= 1 - STEP;
        else if (term == TERM_THROUGHPUT)
            kernels[i]->theta_per_ns /= 1 - STEP;
    }
}

/* How much of the choice's time is the term's: what its last bit adds, times what there is of it.
 * Twice all times are twice the time, so that the shares add up to it. */
static double share_ns(const struct dw_shape *shape, const struct dw_calibration_row *row,
                       const struct dw_choice *choice, size_t term)
{
    struct dw_shape other_shape = *shape;
    struct dw_calibration_row other_row = *row;
    struct dw_prediction whole, shorter;
    shorten(term, &other_shape, &other_row);
    if (dw_predict(shape, row, choice, false, &whole) != DW_OK ||
        dw_predict(&other_shape, &other_row, choice, false, &shorter) != DW_OK)
        return 0;
    return (whole.wall_ns - shorter.wall_ns) / STEP;
}

/* A constant has a number of times. */
static void say(const struct dw_calibration_row *row, size_t term, double ns,
                char why[PLAN_WHY_SIZE])
{
    char time[PLAN_TIME_SIZE];
    const int id = term < TERMS && terms[term].first == terms[term].last ? terms[term].first : -1;
    const double value = id >= 0 ? row->constant[id].value : 0;
    if (value > 0) {
        plan_format_time(value, time);
        snprintf(why, PLAN_WHY_SIZE, "%s: %.4g x %s", words_of(term), ns / value, time);
    } else {
        plan_format_time(ns, time);
        snprintf(why, PLAN_WHY_SIZE, "%s: %s", words_of(term), time);
    }
}

void plan_explain(const struct dw_shape *shape, const struct dw_calibration_row *row,
                  const struct dw_choice *choice, const struct dw_choice *best,
                  char why[PLAN_WHY_SIZE])
{
    size_t found = TERM_COUNT;
    double most_ns = 1e-3;
    why[0] = '\0';
    for (size_t term = 0; term < TERM_COUNT; term++) {
        const double more_ns =
            share_ns(shape, row, choice, term) - share_ns(shape, row, best, term);
        if (more_ns > most_ns) {
            most_ns = more_ns;
            found = term;
        }
    }
    if (found < TERM_COUNT)
        say(row, found, share_ns(shape, row, choice, found), why);
}
