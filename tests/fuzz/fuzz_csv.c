/* base_csv_read: every file of rows goes through it. What it reads, written, reads the same. */
#include "fuzz.h"

#include <unistd.h>

#include "base/csv.h"

struct copy {
    FILE *stream;
    uint64_t line, rows;
};

static int copy_row(void *context, const struct base_csv_row *row)
{
    struct copy *copy = context;
    fuzz_check(row->count > 0 && row->line > copy->line);
    copy->line = row->line;
    copy->rows++;
    /* Alone and empty, a field that is not quoted would be a blank line. */
    if (row->count == 1 && row->lengths[0] == 0)
        fputs("\"\"", copy->stream);
    for (size_t i = 0; i < row->count; i++) {
        fuzz_check(strlen(row->fields[i]) == row->lengths[i]);
        if (i > 0)
            fputc(',', copy->stream);
        base_csv_write_field(copy->stream, row->fields[i]);
    }
    fputc('\n', copy->stream);
    return DW_OK;
}

/* The rows of the bytes, written anew; NULL: they were refused. */
static char *rewrite(const void *data, size_t size, size_t *written, uint64_t *rows)
{
    char *text = NULL;
    struct copy copy = {.stream = open_memstream(&text, written)};
    fuzz_check(copy.stream);
    fputc('\n', copy.stream); /* what looks like a byte order mark is none further on */
    const int status = base_csv_read(fuzz_file(data, size), copy_row, &copy);
    fuzz_check(fclose(copy.stream) == 0);
    *rows = copy.rows;
    if (status == DW_OK)
        return text;
    free(text);
    return NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t first_size, second_size;
    uint64_t first_rows, second_rows;
    char *first = rewrite(data, size, &first_size, &first_rows);
    if (!first)
        return 0;
    char *second = rewrite(first, first_size, &second_size, &second_rows);
    fuzz_check(second && first_rows == second_rows);
    fuzz_check_same(first, first_size, second, second_size);
    free(first);
    free(second);
    fuzz_accept();
    return 0;
}
