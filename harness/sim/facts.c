/* What the simulated device says of itself. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "dispatchwise/status.h"
#include "sim/model.h"
#include "sim/sim.h"

/* Nothing is stored: only counts of words must not overflow where they are multiplied. */
#define WORDS_MAX (UINT64_C(1) << 40)

static void fill_key(const struct sim_parameters *parameters, struct dw_device_key *key)
{
    *key = (struct dw_device_key){.kind = DW_DEVICE_KIND_OTHER,
                                  .driver_version = (uint32_t)parameters->driver_version};
    base_copy_text(key->name, sizeof key->name, parameters->device_name);
}

void sim_fill_facts(const struct sim_parameters *parameters, struct measure_facts *facts)
{
    const uint64_t hash =
        base_hash_bytes(BASE_HASH_SEED, parameters->device_name, strlen(parameters->device_name));
    *facts = (struct measure_facts){
        .simulated = true,
        .cores = (uint32_t)parameters->constant[DW_CONSTANT_DEVICE_CORES],
        .resident = (uint32_t)parameters->constant[DW_CONSTANT_DEVICE_RESIDENT],
        .loop_limit = parameters->loop_limit > 0 ? (uint64_t)parameters->loop_limit : UINT64_MAX,
        .max_submit_ns = UINT64_MAX,
        .max_output_words = WORDS_MAX,
        .max_buffer_words = WORDS_MAX,
        .max_resources = (uint32_t)parameters->constant[DW_CONSTANT_DEVICE_RESOURCES],
        .pinned = "no",
        .timestamp_bits = 64,
        .timestamp_period_ns = 1,
    };
    fill_key(parameters, &facts->key);
    snprintf(facts->uuid, sizeof facts->uuid, "%016llx%016llx", (unsigned long long)hash,
             ~(unsigned long long)hash);
    snprintf(facts->driver, sizeof facts->driver, "simulated, world %s",
             sim_world_names[parameters->world]);
}

int sim_device_key(const char *selector, struct dw_device_key *key)
{
    struct sim_parameters parameters;
    const int status = sim_load_parameters(selector, &parameters);
    if (status == DW_OK)
        fill_key(&parameters, key);
    return status;
}
