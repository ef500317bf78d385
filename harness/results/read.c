#include "results/results.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "dispatchwise/status.h"

#define COLUMNS_MAX 64
#define PATH_SIZE 4096

struct reader {
    const struct results_schema *schema;
    results_callback *callback;
    void *context;
    bool in_rows; /* the header is read */
    int positions[COLUMNS_MAX];
    void *row;
};

static int read_header(struct reader *reader, const struct base_csv_row *header)
{
    const char *names[COLUMNS_MAX];
    for (size_t i = 0; i < reader->schema->count; i++)
        names[i] = reader->schema->columns[i].name;
    reader->in_rows = true;
    return base_csv_map_header(header, names, NULL, reader->schema->count, reader->positions);
}

static int read_field(const struct base_csv_row *row, const struct results_column *column,
                      const char *text, void *target)
{
    char expected[48];
    uint64_t number;
    switch (column->kind) {
    case RESULTS_TEXT:
        if (base_copy_text((char *)target, column->size, text))
            return DW_OK;
        snprintf(expected, sizeof(expected), "at most %zu bytes", column->size - 1);
        return base_csv_reject(row, column->name, expected, text);
    case RESULTS_U64:
        if (base_parse_u64(text, UINT64_MAX, (uint64_t *)target))
            return DW_OK;
        return base_csv_reject(row, column->name, "a whole number", text);
    case RESULTS_REAL:
        if (text[0] == '\0') {
            *(double *)target = (double)NAN;
            return DW_OK;
        }
        if (base_parse_real(text, (double *)target))
            return DW_OK;
        return base_csv_reject(row, column->name, "a number or nothing", text);
    case RESULTS_BOOL:
        if (!base_parse_u64(text, 1, &number))
            return base_csv_reject(row, column->name, "0 or 1", text);
        *(bool *)target = number == 1;
        return DW_OK;
    }
    return DW_ERROR_INVALID_ARGUMENT;
}

static int read_row(void *context, const struct base_csv_row *row)
{
    struct reader *reader = context;
    const struct results_schema *schema = reader->schema;
    if (!reader->in_rows)
        return read_header(reader, row);
    assert(row->count == schema->count); /* as in the header */
    for (size_t i = 0; i < schema->count; i++) {
        const struct results_column *column = &schema->columns[i];
        int status = read_field(row, column, row->fields[reader->positions[i]],
                                (char *)reader->row + column->offset);
        if (status != DW_OK)
            return status;
    }
    return reader->callback(reader->context, reader->row);
}

/* A number cut off in its last digits is still a number: only the line's end shows that it is
 * whole. */
static int check_last_line(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return DW_OK; /* base_csv_read says why */
    int last = '\n';
    if (fseek(file, -1, SEEK_END) == 0)
        last = fgetc(file);
    const bool read = !ferror(file); /* else base_csv_read says why not */
    fclose(file);
    if (last == '\n' || !read)
        return DW_OK;
    base_error("%s: the last line is cut off; finish the run with `run --resume`, or run it again",
               path);
    return DW_ERROR_PARSE;
}

int results_read(const struct results_schema *schema, const char *directory,
                 results_callback *callback, void *context)
{
    struct reader reader = {.schema = schema, .callback = callback, .context = context};
    char path[PATH_SIZE];
    assert(schema->count <= COLUMNS_MAX);
    int status = base_join_path(path, sizeof(path), directory, schema->file);
    if (status != DW_OK)
        return status;
    status = check_last_line(path);
    if (status != DW_OK)
        return status;
    reader.row = calloc(1, schema->row_size);
    if (!reader.row) {
        base_error("%s: out of memory", path);
        return DW_ERROR_NO_MEMORY;
    }
    status = base_csv_read(path, read_row, &reader);
    free(reader.row);
    return status;
}

/* The rows of one file. */
struct kept {
    const struct results_schema *schema;
    char *rows;
    size_t count, capacity;
};

static int keep_row(void *context, const void *row)
{
    struct kept *kept = context;
    const size_t size = kept->schema->row_size;
    if (kept->count == kept->capacity) {
        size_t capacity = kept->capacity ? kept->capacity * 2 : 64;
        char *rows = realloc(kept->rows, capacity * size);
        if (!rows) {
            base_error("%s: out of memory for %zu rows", kept->schema->file, capacity);
            return DW_ERROR_NO_MEMORY;
        }
        kept->rows = rows;
        kept->capacity = capacity;
    }
    memcpy(kept->rows + size * kept->count++, row, size);
    return DW_OK;
}

int results_read_all(const struct results_schema *schema, const char *directory, void **rows,
                     size_t *count)
{
    struct kept kept = {.schema = schema};
    int status = results_read(schema, directory, keep_row, &kept);
    *rows = kept.rows;
    *count = kept.count;
    return status;
}

bool results_file_exists(const struct results_schema *schema, const char *directory)
{
    char path[PATH_SIZE];
    return base_join_path(path, sizeof(path), directory, schema->file) == DW_OK &&
           base_file_exists(path);
}

int results_read_if_there(const struct results_schema *schema, const char *directory,
                          results_callback *callback, void *context)
{
    return results_file_exists(schema, directory)
               ? results_read(schema, directory, callback, context)
               : DW_OK;
}

struct value_query {
    const char *key;
    char *value;
    bool found;
};

static int match_key(void *context, const void *row)
{
    struct value_query *query = context;
    const struct results_run *run = row;
    if (strcmp(run->key, query->key) == 0) {
        memcpy(query->value, run->value, sizeof(run->value));
        query->found = true;
    }
    return DW_OK;
}

bool results_run_value(const char *directory, const char *key, char value[512])
{
    struct value_query query = {.key = key, .value = value};
    return results_read(&results_schema_run, directory, match_key, &query) == DW_OK && query.found;
}

int results_check_run(const char *directory)
{
    char path[PATH_SIZE], value[512];
    struct value_query query = {.key = "schema_version", .value = value};
    int status = base_join_path(path, sizeof(path), directory, results_schema_run.file);
    if (status != DW_OK)
        return status;
    if (!base_file_exists(path)) {
        base_error("%s is not a run's folder: it has no %s", directory, results_schema_run.file);
        return DW_ERROR_PARSE;
    }
    status = results_read(&results_schema_run, directory, match_key, &query);
    if (status != DW_OK)
        return status;
    if (!query.found) {
        base_error("%s is not a run's folder: its %s has no schema_version", directory,
                   results_schema_run.file);
        return DW_ERROR_PARSE;
    }
    uint64_t version;
    if (!base_parse_u64(value, UINT64_MAX, &version) || version != RESULTS_SCHEMA_VERSION) {
        base_error("%s: schema version '%s', this program reads %d; use the program that wrote it",
                   path, value, RESULTS_SCHEMA_VERSION);
        return DW_ERROR_PARSE;
    }
    return DW_OK;
}
