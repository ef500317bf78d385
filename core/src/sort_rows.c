#include "sort_rows.h"

static bool is_before(const struct dw_calibration_row *a, const struct dw_calibration_row *b)
{
    const int order = dw_compare_device_key(&a->key, &b->key);
    return order < 0 || (order == 0 && a->key.driver_version < b->key.driver_version);
}

bool dw_rows_meet(const struct dw_calibration_row *a, const struct dw_calibration_row *b)
{
    return a->key.driver_version <= b->driver_last && b->key.driver_version <= a->driver_last &&
           dw_compare_device_key(&a->key, &b->key) == 0;
}

/* Put a row into the heap of the first `count`, whose place `at` is free. */
static void sift(struct dw_calibration_row *rows, size_t count, size_t at,
                 const struct dw_calibration_row *row)
{
    size_t child;
    while ((child = 2 * at + 1) < count) {
        child += child + 1 < count && is_before(&rows[child], &rows[child + 1]);
        if (!is_before(row, &rows[child]))
            break;
        rows[at] = rows[child];
        at = child;
    }
    rows[at] = *row;
}

static bool are_sorted(const struct dw_calibration_row *rows, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (!is_before(&rows[i - 1], &rows[i]))
            return false;
    return true;
}

/* A heapsort: it needs no memory, whatever the order. A file is mostly sorted. */
static void sort(struct dw_calibration_row *rows, size_t count)
{
    struct dw_calibration_row row;
    if (are_sorted(rows, count))
        return;
    for (size_t at = count / 2; at-- > 0;) {
        row = rows[at];
        sift(rows, count, at, &row);
    }
    for (size_t last = count - 1; last > 0; last--) {
        row = rows[last];
        rows[last] = rows[0];
        sift(rows, last, 0, &row);
    }
}

/* Of sorted rows, two that meet are neighbours or have neighbours that do. */
bool dw_sort_rows(struct dw_calibration_row *rows, size_t count)
{
    sort(rows, count);
    for (size_t i = 1; i < count; i++)
        if (dw_rows_meet(&rows[i - 1], &rows[i]))
            return false;
    return true;
}
