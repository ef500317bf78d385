/* The table that `dispatchwise tune` wrote on our machines. */
#ifndef TABLE_H
#define TABLE_H

#include <dispatchwise/dispatchwise.h>

#ifdef __cplusplus
extern "C" {
#endif

extern const struct dw_calibration_table tuned_table;

#ifdef __cplusplus
}
#endif

#endif
