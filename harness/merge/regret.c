#include "merge/regret.h"

#include <math.h>
#include <string.h>

#include "fit/fit.h"
#include "modes/reference.h"

static bool differ(const struct dw_calibration_row *truth, const struct dw_calibration_row *used,
                   double alike)
{
    for (int id = 0; id < DW_CONSTANT_COUNT; id++) {
        const double a = truth->constant[id].value, b = used->constant[id].value;
        enum dw_wait wait;
        enum fit_cost cost;
        if (!fit_find_cost(id, &wait, &cost) && fabs(a - b) > alike * fabs(a))
            return true;
    }
    return memcmp(truth->variant, used->variant, sizeof(truth->variant)) != 0;
}

/* What a mode takes on one batch, kernels left out. */
static double time_of(const struct dw_calibration_row *row, enum dw_mode mode,
                      const struct reference_batch *batch)
{
    const struct dw_costs costs = dw_calibration_costs(row, batch->wait);
    const double savings_ns = reference_savings_ns(row, mode, batch);
    return batch->launches * (double)costs.per_launch_overhead_ns -
           (isnan(savings_ns) ? 0 : savings_ns);
}

double merge_regret(const struct dw_calibration_row *truth, const struct dw_calibration_row *used,
                    double alike)
{
    static const uint32_t launches[] = {1,  2,  3,   4,   6,   10,   16,   25,
                                        40, 63, 100, 160, 250, 1000, 2500, 10000};
    static const uint64_t repeats[] = {1, 3, 10, 100, 1000};
    double regret = 0;
    if (differ(truth, used, alike))
        return (double)INFINITY;
    for (int wait = 0; wait < DW_WAIT_COUNT; wait++) {
        for (size_t n = 0; n < sizeof(launches) / sizeof(launches[0]); n++) {
            for (size_t r = 0; r < sizeof(repeats) / sizeof(repeats[0]); r++) {
                const struct reference_batch batch = {
                    .wait = (enum dw_wait)wait, .launches = launches[n], .repeats = repeats[r]};
                const enum dw_mode own = reference_mode(truth, &batch);
                const enum dw_mode other = reference_mode(used, &batch);
                if (own != other)
                    regret = fmax(
                        regret,
                        time_of(truth, other, &batch) / fmax(1, time_of(truth, own, &batch)) - 1);
            }
        }
    }
    return regret;
}
