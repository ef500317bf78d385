/* Who made a run and on which device: the keys of run.csv that fits and scores need. */
#ifndef RESULTS_DEVICE_H
#define RESULTS_DEVICE_H

#include <stdbool.h>
#include <stdint.h>
#include "dispatchwise/calibration.h"

struct results_device {
    struct dw_device_key key;
    uint64_t cores;     /* 0: not reported */
    uint64_t resident;  /* workgroups of 64 invocations that they hold, likewise */
    uint64_t resources; /* that a launch can bind; 0: not reported */
    bool simulated;
    char run_id[64], tool_version[32];
};

/* Checks the run as results_check_run does, then reads its run.csv; a key that is missing or not
 * what it should be is refused by name. DW_ERROR_PARSE, logged. */
int results_read_device(const char *directory, struct results_device *device);

#endif
