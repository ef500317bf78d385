#include "report/curves.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "modes/arm.h"

/* A timed arm. */
struct timed {
    const struct results_summary *row;
    struct dw_choice choice;
};

/* The timed arms of an instance. */
struct group {
    const struct timed *arms;
    size_t count;
    const struct results_instance *facts; /* NULL: not known */
};

/* A pair that differs in one thing, as a row, with what rows are sorted by. */
struct point {
    struct results_curve row;
    const struct results_summary *arm;
    size_t curve;
    uint64_t order; /* of the side within the curve */
};

struct curve {
    const char *name;
    enum dw_axis axis; /* of which the sides are; without one: DW_AXIS_COUNT */
    bool cut;          /* sides in several parts against the same in one */
    /* What the arm is compared with; NULL: it is none of the curve's. */
    const struct timed *(*find_other)(const struct curve *curve, const struct group *group,
                                      const struct timed *arm);
    /* Where the arms know it; NULL: it is a fact of the instance, which is a uint64_t there. */
    double (*find_x)(const struct timed *arm, const struct timed *other);
    size_t fact;
    /* The kind of the batch, where sides are told apart by it; else NULL. */
    const char *(*find_kind)(const struct group *group, const struct timed *arm);
};

static const struct timed *find_choice(const struct group *group, const struct dw_choice *choice)
{
    for (size_t i = 0; i < group->count; i++) {
        if (dw_equal_choices(&group->arms[i].choice, choice))
            return &group->arms[i];
    }
    return NULL;
}

static bool is_plain_but(const struct dw_choice *choice, enum dw_axis axis)
{
    for (int a = 0; a < DW_AXIS_COUNT; a++) {
        if (a != (int)axis && choice->side[a] != 0)
            return false;
    }
    return true;
}

static bool is_of_axis(const struct curve *curve, const struct dw_choice *choice)
{
    return choice->side[curve->axis] != 0 && is_plain_but(choice, curve->axis) &&
           (choice->copy_parts > 1) == curve->cut;
}

static const struct timed *find_without(const struct curve *curve, const struct group *group,
                                        const struct dw_choice *choice)
{
    struct dw_choice other = *choice;
    other.copy_parts = curve->cut ? 1 : 0;
    if (!curve->cut)
        other.side[curve->axis] = 0;
    return find_choice(group, &other);
}

/* A side is looked at once an instance: in the mode and variant that is the fastest without it. */
static const struct timed *find_fastest_without(const struct curve *curve,
                                                const struct group *group, const struct timed *arm)
{
    const struct timed *other =
        is_of_axis(curve, &arm->choice) ? find_without(curve, group, &arm->choice) : NULL;
    for (size_t i = 0; i < group->count && other; i++) {
        const struct dw_choice *rival = &group->arms[i].choice;
        if (memcmp(rival->side, arm->choice.side, sizeof(rival->side)) != 0 ||
            rival->copy_parts != arm->choice.copy_parts)
            continue;
        const struct timed *rivals = find_without(curve, group, rival);
        if (rivals && rivals->row->wall_ns < other->row->wall_ns)
            other = NULL;
    }
    return other;
}

static unsigned count_numbers(const struct timed *arm)
{
    return dw_variant_info(arm->choice.variant)->number_count;
}

/* True if nothing but the mode is to be decided. */
static bool is_alone(const struct results_instance *facts)
{
    return !facts || (facts->b_groups == 0 && facts->copy_bytes == 0 && facts->resources == 0 &&
                      facts->specializations == 0 && !facts->dependent);
}

/* The baseline, where the way of launching is what costs: the kernels, where their time is known,
 * are at most half of it. */
static const struct timed *find_baseline(const struct curve *curve, const struct group *group,
                                         const struct timed *arm)
{
    const struct dw_choice choice = arm_baseline().choice;
    const struct timed *baseline = find_choice(group, &choice);
    if (!baseline || count_numbers(arm) != 1 || !is_plain_but(&arm->choice, curve->axis) ||
        !is_alone(group->facts))
        return NULL;
    const double kernels_ns = (double)baseline->row->launches * baseline->row->kernel_ns;
    return kernels_ns > 0.5 * baseline->row->wall_ns ? NULL : baseline;
}

/* The fastest of the arms that differ in their numbers alone; NULL if there is no other. */
static const struct timed *find_best_number(const struct curve *curve, const struct group *group,
                                            const struct timed *arm)
{
    const struct timed *best = NULL;
    size_t found = 0;
    if (count_numbers(arm) != 2 || !is_plain_but(&arm->choice, curve->axis))
        return NULL;
    for (size_t i = 0; i < group->count; i++) {
        const struct timed *rival = &group->arms[i];
        if (rival->choice.variant != arm->choice.variant ||
            !is_plain_but(&rival->choice, curve->axis))
            continue;
        found++;
        if (!best || rival->row->wall_ns < best->row->wall_ns)
            best = rival;
    }
    return found > 1 ? best : NULL;
}

