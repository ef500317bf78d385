/* What is done when a fence or a semaphore has been signalled. A timeline semaphore is signalled
 * with one value after another, from any queue and by the host, and the host waits for any of them:
 * of each the last PROMISES_MAX signals are kept. */
#ifndef TRACE_PROMISES_H
#define TRACE_PROMISES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "table.h"

#define PROMISES_MAX 64

/* A signal that will come, or has: then all that its queue was given up to a submit is done. */
struct promise {
    uint64_t value;  /* of a timeline; else 0 */
    uint64_t queue;  /* 0: of the host, or forgotten; it says nothing of a queue */
    uint64_t submit; /* counted on the queue */
};

/* Of a fence or semaphore (0: is not known). The table is freed with promises_free_list. false: no
 * memory. */
bool promises_add(struct trace_table *promises, uint64_t sync, struct promise made);
void promises_free_list(void *list);

/* The host has waited for a value, or has found it. Which signals have come by then: fills `kept`,
 * by value, and returns how many. Of what was kept before only the last is kept again. */
size_t promises_keep(struct trace_table *promises, uint64_t sync, uint64_t value, bool found,
                     struct promise kept[PROMISES_MAX]);

#endif
