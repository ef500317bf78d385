/* The SPIR-V of the workload whose workload.c includes this: the build compiles the folder's body
 * and puts the words where these includes find them. Initialise with WORKLOAD_CODE. */
#ifndef WORKLOADS_CODE_H
#define WORKLOADS_CODE_H

#include "workload.h"

static const uint32_t workload_direct_words[] = {
#include "direct.inc"
};
static const uint32_t workload_direct_sized_words[] = {
#include "direct_sized.inc"
};
static const uint32_t workload_direct_table_words[] = {
#include "direct_table.inc"
};
static const uint32_t workload_drain_words[] = {
#include "drain.inc"
};

#define WORKLOAD_CODE                                                                              \
    .direct = {workload_direct_words, sizeof workload_direct_words},                               \
    .direct_sized = {workload_direct_sized_words, sizeof workload_direct_sized_words},             \
    .direct_table = {workload_direct_table_words, sizeof workload_direct_table_words},             \
    .drain = {workload_drain_words, sizeof workload_drain_words}

#endif
