#include "run/arms.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "modes/mode.h"
#include "run/crosses.h"

#define NAMED_MAX 25 /* run.csv has 511 bytes for them, and no name is shorter than 19 */
#define ROLES 3      /* the baseline's copy, and what reference policy and planner choose */
_Static_assert(1 + RUN_RECORDED_MAX + 1 + NAMED_MAX + MODE_CANDIDATES_MAX + RUN_CROSSES_MAX +
                       ROLES <=
                   RUN_ARMS_MAX,
               "no arm is left out");

static bool selected(const char *list, const struct arm *arm, uint32_t launches)
{
    char name[DW_ARM_NAME_SIZE], wanted[DW_ARM_NAME_SIZE];
    struct arm full;
    arm_format(arm, name, sizeof name);
    if (!*list)
        return true;
    while (base_next_item(&list, wanted, sizeof wanted)) {
        if (arm_parse(wanted, &full)) {
            full = arm_canonical(&full, launches);
            if (arm_equal(&full, arm))
                return true;
        } else if (*wanted && strncmp(name, wanted, strlen(wanted)) == 0) {
            return true;
        }
    }
    return false;
}

static size_t add_arm(struct arm arms[RUN_ARMS_MAX], size_t count, const struct arm *arm)
{
    for (size_t i = 0; i < count; i++)
        if (arm_equal(&arms[i], arm))
            return count;
    assert(count < RUN_ARMS_MAX - ROLES);
    arms[count++] = *arm;
    return count;
}

static size_t add_selected(const char *selection, const struct workload_shape *shape,
                           const struct arm *from, size_t from_count, struct arm arms[RUN_ARMS_MAX],
                           size_t count)
{
    for (size_t i = 0; i < from_count; i++)
        if (selected(selection, &from[i], shape->launches))
            count = add_arm(arms, count, &from[i]);
    return count;
}

/* Those that the selection names in full and the batch allows. */
static size_t add_named(const char *selection, const struct workload_shape *shape,
                        const struct dw_shape *planned, struct arm arms[RUN_ARMS_MAX], size_t count)
{
    struct arm arm;
    char name[DW_ARM_NAME_SIZE];
    while (base_next_item(&selection, name, sizeof name)) {
        if (!arm_parse(name, &arm))
            continue;
        arm = arm_canonical(&arm, shape->launches);
        if (!dw_illegal_choice(planned, &arm.choice))
            count = add_arm(arms, count, &arm);
    }
    return count;
}

size_t run_list_arms(const char *selection, const struct run_instance_state *known,
                     const struct workload_shape *shape, uint32_t cores,
                     const struct dw_choice *chosen, struct arm arms[RUN_ARMS_MAX])
{
    struct arm candidates[MODE_CANDIDATES_MAX], crosses[RUN_CROSSES_MAX];
    const struct dw_shape planned = workload_planner_shape(shape);
    const struct arm baseline = arm_baseline();
    const size_t usual = mode_list_candidates(&planned, cores, candidates);
    const size_t crossed = known ? run_cross_arms(known, &planned, crosses, RUN_CROSSES_MAX) : 0;
    size_t count = add_arm(arms, 0, &baseline);
    for (size_t i = 0; known && i < known->recorded_count; i++)
        count = add_arm(arms, count, &known->recorded[i]);
    if (chosen)
        count = add_selected(selection, shape, &(struct arm){.choice = *chosen}, 1, arms, count);
    count = add_named(selection, shape, &planned, arms, count);
    count = add_selected(selection, shape, candidates, usual, arms, count);
    count = add_selected(selection, shape, crosses, crossed, arms, count);
    arms[count] = baseline;
    arms[count++].role = ARM_ROLE_CONTROL;
    return count;
}
