/* A kernel's wants against a device's limits. */
#ifndef KERNEL_LIMITS_H
#define KERNEL_LIMITS_H

#include "kernel/device.h"
#include "kernel/inputs.h"

/* DW_ERROR_UNSUPPORTED, logged with what is wanted and what there is. */
int kernel_check_limits(const struct kernel_device *device,
                        const struct kernel_interface *interface,
                        const struct kernel_inputs *inputs);

#endif
