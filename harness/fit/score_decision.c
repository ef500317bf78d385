#include "fit/score_oracle.h"

const char *score_decision_name(enum score_decision decision)
{
    static const char *const names[SCORE_DECISION_COUNT] = {
#define NAME(id, name) [SCORE_##id] = name,
        SCORE_DECISIONS(NAME)
#undef NAME
    };
    return names[decision];
}

void score_find_decisions(const struct fit_data *data, uint32_t instance,
                          struct score_instance *found)
{
    /* An instance whose shape is not known is all zero: nothing stands beside its launches. */
    const struct dw_shape *shape = &data->instances[instance].shape;
    const bool beside[SCORE_DECISION_COUNT] = {
        [SCORE_ARMS] = shape->second.groups > 0,
        [SCORE_COPY] = shape->copy_bytes > 0,
        [SCORE_BINDING] = shape->resources > 0,
        [SCORE_SPECIALIZATION] = shape->specializations > 0,
        [SCORE_DEPENDENT] = shape->levels > 1,
    };
    int count = 0;
    for (int d = 0; d < SCORE_DECISION_COUNT; d++)
        count += beside[d];
    for (int d = 0; d < SCORE_DECISION_COUNT; d++)
        found->decides[d] = beside[d] && count == 1;
    found->decides[SCORE_MODE] = count == 0;
    found->decides[SCORE_COMPOUND] = count > 1;
    found->decides[SCORE_ALL] = true;
    for (uint32_t a = 0; a < data->arm_count; a++) {
        const struct fit_arm *arm = &data->arms[a];
        if (arm->instance != instance || !fit_data_timed(data, a))
            continue;
        reference_add_sides(&found->sides, &arm->arm.choice);
        if (count == 0 && arm->arm.choice.side[DW_AXIS_WAITING] != DW_WAITING_SIDE_BLOCK)
            found->decides[SCORE_WAITING] = true;
    }
}
