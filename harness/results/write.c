#include "results/results.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/status.h"

#define PATH_SIZE 4096
#define APPEND_BUFFER 65536

void results_write_header(const struct results_schema *schema, FILE *stream)
{
    for (size_t i = 0; i < schema->count; i++)
        fprintf(stream, "%s%s", i ? "," : "", schema->columns[i].name);
    fputc('\n', stream);
}

/* Ten digits keep a nanosecond over ten seconds. printf takes the decimal point from the locale:
 * whatever it is, a point is written. What is not finite has no number and is left empty. */
static void write_real(FILE *stream, double value)
{
    char text[40];
    if (!isfinite(value))
        return;
    snprintf(text, sizeof(text), "%.10g", value == 0.0 ? 0.0 : value);
    for (const char *c = text; *c; c++) {
        if (strchr("0123456789+-e", *c))
            fputc(*c, stream);
        else if (c > text && strchr("0123456789", c[-1]))
            fputc('.', stream);
    }
}

void results_write_row(const struct results_schema *schema, FILE *stream, const void *row)
{
    for (size_t i = 0; i < schema->count; i++) {
        const struct results_column *column = &schema->columns[i];
        const char *field = (const char *)row + column->offset;
        if (i)
            fputc(',', stream);
        switch (column->kind) {
        case RESULTS_TEXT:
            base_csv_write_field(stream, field);
            break;
        case RESULTS_U64:
            fprintf(stream, "%" PRIu64, *(const uint64_t *)(const void *)field);
            break;
        case RESULTS_REAL:
            write_real(stream, *(const double *)(const void *)field);
            break;
        case RESULTS_BOOL:
            fputc(*(const bool *)(const void *)field ? '1' : '0', stream);
            break;
        }
    }
    fputc('\n', stream);
}

int results_write_file(const struct results_schema *schema, const char *directory, const void *rows,
                       size_t count)
{
    char path[PATH_SIZE];
    struct base_atomic_file file;
    int status = base_join_path(path, sizeof(path), directory, schema->file);
    if (status == DW_OK)
        status = base_atomic_open(&file, path);
    if (status != DW_OK)
        return status;
    results_write_header(schema, file.stream);
    for (size_t i = 0; i < count; i++)
        results_write_row(schema, file.stream, (const char *)rows + i * schema->row_size);
    return base_atomic_commit(&file);
}

/* The length of the file up to and with its last line end. */
static int whole_lines(FILE *file, off_t *length)
{
    char block[4096];
    off_t at = 0;
    size_t got;
    *length = 0;
    rewind(file);
    while ((got = fread(block, 1, sizeof(block), file)) > 0) {
        for (size_t i = 0; i < got; i++) {
            if (block[i] == '\n')
                *length = at + (off_t)i + 1;
        }
        at += (off_t)got;
    }
    return ferror(file) ? -1 : 0;
}

/* True if the file starts with exactly the header that this program writes: rows are appended in
 * that order. An end within the header (a killed run) counts if the file has no whole line. */
static bool has_header(const struct results_schema *schema, FILE *file, bool cut_off)
{
    rewind(file);
    for (size_t i = 0; i < schema->count; i++) {
        bool last = i + 1 == schema->count;
        const char *name = schema->columns[i].name;
        for (size_t k = 0; k <= strlen(name); k++) {
            int expected = name[k] ? name[k] : last ? '\n' : ',';
            int found = fgetc(file);
            if (found == '\r' && expected == '\n')
                found = fgetc(file);
            if (found == EOF && cut_off)
                return true;
            if (found != expected)
                return false;
        }
    }
    return true;
}

FILE *results_open_append(const struct results_schema *schema, const char *directory)
{
    char path[PATH_SIZE];
    off_t length;
    if (base_join_path(path, sizeof(path), directory, schema->file) != DW_OK)
        return NULL;
    FILE *file = fopen(path, "a+b");
    /* A round of samples fits, so that it is flushed in one piece. */
    if (!file || setvbuf(file, NULL, _IOFBF, APPEND_BUFFER) != 0 || whole_lines(file, &length) != 0)
        goto fail;
    if (!has_header(schema, file, length == 0)) {
        base_error("%s: its columns are not the ones written now; choose another folder", path);
        fclose(file);
        return NULL;
    }
    if (fseeko(file, 0, SEEK_END) != 0 || ftruncate(fileno(file), length) != 0 ||
        fseeko(file, 0, SEEK_END) != 0)
        goto fail;
    if (length == 0) {
        results_write_header(schema, file);
        if (fflush(file) != 0)
            goto fail;
    }
    return file;
fail:
    base_error("%s: cannot be appended to: %s", path, strerror(errno));
    if (file)
        fclose(file);
    return NULL;
}
