/* accept_read_table: a calibration_table.h that `accept` reads back. What was read and
 * written once, with the digits that are written, is the same ever after. */
#include "fuzz.h"

#include "accept/read_table.h"
#include "fit/table.h"

/* Rows of a device and driver each once, as fit_write_table wants them. */
static int is_table(const struct accept_table *table)
{
    for (size_t i = 0; i < table->count; i++)
        for (size_t k = i + 1; k < table->count; k++)
            if (dw_compare_device_key(&table->rows[i].key, &table->rows[k].key) == 0)
                return 0;
    return 1;
}

static char *write_kept(const struct accept_table *table, size_t *size)
{
    const struct dw_calibration_table kept = {DW_CALIBRATION_SCHEMA_VERSION, table->rows,
                                              table->count};
    char *text = NULL;
    FILE *stream = open_memstream(&text, size);
    fuzz_check(stream && fit_write_table(stream, NULL, 0, &kept) == DW_OK);
    fuzz_check(fclose(stream) == 0);
    return text;
}

/* What the text says, written anew. */
static char *rewrite(const char *text, size_t size, size_t *written)
{
    struct accept_table table;
    fuzz_check(accept_read_table(fuzz_file(text, size), &table) == DW_OK);
    char *again = write_kept(&table, written);
    accept_free_table(&table);
    return again;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct accept_table table;
    size_t first_size, second_size, third_size;
    if (accept_read_table(fuzz_file(data, size), &table) != DW_OK)
        return 0;
    fuzz_accept();
    if (is_table(&table)) {
        char *first = write_kept(&table, &first_size);
        char *second = rewrite(first, first_size, &second_size);
        char *third = rewrite(second, second_size, &third_size);
        fuzz_check_same(second, second_size, third, third_size);
        free(first);
        free(second);
        free(third);
    }
    accept_free_table(&table);
    return 0;
}