static double find_number(const struct timed *arm, const struct timed *other)
{
    (void)other;
    const uint32_t number = arm->choice.number[0];
    return number == DW_ALL ? (double)arm->row->launches : (double)number;
}

/* Time of one of the other arm's waits. */
static double find_time(const struct timed *arm, const struct timed *other)
{
    (void)arm;
    const bool each = strcmp(other->row->wait, dw_wait_name(DW_WAIT_EACH)) == 0;
    return other->row->wall_ns / (each ? (double)other->row->launches : 1);
}

/* What is recorded for one batch alone pays its recording there. */
static const char *find_use(const struct group *group, const struct timed *arm)
{
    (void)group;
    return arm->row->record_ns > 0 && arm->row->repeats == 1 ? "used once" : NULL;
}

/* Resident workgroups for which there is no work. */
static const char *find_idle(const struct group *group, const struct timed *arm)
{
    (void)group;
    return arm->choice.number[0] > arm->row->launches * arm->row->groups ? "some idle" : NULL;
}

static const char *find_rebind(const struct group *group, const struct timed *arm)
{
    (void)arm;
    return group->facts && group->facts->rebind ? "rewritten" : NULL;
}

static const char *find_copy(const struct group *group, const struct timed *arm)
{
    (void)arm;
    return group->facts && group->facts->copy_bytes > 0 ? "copying" : NULL;
}

static const char *find_core(const struct group *group, const struct timed *arm)
{
    (void)arm;
    return group->facts && !group->facts->spare_core ? "no spare core" : NULL;
}

/* In the order of the file. */
static const struct curve curves[] = {
    {.name = "launches",
     .axis = DW_AXIS_COUNT,
     .find_other = find_baseline,
     .find_x = find_number,
     .find_kind = find_use},
    {.name = "resident",
     .axis = DW_AXIS_COUNT,
     .find_other = find_best_number,
     .find_x = find_number,
     .find_kind = find_idle},
    {.name = "binding",
     .axis = DW_AXIS_BINDING,
     .find_other = find_fastest_without,
     .fact = offsetof(struct results_instance, resources),
     .find_kind = find_rebind},
    {.name = "waiting",
     .axis = DW_AXIS_WAITING,
     .find_other = find_fastest_without,
     .find_x = find_time},
    {.name = "arms",
     .axis = DW_AXIS_ARMS,
     .find_other = find_fastest_without,
     .find_x = find_time,
     .find_kind = find_copy},
    {.name = "copy",
     .axis = DW_AXIS_COPY,
     .find_other = find_fastest_without,
     .fact = offsetof(struct results_instance, copy_bytes)},
    {.name = "parts",
     .axis = DW_AXIS_COPY,
     .cut = true,
     .find_other = find_fastest_without,
     .find_x = find_time},
    {.name = "specialization",
     .axis = DW_AXIS_SPECIALIZATION,
     .find_other = find_fastest_without,
     .fact = offsetof(struct results_instance, prediction_confidence_bps),
     .find_kind = find_core},
};
#define CURVE_COUNT (sizeof(curves) / sizeof(curves[0]))

/* The side's name with its number, and the kind of the batch. Of variants: the name, or the number
 * beside the one that is x. */
static void name_side(const struct curve *curve, const struct group *group, const struct timed *arm,
                      struct point *point)
{
    const struct dw_choice *choice = &arm->choice;
    const char *kind = curve->find_kind ? curve->find_kind(group, arm) : NULL;
    const char *name = dw_variant_info(choice->variant)->name;
    uint64_t rank = choice->variant;
    uint32_t number = choice->number[1];
    char numbered[16] = "";
    if (curve->axis < DW_AXIS_COUNT) {
        name = dw_axis_info((int)curve->axis)->side[choice->side[curve->axis]].name;
        rank = choice->side[curve->axis];
        number = choice->copy_parts;
    }
    if (number > 0)
        snprintf(numbered, sizeof(numbered), ":%u", (unsigned)number);
    snprintf(point->row.side, sizeof(point->row.side), "%s%s%s%s%s", name, numbered,
             kind ? " (" : "", kind ? kind : "", kind ? ")" : "");
    point->order = rank << 32 | number;
}

/* Against the baseline the interval is the one of the paired savings; other pairs are taken as
 * independent: the lengths of their intervals add up as squares. */
static void put_ratio(struct results_curve *row, const struct timed *arm, const struct timed *other)
{
    const struct results_summary *a = arm->row, *b = other->row;
    const struct dw_choice baseline = arm_baseline().choice;
    row->ratio = a->wall_ns / b->wall_ns;
    if (dw_equal_choices(&other->choice, &baseline)) {
        row->ratio_lo = 1 - a->actual_savings_hi_ns / b->wall_ns;
        row->ratio_hi = 1 - a->actual_savings_lo_ns / b->wall_ns;
        return;
    }
    const double half = 0.5 * log(a->wall_ns_hi / a->wall_ns_lo);
    const double other_half = 0.5 * log(b->wall_ns_hi / b->wall_ns_lo);
    const double spread = arm == other ? 1 : exp(sqrt(half * half + other_half * other_half));
    row->ratio_lo = row->ratio / spread;
    row->ratio_hi = row->ratio * spread;
}

