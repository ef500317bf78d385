/* The thresholds where the caller has none. */
#ifndef CORE_THRESHOLDS_H
#define CORE_THRESHOLDS_H

#include "dispatchwise/calibration.h"

extern const struct dw_thresholds dw_default_thresholds;

#endif
