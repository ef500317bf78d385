#include "sim/noise.h"

#include <math.h>
#include <string.h>

#include <gsl/gsl_randist.h>

#include "base/text.h"
#include "dispatchwise/status.h"
#include "measure/random.h"

#define DRIFT_LEAST 0.1

/* Where GSL's generator starts; it takes 32 bits. */
static unsigned long start_of(const struct sim_noise *noise, const char *name)
{
    uint64_t hash = base_hash_bytes(BASE_HASH_SEED, &noise->seed, sizeof noise->seed);
    hash = base_hash_bytes(hash, &noise->process, sizeof noise->process);
    hash = base_hash_bytes(hash, name, strlen(name));
    return (unsigned long)(measure_random(&hash) >> 32);
}

int sim_start_noise(const struct sim_parameters *parameters, uint64_t seed, uint32_t process,
                    struct sim_noise *noise)
{
    struct sim_noise started = {.seed = seed, .process = process};
    const int status =
        sim_name_factor(&started, "", parameters->process_effect, &started.process_factor);
    if (status != DW_OK)
        return status;
    started.stream = gsl_rng_alloc(gsl_rng_mt19937);
    if (!started.stream)
        return DW_ERROR_NO_MEMORY;
    gsl_rng_set(started.stream, start_of(&started, "batches"));
    *noise = started;
    return DW_OK;
}

void sim_stop_noise(struct sim_noise *noise)
{
    if (noise->stream)
        gsl_rng_free(noise->stream);
    noise->stream = NULL;
}

double sim_draw_factor(struct sim_noise *noise, double sd)
{
    return exp(gsl_ran_gaussian(noise->stream, sd));
}

double sim_draw_batch(struct sim_noise *noise, const struct sim_parameters *parameters,
                      double seconds)
{
    const double usual = sim_draw_factor(noise, parameters->noise);
    const bool outlier = gsl_rng_uniform(noise->stream) < parameters->outlier_rate;
    const double tail =
        gsl_ran_pareto(noise->stream, parameters->outlier_tail, parameters->outlier_factor);
    const double drift = fmax(1 + parameters->drift * seconds, DRIFT_LEAST);
    return usual * (outlier ? tail : 1) * noise->process_factor * drift;
}

int sim_name_factor(const struct sim_noise *noise, const char *name, double sd, double *factor)
{
    gsl_rng *own = gsl_rng_alloc(gsl_rng_mt19937);
    if (!own)
        return DW_ERROR_NO_MEMORY;
    gsl_rng_set(own, start_of(noise, name));
    *factor = exp(gsl_ran_gaussian(own, sd));
    gsl_rng_free(own);
    return DW_OK;
}

int sim_lasting_factor(const char *name, double sd, double *factor)
{
    const struct sim_noise every = {0};
    return sim_name_factor(&every, name, sd, factor);
}
