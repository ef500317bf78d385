/* Reading a calibration_table.h back, as fit_write_table wrote it. */
#ifndef ACCEPT_READ_TABLE_H
#define ACCEPT_READ_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include "dispatchwise/calibration.h"

struct accept_table {
    struct dw_calibration_row *rows;
    bool *remarked; /* the row's text says of a constant that it is not certain */
    size_t count;
};

/* DW_ERROR_IO, DW_ERROR_PARSE (with file and line), DW_ERROR_NO_MEMORY, logged. */
int accept_read_table(const char *path, struct accept_table *table);
void accept_free_table(struct accept_table *table);

#endif
