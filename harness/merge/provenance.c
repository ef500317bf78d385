#include "merge/provenance.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "dispatchwise/status.h"

/* The fits that a device's rows are of, in the order of settled members. */
struct fits {
    const struct merge_members *members;
    const struct merge_machine *machines;
    const struct merge_member **known, **grown; /* a row of each; grown is scratch */
    size_t count;
};

static int compare_texts(const struct merge_members *members, uint32_t a, uint32_t b)
{
    return a == b ? 0 : strcmp(merge_text(members, a), merge_text(members, b));
}

static int compare_fits(const struct merge_members *members, const struct merge_member *a,
                        const struct merge_member *b)
{
    int order = compare_texts(members, a->machine, b->machine);
    if (order == 0)
        order = compare_texts(members, a->run, b->run);
    return order != 0 ? order : compare_texts(members, a->dataset, b->dataset);
}

/* The rows of one constant have each fit once, in order. */
static void add_constant(struct fits *fits, const struct merge_member *rows, size_t count)
{
    const struct merge_member **known = fits->known;
    size_t used = 0, at = 0;
    for (size_t i = 0; i < count; i++) {
        int order = -1;
        if (fits->machines[rows[i].machine].liar)
            continue;
        while (at < fits->count && (order = compare_fits(fits->members, known[at], &rows[i])) < 0)
            fits->grown[used++] = known[at++];
        at += order == 0;
        fits->grown[used++] = &rows[i];
    }
    while (at < fits->count)
        fits->grown[used++] = known[at++];
    fits->known = fits->grown;
    fits->grown = known;
    fits->count = used;
}

static void fill_row(struct merge_device *device, const struct fits *fits)
{
    struct dw_calibration_row *row = &device->result.row;
    uint64_t hash[2] = {BASE_HASH_SEED, ~BASE_HASH_SEED};
    device->runs = fits->count;
    for (size_t i = 0; i < fits->count; i++) {
        const struct merge_member *fit = fits->known[i];
        const char *const texts[] = {merge_text(fits->members, fit->run),
                                     merge_text(fits->members, fit->dataset)};
        device->machines += i == 0 || fits->known[i - 1]->machine != fit->machine;
        for (int k = 0; k < 2; k++)
            for (int t = 0; t < 2; t++)
                hash[k] = base_hash_bytes(hash[k], texts[t], strlen(texts[t]) + 1);
    }
    if (device->runs == 1) {
        snprintf(row->run, sizeof(row->run), "%s", merge_text(fits->members, fits->known[0]->run));
        snprintf(row->dataset_hash, sizeof(row->dataset_hash), "%.32s",
                 merge_text(fits->members, fits->known[0]->dataset));
    } else {
        snprintf(row->run, sizeof(row->run), "%zu runs of %zu machines", device->runs,
                 device->machines);
        snprintf(row->dataset_hash, sizeof(row->dataset_hash), "%016" PRIx64 "%016" PRIx64, hash[0],
                 hash[1]);
    }
    base_copy_text(row->tool_version, sizeof(row->tool_version), fit_tool_version());
}

int merge_fill_provenance(struct merge_device *device, const struct merge_members *members,
                          const struct merge_member *rows, size_t count,
                          const struct merge_machine *machines)
{
    const struct merge_member **both = malloc(2 * count * sizeof(*both));
    struct fits fits = {.members = members, .machines = machines, .known = both};
    if (!both)
        return DW_ERROR_NO_MEMORY;
    fits.grown = both + count;
    for (size_t first = 0, end; first < count; first = end) {
        for (end = first; end < count && rows[end].constant == rows[first].constant;)
            end++;
        add_constant(&fits, rows + first, end - first);
    }
    fill_row(device, &fits);
    free(both);
    return DW_OK;
}
