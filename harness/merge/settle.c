/* Members in their order, each once. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "dispatchwise/status.h"
#include "merge/members.h"

/* The place of every text among all: devices as in a table, and the rest by bytes. */
struct order {
    uint32_t *text, *device;
};

struct named {
    const char *text;
    uint32_t number;
};

static int compare_names(const void *left, const void *right)
{
    return strcmp(((const struct named *)left)->text, ((const struct named *)right)->text);
}

static int rank_texts(const struct merge_members *members, struct order *order)
{
    const uint32_t count = results_names_count(members->texts);
    struct named *names = malloc(((size_t)count + 1) * sizeof(*names));
    order->text = malloc(((size_t)count + 1) * sizeof(*order->text));
    if (!names || !order->text) {
        free(names);
        return merge_no_memory(members->count);
    }
    for (uint32_t i = 0; i < count; i++)
        names[i] = (struct named){merge_text(members, i), i};
    qsort(names, count, sizeof(*names), compare_names);
    for (uint32_t i = 0; i < count; i++)
        order->text[names[i].number] = i;
    free(names);
    return DW_OK;
}

struct device {
    struct dw_device_key key;
    uint32_t number;
};

static int compare_devices(const void *left, const void *right)
{
    const struct device *a = left, *b = right;
    int order = dw_compare_device_key(&a->key, &b->key);
    if (order != 0)
        return order;
    order = (a->key.driver_version > b->key.driver_version) -
            (a->key.driver_version < b->key.driver_version);
    return order != 0 ? order : (a->number > b->number) - (a->number < b->number);
}

static int parse_devices(const struct merge_members *members, struct device *devices, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *text = merge_text(members, devices[i].number);
        if (dw_parse_device_key(text, strlen(text), &devices[i].key, NULL) != DW_OK) {
            base_error("%s: '%s' is no device's key", merge_schema_member.file, text);
            return DW_ERROR_PARSE;
        }
    }
    return DW_OK;
}

static int rank_devices(const struct merge_members *members, struct order *order)
{
    const uint32_t texts = results_names_count(members->texts);
    order->device = calloc((size_t)texts + 1, sizeof(*order->device));
    size_t count = 0, used = 0;
    if (!order->device)
        return merge_no_memory(members->count);
    for (size_t i = 0; i < members->count; i++)
        count += order->device[members->rows[i].device]++ == 0;
    struct device *devices = calloc(count + 1, sizeof(*devices));
    if (!devices)
        return merge_no_memory(members->count);
    for (uint32_t i = 0; i < texts; i++)
        if (order->device[i] > 0)
            devices[used++].number = i;
    const int status = parse_devices(members, devices, count);
    if (status == DW_OK)
        qsort(devices, count, sizeof(*devices), compare_devices);
    for (size_t i = 0; i < count; i++)
        order->device[devices[i].number] = (uint32_t)i;
    free(devices);
    return status;
}

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

static int compare_rows(const void *left, const void *right, void *context)
{
    const struct merge_member *a = left, *b = right;
    const struct order *by = context;
    int order = compare_numbers(by->device[a->device], by->device[b->device]);
    if (order == 0)
        order = compare_numbers(by->text[a->constant], by->text[b->constant]);
    if (order == 0)
        order = compare_numbers(by->text[a->machine], by->text[b->machine]);
    if (order == 0)
        order = compare_numbers(by->text[a->run], by->text[b->run]);
    return order != 0 ? order : compare_numbers(by->text[a->dataset], by->text[b->dataset]);
}

static bool same_identity(const struct merge_member *a, const struct merge_member *b)
{
    return a->device == b->device && a->constant == b->constant && a->machine == b->machine &&
           a->run == b->run && a->dataset == b->dataset;
}

static bool same_real(double a, double b)
{
    return (isnan(a) && isnan(b)) || (a >= b && a <= b);
}

static bool same_content(const struct merge_member *a, const struct merge_member *b)
{
    return same_real(a->value, b->value) && same_real(a->lo, b->lo) && same_real(a->hi, b->hi) &&
           a->unit == b->unit && a->samples == b->samples;
}

static int drop_doubles(struct merge_members *members)
{
    size_t kept = 0;
    for (size_t i = 0; i < members->count; i++) {
        const struct merge_member *row = &members->rows[i], *first = &members->rows[0];
        const struct merge_member *last = kept > 0 ? &members->rows[kept - 1] : NULL;
        if (row->simulated != first->simulated) {
            base_error("%s is simulated, %s is not: merge them apart",
                       merge_text(members, row->simulated ? row->run : first->run),
                       merge_text(members, row->simulated ? first->run : row->run));
            return DW_ERROR_PARSE;
        }
        if (!last || !same_identity(last, row)) {
            members->rows[kept++] = *row;
        } else if (!same_content(last, row)) {
            base_error("run %s has two fits with different %s: merge one of them",
                       merge_text(members, row->run), merge_text(members, row->constant));
            return DW_ERROR_PARSE;
        }
    }
    members->count = kept;
    return DW_OK;
}

int merge_settle(struct merge_members *members)
{
    struct order order = {NULL, NULL};
    int status = rank_texts(members, &order);
    if (status == DW_OK)
        status = rank_devices(members, &order);
    if (status == DW_OK && members->count > 1)
        qsort_r(members->rows, members->count, sizeof(*members->rows), compare_rows, &order);
    free(order.text);
    free(order.device);
    return status == DW_OK ? drop_doubles(members) : status;
}
