#include "dispatchwise/planner.h"
#include "dispatchwise/status.h"

#include <math.h>
#include <string.h>

#include "model.h"

/* Half of the width of a 95 % interval, in standard deviations. */
#define HALF_WIDTH 1.96

static struct model_time predict(const struct dw_shape *shape, const struct dw_constant *constant,
                                 const struct dw_choice *choice)
{
    struct model model;
    dw_make_model(shape, constant, &model);
    return dw_model_choice(&model, choice);
}

/* By Newton's steps from above. */
static double square_root(double square)
{
    double root = square > 1 ? square : 1, next;
    while (square > 0 && (next = (root + square / root) / 2) < root)
        root = next;
    return square > 0 ? root : 0;
}

/* (1 + x/1024)^1024: e^x less x^2/2048 of it, for the widest error that was fitted, 0.31, two parts
 * in ten thousand. */
static double exponential(double x)
{
    double power = 1 + x / 1024;
    for (int i = 0; i < 10; i++)
        power *= power;
    return power;
}

/* How far the time moves with a constant at a bound. Bounds are costs: at least 0, at most never.
 */
static double move(const struct dw_shape *shape, struct dw_constant *constant, int id, double bound,
                   const struct dw_choice *choice, double wall_ns)
{
    const double value = constant[id].value, never = (double)DW_NEVER;
    constant[id].value = bound > never ? never : bound > 0 ? bound : 0;
    const double moved_ns = predict(shape, constant, choice).wall_ns - wall_ns;
    constant[id].value = value;
    return moved_ns;
}

/* The constants' intervals, and the model's own error, are taken for independent. */
static void find_interval(const struct dw_shape *shape, const struct dw_constant *measured,
                          const struct dw_choice *choice, struct dw_prediction *prediction)
{
    struct dw_constant constant[DW_CONSTANT_COUNT];
    const double wall_ns = prediction->wall_ns;
    const struct dw_constant *error = &measured[DW_CONSTANT_PREDICTION_ERROR];
    const double factor = error->samples > 0 ? exponential(HALF_WIDTH * error->value) : 1;
    double below = wall_ns * (1 - 1 / factor), above = wall_ns * (factor - 1);
    below *= below;
    above *= above;
    memcpy(constant, measured, sizeof(constant));
    for (int id = DW_CONSTANT_HOST_SUBMIT; id <= DW_CONSTANT_SPECIALIZATION_STEAL_BUSY; id++) {
        if (measured[id].samples == 0)
            continue;
        const double lo = move(shape, constant, id, measured[id].lo, choice, wall_ns);
        const double hi = move(shape, constant, id, measured[id].hi, choice, wall_ns);
        below += lo < 0 ? lo * lo : 0;
        above += hi > 0 ? hi * hi : 0;
    }
    const double lo_ns = wall_ns - square_root(below);
    prediction->lo_ns = lo_ns > 0 ? lo_ns : 0;
    prediction->hi_ns = wall_ns + square_root(above);
}

int dw_predict(const struct dw_shape *shape, const struct dw_calibration_row *row,
               const struct dw_choice *choice, bool interval, struct dw_prediction *prediction)
{
    if (dw_illegal_choice(shape, choice) != NULL ||
        dw_unsupported_choice(shape, row, choice) != NULL)
        return DW_ERROR_UNSUPPORTED;
    const struct model_time time = predict(shape, row->constant, choice);
    *prediction = (struct dw_prediction){.wall_ns = time.wall_ns,
                                         .host_ns = time.host_ns,
                                         .device_ns = time.device_ns,
                                         .lo_ns = (double)NAN,
                                         .hi_ns = (double)NAN};
    if (interval)
        find_interval(shape, row->constant, choice, prediction);
    return DW_OK;
}
