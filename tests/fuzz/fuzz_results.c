/* The files of a run, each by its schema: run.csv, instances.csv, weights.csv, arms.csv,
 * samples.csv, summary.csv, scores.csv, program.csv, decisions.csv, disagreements.csv,
 * calibration.csv, and members.csv of a merged folder. The header says which one the input is. What
 * was read and written once, read and written again is the same, byte for byte. */
#include "fuzz.h"

#include <stdbool.h>

#include "merge/members.h"
#include "results/results.h"

static const struct results_schema *const schemas[] = {
#define SCHEMA_ROW(suffix, file, columns) &results_schema_##suffix,
    RESULTS_FILES(SCHEMA_ROW)
#undef SCHEMA_ROW
        & merge_schema_member,
};
#define SCHEMA_COUNT (sizeof schemas / sizeof schemas[0])

struct copy {
    const struct results_schema *schema;
    FILE *stream;
};

static int copy_row(void *context, const void *row)
{
    struct copy *copy = context;
    results_write_row(copy->schema, copy->stream, row);
    return DW_OK;
}

/* The file of the folder, written anew; NULL: it was refused. */
static char *rewrite(const struct results_schema *schema, size_t *size)
{
    char *text = NULL;
    struct copy copy = {schema, open_memstream(&text, size)};
    fuzz_check(copy.stream);
    results_write_header(schema, copy.stream);
    const int status = results_read(schema, fuzz_folder(), copy_row, &copy);
    fuzz_check(fclose(copy.stream) == 0);
    if (status == DW_OK)
        return text;
    free(text);
    return NULL;
}

/* An end in the middle of a line is found before the header is looked at, and so is told first. */
static bool has_column(const struct results_schema *schema, const char *header)
{
    const char *last = schema->columns[schema->count - 1].name;
    return strstr(header, schema->columns[0].name) && strstr(header, last);
}

static void try_schema(const struct results_schema *schema, const uint8_t *data, size_t size)
{
    size_t first_size, second_size;
    fuzz_write(schema->file, data, size);
    char *first = rewrite(schema, &first_size);
    if (!first)
        return;
    fuzz_accept();
    fuzz_write(schema->file, first, first_size);
    char *second = rewrite(schema, &second_size);
    fuzz_check(second);
    fuzz_check_same(first, first_size, second, second_size);
    free(first);
    free(second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *header = fuzz_text(data, size);
    header[strcspn(header, "\n")] = '\0';
    for (size_t i = 0; i < SCHEMA_COUNT; i++)
        if (has_column(schemas[i], header))
            try_schema(schemas[i], data, size);
    free(header);
    return 0;
}
