/* The whole library: how to launch a batch of GPU work, from the batch's numbers and the device's
 * measured costs. */
#ifndef DISPATCHWISE_DISPATCHWISE_H
#define DISPATCHWISE_DISPATCHWISE_H

#include "dispatchwise/audit.h"
#include "dispatchwise/calibration.h"
#include "dispatchwise/choice.h"
#include "dispatchwise/estimator.h"
#include "dispatchwise/export.h"
#include "dispatchwise/planner.h"
#include "dispatchwise/policy.h"
#include "dispatchwise/status.h"
#include "dispatchwise/u128.h"

#endif
