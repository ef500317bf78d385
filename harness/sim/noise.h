/* What lies between the model's times and the observed ones. All of it follows from the seed, the
 * process and the order of the draws, and the draws do not depend on the parameters. */
#ifndef SIM_NOISE_H
#define SIM_NOISE_H

#include <gsl/gsl_rng.h>
#include "sim/parameters.h"

struct sim_noise {
    gsl_rng *stream;
    uint64_t seed;
    uint32_t process;
    double process_factor;
};

/* Returns 0 or DW_ERROR_NO_MEMORY. */
int sim_start_noise(const struct sim_parameters *parameters, uint64_t seed, uint32_t process,
                    struct sim_noise *noise);
void sim_stop_noise(struct sim_noise *noise);

/* The factor of one batch, at so many seconds of the virtual clock. */
double sim_draw_batch(struct sim_noise *noise, const struct sim_parameters *parameters,
                      double seconds);
/* A lognormal factor of median 1. */
double sim_draw_factor(struct sim_noise *noise, double sd);
/* Such a factor that goes with a name for the process's life. Returns 0 or DW_ERROR_NO_MEMORY. */
int sim_name_factor(const struct sim_noise *noise, const char *name, double sd, double *factor);
/* One that goes with it on this device, whatever the run. */
int sim_lasting_factor(const char *name, double sd, double *factor);

#endif
