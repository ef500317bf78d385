/* Benchmarks written in C for Google Benchmark: a function that runs its body as often as it is
 * told, and a table of them. */
#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct bench {
    const char *name;
    void (*run)(uint64_t iterations);
};

/* The core's, in core_benchmarks.c. */
extern const struct bench bench_core[];
extern const size_t bench_core_count;

#ifdef __cplusplus
}
#endif

#endif