/* NaN: not known. */
static double find_x(const struct curve *curve, const struct group *group, const struct timed *arm,
                     const struct timed *other)
{
    uint64_t fact;
    if (curve->find_x)
        return curve->find_x(arm, other);
    if (!group->facts)
        return (double)NAN;
    memcpy(&fact, (const char *)group->facts + curve->fact, sizeof(fact));
    return (double)fact;
}

/* False if the arm is none of the curve's. */
static bool make_point(size_t curve, const struct group *group, const struct timed *arm,
                       struct point *point)
{
    const struct timed *other = curves[curve].find_other(&curves[curve], group, arm);
    if (!other)
        return false;
    const double x = find_x(&curves[curve], group, arm, other);
    if (!isfinite(x))
        return false;
    *point = (struct point){.arm = arm->row, .curve = curve, .row = {.x = x}};
    struct results_curve *row = &point->row;
    snprintf(row->curve, sizeof(row->curve), "%s", curves[curve].name);
    name_side(&curves[curve], group, arm, point);
    put_ratio(row, arm, other);
    memcpy(row->workload, arm->row->workload, sizeof(row->workload));
    memcpy(row->instance, arm->row->instance, sizeof(row->instance));
    memcpy(row->wait, arm->row->wait, sizeof(row->wait));
    memcpy(row->arm, arm->row->arm, sizeof(row->arm));
    memcpy(row->other, other->row->arm, sizeof(row->other));
    return true;
}

static int compare_timed(const void *left, const void *right)
{
    const struct timed *a = left, *b = right;
    int order = report_compare_instances(a->row, b->row);
    return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

static int compare_points(const void *left, const void *right)
{
    const struct point *a = left, *b = right;
    if (a->curve != b->curve)
        return a->curve < b->curve ? -1 : 1;
    if (a->order != b->order)
        return a->order < b->order ? -1 : 1;
    int order = strcmp(a->row.side, b->row.side);
    if (order == 0)
        order = (a->row.x > b->row.x) - (a->row.x < b->row.x);
    if (order == 0)
        order = report_compare_instances(a->arm, b->arm);
    return order != 0 ? order : strcmp(a->row.arm, b->row.arm);
}

static const struct results_instance *find_facts(const struct report_run *run,
                                                 const struct results_summary *row)
{
    for (size_t i = 0; i < run->instance_count; i++) {
        const struct results_instance *facts = &run->instances[i];
        if (strcmp(facts->workload, row->workload) == 0 &&
            strcmp(facts->instance, row->instance) == 0 && strcmp(facts->wait, row->wait) == 0)
            return facts;
    }
    return NULL;
}

static size_t take_timed(const struct report_run *run, struct timed *timed)
{
    size_t count = 0;
    for (size_t i = 0; i < run->row_count; i++) {
        struct arm arm;
        if (!arm_parse(run->rows[i].arm, &arm) || arm.role != ARM_ROLE_FORCED ||
            !(run->rows[i].wall_ns > 0))
            continue;
        timed[count++] = (struct timed){.row = &run->rows[i], .choice = arm.choice};
    }
    qsort(timed, count, sizeof(*timed), compare_timed);
    return count;
}

/* An arm is of one curve at most: points has room for one a timed arm. */
static size_t find_points(const struct report_run *run, const struct timed *timed,
                          size_t timed_count, struct point *points)
{
    size_t count = 0;
    for (size_t first = 0, next; first < timed_count; first = next) {
        for (next = first + 1; next < timed_count; next++) {
            if (report_compare_instances(timed[first].row, timed[next].row) != 0)
                break;
        }
        const struct group group = {.arms = &timed[first],
                                    .count = next - first,
                                    .facts = find_facts(run, timed[first].row)};
        for (size_t a = first; a < next; a++) {
            for (size_t c = 0; c < CURVE_COUNT; c++) {
                if (make_point(c, &group, &timed[a], &points[count])) {
                    count++;
                    break;
                }
            }
        }
    }
    qsort(points, count, sizeof(*points), compare_points);
    return count;
}

int report_find_curves(const struct report_run *run, struct results_curve **rows, size_t *count)
{
    struct timed *timed = calloc(run->row_count + 1, sizeof(*timed));
    size_t timed_count = timed ? take_timed(run, timed) : 0;
    struct point *points = calloc(timed_count + 1, sizeof(*points));
    struct results_curve *found = NULL;
    int status = DW_ERROR_NO_MEMORY;
    if (!timed || !points)
        goto done;
    size_t point_count = find_points(run, timed, timed_count, points);
    found = calloc(point_count + 1, sizeof(*found));
    if (!found)
        goto done;
    for (size_t i = 0; i < point_count; i++)
        found[i] = points[i].row;
    *rows = found;
    *count = point_count;
    status = DW_OK;
done:
    if (status != DW_OK)
        base_error("out of memory for the curves of %zu arms", run->row_count);
    free(points);
    free(timed);
    return status;
}
