/* The clocks of the timing loop, in nanoseconds. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>
#include <time.h>

static inline uint64_t base_clock_read(clockid_t id)
{
    struct timespec now;
    clock_gettime(id, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

/* Wall time since an arbitrary start; never steps back. */
static inline uint64_t base_clock_ns(void)
{
    return base_clock_read(CLOCK_MONOTONIC);
}

/* Processor time of the whole process, the driver's threads included. */
static inline uint64_t base_processor_ns(void)
{
    return base_clock_read(CLOCK_PROCESS_CPUTIME_ID);
}

#endif
