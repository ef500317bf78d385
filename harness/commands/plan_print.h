/* What `plan` prints of one shape. */
#ifndef COMMANDS_PLAN_PRINT_H
#define COMMANDS_PLAN_PRINT_H

#include <stdbool.h>

#include "commands/plan_device.h"
#include "commands/plan_shape.h"

/* The device, the plan and why; then the arms that are one change away from the choice, fastest
 * first, or all of them; then what is not to be had. DW_ERROR_NO_MEMORY, logged. */
int plan_print(const struct plan_shape *input, const struct plan_device *device, bool all);

/* The plan as a row of CSV, under plan_csv_header. */
extern const char plan_csv_header[];
void plan_print_csv(const struct dw_shape *shape, const struct plan_device *device);

#endif
