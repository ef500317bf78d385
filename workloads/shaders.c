/* The shaders that belong to no workload. */
#include "workload.h"

static const uint32_t canary_words[] = {
#include "canary.inc"
};
static const uint32_t empty_words[] = {
#include "empty.inc"
};

const struct workload_code workload_canary = {canary_words, sizeof canary_words};
const struct workload_code workload_empty = {empty_words, sizeof empty_words};
