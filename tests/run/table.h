/* A CSV file in memory, for tests. */
#ifndef TESTS_RUN_TABLE_H
#define TESTS_RUN_TABLE_H

#include "program.h"

#include <stdbool.h>

#include "base/csv.h"

struct table {
    char **cells; /* rows behind one another, the header first */
    size_t columns, rows, capacity;
};

static inline int table_take(void *context, const struct base_csv_row *row)
{
    struct table *table = context;
    const size_t used = table->rows * row->count;
    if (used + row->count > table->capacity) {
        table->capacity = 2 * (used + row->count);
        table->cells = realloc(table->cells, table->capacity * sizeof *table->cells);
        assert_non_null(table->cells);
    }
    table->columns = row->count;
    for (size_t i = 0; i < row->count; i++)
        table->cells[used + i] = strdup(row->fields[i]);
    table->rows++;
    return 0;
}

static inline void table_read(struct table *table, const char *path)
{
    *table = (struct table){0};
    if (base_csv_read(path, table_take, table) != 0)
        fail_msg("%s cannot be read", path);
}

static inline void table_free(struct table *table)
{
    for (size_t i = 0; i < table->rows * table->columns; i++)
        free(table->cells[i]);
    free(table->cells);
    *table = (struct table){0};
}

/* Row 1 is the first behind the header. */
static inline const char *table_text(const struct table *table, size_t row, const char *column)
{
    for (size_t i = 0; i < table->columns; i++)
        if (strcmp(table->cells[i], column) == 0)
            return table->cells[row * table->columns + i];
    fail_msg("no column %s", column);
    return "";
}

static inline double table_number(const struct table *table, size_t row, const char *column)
{
    char *end;
    const char *text = table_text(table, row, column);
    const double value = strtod(text, &end);
    if (end == text || *end)
        fail_msg("row %zu, %s: '%s' is no number", row, column, text);
    return value;
}

/* The first row from `row` on in which the columns hold these texts (a second NULL: any); 0: none.
 */
static inline size_t table_find(const struct table *table, size_t row, const char *column,
                                const char *text, const char *column2, const char *text2)
{
    for (; row < table->rows; row++)
        if (strcmp(table_text(table, row, column), text) == 0 &&
            (!text2 || strcmp(table_text(table, row, column2), text2) == 0))
            return row;
    return 0;
}

/* Whether the simulated device's reference world runs the arm of a row of summary.csv: it has one
 * side of each axis. The row of any other says that it is unsupported. */
static inline bool table_runs(const struct table *table, size_t row)
{
    const char *beside = strchr(table_text(table, row, "arm"), '+');
    if (!beside || strncmp(beside, "+role=", 6) == 0)
        return true;
    assert_string_equal(table_text(table, row, "status"), "unsupported");
    assert_string_equal(table_text(table, row, "samples"), "0");
    return false;
}

/* The value of a key of run.csv; "" if it is not there. Valid until the next call. */
static inline const char *run_value(const char *folder, const char *key)
{
    static char value[600];
    char path[256];
    struct table table;
    snprintf(path, sizeof path, "%s/run.csv", folder);
    table_read(&table, path);
    const size_t row = table_find(&table, 1, "key", key, NULL, NULL);
    snprintf(value, sizeof value, "%s", row ? table_text(&table, row, "value") : "");
    table_free(&table);
    return value;
}

#endif
