/* The error convention of the library: a function that can fail returns 0 (DW_OK) or a negative
 * enum dw_status, and writes its outputs only on success. Nothing in core logs, allocates or sets
 * a global. */
#ifndef DISPATCHWISE_STATUS_H
#define DISPATCHWISE_STATUS_H

#include "dispatchwise/export.h"

#ifdef __cplusplus
extern "C" {
#endif

/* X(name, value, text): every status there is. */
#define DW_STATUSES(X)                                                                             \
    X(OK, 0, "done")                                                                               \
    X(ERROR_INVALID_ARGUMENT, -1, "an argument is out of its range")                               \
    X(ERROR_PARSE, -2, "the bytes are not what was expected")                                      \
    X(ERROR_VERSION, -3, "another schema version")                                                 \
    X(ERROR_NO_SPACE, -4, "the caller's memory is too small")                                      \
    X(ERROR_NO_MEMORY, -5, "out of memory")                                                        \
    X(ERROR_IO, -6, "a file could not be read or written")                                         \
    X(ERROR_NO_DEVICE, -7, "no such device")                                                       \
    X(ERROR_UNSUPPORTED, -8, "the device cannot do this")                                          \
    X(ERROR_DEVICE_LOST, -9, "the device was lost")                                                \
    X(ERROR_TIMEOUT, -10, "the device did not finish in time")                                     \
    X(ERROR_WRONG_RESULT, -11, "the device computed a wrong result")                               \
    X(ERROR_INTERRUPTED, -12, "interrupted")

enum dw_status {
#define DW_STATUS_ENUM(name, value, text) DW_##name = (value),
    DW_STATUSES(DW_STATUS_ENUM)
#undef DW_STATUS_ENUM
};

/* The text of a status, for messages; "unknown status" for a number that is none. Never NULL. */
DW_API const char *dw_status_text(int status);

#ifdef __cplusplus
}
#endif

#endif
