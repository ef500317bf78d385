/* The engine that measures a Vulkan device. */
#ifndef GPU_ENGINE_H
#define GPU_ENGINE_H

#include "measure/engine.h"
#include "modes/mode.h"

/* Open the device that selector names (see gpu_select), pin the calling thread beside it and find
 * its loop limit. */
int gpu_open_engine(const char *selector, struct measure_engine **engine);

/* Plant faults in every instance opened from now on: those of measure_ops.plant, and finer ones for
 * tests. */
void gpu_plant_faults(struct measure_engine *engine, const struct mode_faults *faults);

#endif
