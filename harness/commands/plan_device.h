/* Whose costs `plan` plans with: a device and the row of a table that speaks for it. */
#ifndef COMMANDS_PLAN_DEVICE_H
#define COMMANDS_PLAN_DEVICE_H

#include <stdbool.h>

#include "dispatchwise/calibration.h"

struct plan_device {
    bool known; /* false: no device was named */
    struct dw_device_key key;
    const struct dw_calibration_row *row;
    enum dw_tier tier;
    struct dw_calibration_row *rows; /* of a file; NULL: row is the library's */
};

/* selector: as gpu_find_device_key takes it, or a device key's text; NULL: none. calibration: a
 * calibration.csv, NULL: the table compiled in. A file with one device speaks for that device where
 * none is selected. DW_ERROR_IO, DW_ERROR_PARSE, DW_ERROR_INVALID_ARGUMENT and what
 * gpu_find_device_key returns, logged. */
int plan_find_device(const char *selector, const char *calibration, struct plan_device *device);
void plan_free_device(struct plan_device *device);

#endif
