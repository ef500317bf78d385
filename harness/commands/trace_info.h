/* What a trace holds, for people. */
#ifndef COMMANDS_TRACE_INFO_H
#define COMMANDS_TRACE_INFO_H

#include <stdint.h>
#include "trace/reader.h"

struct trace_info;

/* NULL: no memory. */
struct trace_info *trace_info_create(void);
void trace_info_destroy(struct trace_info **info);

/* The next event of the file. Returns 0 or DW_ERROR_NO_MEMORY. */
int trace_info_take(struct trace_info *info, uint32_t process, const struct trace_event *event);

/* Print all that came, to standard output. The last batches are closed: nothing can be taken any
 * more. */
void trace_info_print(struct trace_info *info);

#endif
