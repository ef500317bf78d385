/* The arms that `plan` speaks of: those worth a line, and those that are not to be had. */
#ifndef COMMANDS_PLAN_ARMS_H
#define COMMANDS_PLAN_ARMS_H

#include <stdbool.h>
#include <stddef.h>

#include "dispatchwise/planner.h"

struct plan_arms {
    struct plan_arm {
        struct dw_choice choice;
        double wall_ns;
    } * list; /* fastest first */
    size_t count, left_out;
};

/* The choice, all that are one change away from it (another variant or another side), and the
 * baseline: at most PLAN_ARMS_MAX. all: everything there is. DW_ERROR_NO_MEMORY, logged. */
#define PLAN_ARMS_MAX 20
int plan_list_arms(const struct dw_shape *shape, const struct dw_calibration_row *row,
                   const struct dw_choice *choice, bool all, struct plan_arms *arms);
void plan_free_arms(struct plan_arms *arms);

/* Every variant and every side, each in the place of a choice's own. */
#define PLAN_CHANGES_MAX (DW_VARIANT_CHOICES_MAX + DW_AXIS_COUNT * DW_SIDES_MAX)

/* Those that are not to be had, each with the reason. */
struct plan_refusals {
    struct {
        const char *why;
        char name[DW_ARM_NAME_SIZE];
    } list[PLAN_CHANGES_MAX];
    size_t count;
};

/* Those that the batch cannot have. */
void plan_list_illegal(const struct dw_shape *shape, struct plan_refusals *refusals);
/* Those that are legal and that the device cannot have in the place of the choice's. */
void plan_list_unsupported(const struct dw_shape *shape, const struct dw_calibration_row *row,
                           const struct dw_choice *choice, struct plan_refusals *refusals);

#endif
