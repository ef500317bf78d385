#include "sort_rows.h"

#include <stdint.h>

/* Rows are large and there is no memory but theirs: they are linked into a list, the list is
 * sorted, and each row moves once. A link is a row's number, in the last bytes of the names of its
 * variants: those are NUL whatever the names, and so can be put back. */
#define LINK_BYTES (DW_WAIT_COUNT * DW_MODE_COUNT)
#define LINK_END ((UINT64_C(1) << (8 * LINK_BYTES)) - 1)
#define RUNS_MAX (8 * LINK_BYTES)
_Static_assert(LINK_BYTES < sizeof(uint64_t), "a link is a number of 64 bits");

static void set_link(struct dw_calibration_row *row, uint64_t link)
{
    for (unsigned i = 0; i < LINK_BYTES; i++)
        row->variant[i / DW_MODE_COUNT][i % DW_MODE_COUNT][DW_ARM_NAME_SIZE - 1] =
            (char)(link >> (8 * i) & 0xff);
}

static uint64_t get_link(const struct dw_calibration_row *row)
{
    uint64_t link = 0;
    for (unsigned i = 0; i < LINK_BYTES; i++)
        link |= (uint64_t)(unsigned char)
                    row->variant[i / DW_MODE_COUNT][i % DW_MODE_COUNT][DW_ARM_NAME_SIZE - 1]
                << (8 * i);
    return link;
}

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

/* Two sorted lists as one; returns its first row. */
static uint64_t merge(struct dw_calibration_row *rows, uint64_t a, uint64_t b)
{
    const uint64_t head = is_before(&rows[b], &rows[a]) ? b : a;
    uint64_t last = LINK_END;
    while (a != LINK_END && b != LINK_END) {
        uint64_t *lesser = is_before(&rows[b], &rows[a]) ? &b : &a;
        if (last != LINK_END)
            set_link(&rows[last], *lesser);
        last = *lesser;
        *lesser = get_link(&rows[last]);
    }
    set_link(&rows[last], a != LINK_END ? a : b);
    return head;
}

/* Link the rows from `first` on that are sorted as they are; returns the first that is not. */
static size_t link_run(struct dw_calibration_row *rows, size_t first, size_t count)
{
    size_t next = first + 1;
    for (; next < count && is_before(&rows[next - 1], &rows[next]); next++)
        set_link(&rows[next - 1], next);
    set_link(&rows[next - 1], LINK_END);
    return next;
}

/* runs[i] is a list of 2^i runs, or none. */
static uint64_t link_sorted(struct dw_calibration_row *rows, size_t count)
{
    uint64_t runs[RUNS_MAX], head = LINK_END;
    for (unsigned i = 0; i < RUNS_MAX; i++)
        runs[i] = LINK_END;
    for (size_t first = 0, next; first < count; first = next) {
        uint64_t run = first;
        unsigned i = 0;
        next = link_run(rows, first, count);
        for (; runs[i] != LINK_END; i++) {
            run = merge(rows, runs[i], run);
            runs[i] = LINK_END;
        }
        runs[i] = run;
    }
    for (unsigned i = 0; i < RUNS_MAX; i++)
        if (runs[i] != LINK_END)
            head = head != LINK_END ? merge(rows, runs[i], head) : runs[i];
    return head;
}

/* Whether no two of the first `count` rows meet. Of sorted rows, two that meet are neighbours or
 * have neighbours that do. */
static bool are_apart(const struct dw_calibration_row *rows, uint64_t head, uint64_t count)
{
    const struct dw_calibration_row *before = NULL;
    for (uint64_t at = head; at != LINK_END; at = get_link(&rows[at])) {
        if (at >= count)
            continue;
        if (before != NULL && dw_rows_meet(before, &rows[at]))
            return false;
        before = &rows[at];
    }
    return true;
}

/* The first row that meets one before it; count if none does. */
static size_t find_meeting(const struct dw_calibration_row *rows, uint64_t head, size_t count)
{
    size_t apart = 0, together = count;
    if (are_apart(rows, head, count))
        return count;
    while (together - apart > 1) {
        const size_t middle = apart + (together - apart) / 2;
        if (are_apart(rows, head, middle))
            apart = middle;
        else
            together = middle;
    }
    return apart;
}

/* Each row changes places with the one that stands where it belongs, whose link then says where
 * that one went. (Knuth, The Art of Computer Programming 3, 5.2, exercise 12.) */
static void arrange(struct dw_calibration_row *rows, uint64_t head, size_t count)
{
    uint64_t at = head;
    for (size_t i = 0; i < count; i++) {
        uint64_t next;
        while (at < i)
            at = get_link(&rows[at]);
        next = get_link(&rows[at]);
        if (at != i) {
            const struct dw_calibration_row row = rows[i];
            rows[i] = rows[at];
            rows[at] = row;
            set_link(&rows[i], at);
        }
        at = next;
    }
}

size_t dw_sort_rows(struct dw_calibration_row *rows, size_t count)
{
    const uint64_t head = link_sorted(rows, count);
    const size_t meeting = find_meeting(rows, head, count);
    if (meeting == count)
        arrange(rows, head, count);
    for (size_t i = 0; i < count; i++)
        set_link(&rows[i], 0);
    return meeting;
}
