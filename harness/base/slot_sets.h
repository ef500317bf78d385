/* The slot sets of a shape, as a row or an option gives them: what two kernels read and write, and
 * where a copy goes; and core's verdicts on them. */
#ifndef BASE_SLOT_SETS_H
#define BASE_SLOT_SETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "dispatchwise/policy.h"

enum base_slot_set {
    BASE_SLOTS_A_READS,
    BASE_SLOTS_A_WRITES,
    BASE_SLOTS_B_READS,
    BASE_SLOTS_B_WRITES,
    BASE_SLOTS_COPY, /* one slot */
    BASE_SLOTS_COUNT
};
/* "arm_a_reads" and so on: columns and keys. */
extern const char *const base_slot_names[BASE_SLOTS_COUNT];

#define BASE_SLOTS_MAX 64 /* in a set */
struct base_slot_sets {
    uint32_t slots[BASE_SLOTS_COUNT][BASE_SLOTS_MAX];
    size_t count[BASE_SLOTS_COUNT];
};

/* Put the text of a set: slots separated by spaces, each once. NULL, or what was expected. */
const char *base_put_slots(struct base_slot_sets *sets, enum base_slot_set set, const char *text);

/* D2's and D3's verdicts. A copy without a slot goes where no kernel looks. */
enum dw_arms base_judge_arms(const struct base_slot_sets *sets);
enum dw_copy base_judge_copy(const struct base_slot_sets *sets, uint64_t copy_bytes);

#endif
