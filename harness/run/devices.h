/* Several devices of one host: each measured by a process of its own, on processors of its own. */
#ifndef RUN_DEVICES_H
#define RUN_DEVICES_H

#include <stdbool.h>
#include "run/run.h"

/* "all", or indices, UUIDs and simulated devices between commas. */
bool run_are_devices(const char *selector);

/* Run `dispatchwise COMMAND` with these options once for each device, into a folder of the device's
 * name below options->out, one device after the other, or with options->together all at once. Then
 * each was measured alone first, for a fifth of the budget (DEVICE/alone, whose plan it goes by),
 * and what sharing did to the noise is printed. With options->resume what was begun is gone on with
 * and the rest begun; options->plan is a folder of plans, by the devices' names. Returns 0 or the
 * first device's status that is not; the others go on. */
int run_devices(const char *command, const struct run_options *options);

#endif
