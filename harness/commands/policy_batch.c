#include "commands/policy_batch.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "base/standard.h"
#include "commands/policy_row.h"
#include "dispatchwise/status.h"

#define BUFFER_SIZE ((size_t)64 * 1024)

struct batch {
    bool has_header, failed;
    int position[POLICY_COLUMN_COUNT];
    struct policy_row row;
    size_t used;
    char buffer[BUFFER_SIZE];
};

static int flush(struct batch *batch)
{
    size_t used = batch->used;
    batch->used = 0;
    if (batch->failed)
        return DW_ERROR_IO;
    (void)fwrite(batch->buffer, 1, used, stdout);
    const int status = base_flush_standard();
    batch->failed = status != DW_OK;
    return status;
}

static int take_header(struct batch *batch, const struct base_csv_row *row)
{
    int status =
        base_csv_map_header(row, policy_column_names, NULL, POLICY_COLUMN_COUNT, batch->position);
    if (status != DW_OK)
        return status;
    batch->has_header = true;
    batch->used = strlen(policy_verdict_header);
    memcpy(batch->buffer, policy_verdict_header, batch->used);
    return DW_OK;
}

static int take_row(void *context, const struct base_csv_row *row)
{
    struct batch *batch = context;
    struct dw_policy_verdict verdict;
    if (!batch->has_header)
        return take_header(batch, row);
    for (int column = 0; column < POLICY_COLUMN_COUNT; column++) {
        const char *text = row->fields[batch->position[column]];
        const char *expected =
            policy_row_set(&batch->row, column, text, row->lengths[batch->position[column]]);
        if (expected != NULL)
            return base_csv_reject(row, policy_column_names[column], expected, text);
    }
    dw_evaluate_policy(&batch->row.inputs, NULL, NULL, &verdict);
    batch->used += policy_verdict_line(&verdict, batch->buffer + batch->used);
    return BUFFER_SIZE - batch->used < POLICY_LINE_SIZE ? flush(batch) : DW_OK;
}

int policy_run_batch(const char *path)
{
    struct batch batch = {.used = 0};
    int status, written = DW_OK;
    status = base_csv_read(path, take_row, &batch);
    if (batch.used > 0)
        written = flush(&batch);
    policy_row_release(&batch.row);
    return status != DW_OK ? status : written;
}
