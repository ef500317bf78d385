/* What was measured of a kernel, for people and for programs. */
#ifndef KERNEL_PRINT_H
#define KERNEL_PRINT_H

#include <stdio.h>

#include "kernel/measure.h"

/* What a table says of the kernel beside the numbers. */
struct kernel_subject {
    const char *file, *device;
    const struct kernel_interface *interface;
    const struct kernel_inputs *inputs;
};

/* A table, the shape for `dispatchwise plan`, and an initialiser of a struct dw_shape. */
void kernel_print(FILE *file, const struct kernel_subject *subject,
                  const struct kernel_costs *costs);

/* quantity,value,lo,hi,unit; an empty lo or hi is unbounded. */
void kernel_print_csv(FILE *file, const struct kernel_costs *costs);

#endif
