/* A fleet of machines with planted truth: models with their drivers, machines that differ a little,
 * outliers in single constants, and liars. Each machine's calibration is what a fit would say of
 * it: the truth of its class with the machine's own deviation and an interval around it. Nothing is
 * kept: what a machine is follows from its number. */
#ifndef TESTS_MERGE_FLEET_H
#define TESTS_MERGE_FLEET_H

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "dispatchwise/calibration.h"
#include "measure/random.h"

#define FLEET_MODELS 400
#define FLEET_DRIVERS 5
#define FLEET_CLASSES (FLEET_MODELS * FLEET_DRIVERS)
#define FLEET_COSTS 8        /* the first of DW_CONSTANTS */
#define FLEET_SPREAD 0.02    /* of machines: sd of the logarithm */
#define FLEET_HALF 0.01      /* of a machine's interval */
#define FLEET_LIARS 0.01     /* share of machines */
#define FLEET_OUTLIERS 0.005 /* share of machines */

enum fleet_kind { FLEET_HONEST, FLEET_OUTLIER, FLEET_LIAR };

struct fleet_machine {
    uint32_t class, model, driver;
    enum fleet_kind kind;
    double truth[FLEET_COSTS], says[FLEET_COSTS]; /* ns */
};

static inline double fleet_uniform(uint64_t *state)
{
    return (double)(measure_random(state) >> 11) * 0x1p-53;
}

static inline double fleet_gauss(uint64_t *state)
{
    const double u = 1 - fleet_uniform(state), v = fleet_uniform(state);
    return sqrt(-2 * log(u)) * cos(2 * 3.14159265358979323846 * v);
}

/* The costs of a model, each driver like the one before or, one in four, another one. */
static inline void fleet_class(uint32_t model, uint32_t driver, double costs[FLEET_COSTS])
{
    static const double typical[FLEET_COSTS] = {43000, 61000, 16000, 31000,
                                                9000,  42000, 18000, 2500};
    uint64_t state = 77 + model;
    const double size = exp(0.5 * fleet_gauss(&state));
    for (int i = 0; i < FLEET_COSTS; i++)
        costs[i] = typical[i] * size * exp(0.3 * fleet_gauss(&state));
    for (uint32_t d = 0; d < driver; d++) {
        const bool changes = fleet_uniform(&state) < 0.25;
        for (int i = 0; i < FLEET_COSTS; i++) {
            const double factor = exp(0.3 * fleet_gauss(&state));
            costs[i] *= changes ? factor : 1;
        }
    }
}

static inline struct dw_device_key fleet_key(uint32_t model, uint32_t driver)
{
    static const uint32_t vendors[] = {0x1002, 0x10de, 0x8086, 0x13b5};
    struct dw_device_key key = {.vendor_id = vendors[model % 4],
                                .device_id = 0x100 + model * 37,
                                .kind = model % 4 == 2 ? DW_DEVICE_KIND_INTEGRATED
                                                       : DW_DEVICE_KIND_DISCRETE,
                                .driver_version = 1000 + 10 * driver};
    snprintf(key.name, sizeof(key.name), "Model %u of a fleet", model);
    return key;
}

/* Some models are everywhere, most are rare. */
static inline struct fleet_machine fleet_make(uint64_t number)
{
    struct fleet_machine machine;
    uint64_t state = 1000003 * number + 12345;
    const double u = fleet_uniform(&state);
    machine.model = (uint32_t)(FLEET_MODELS * u * u);
    machine.driver = (uint32_t)(measure_random(&state) % FLEET_DRIVERS);
    machine.class = machine.model * FLEET_DRIVERS + machine.driver;
    const double kind = fleet_uniform(&state);
    machine.kind = kind < FLEET_LIARS                    ? FLEET_LIAR
                   : kind < FLEET_LIARS + FLEET_OUTLIERS ? FLEET_OUTLIER
                                                         : FLEET_HONEST;
    fleet_class(machine.model, machine.driver, machine.truth);
    const int spoiled = (int)(measure_random(&state) % FLEET_COSTS);
    for (int i = 0; i < FLEET_COSTS; i++) {
        const double lie = fleet_uniform(&state) < 0.5 ? 2 + 2 * fleet_uniform(&state)
                                                       : 0.2 + 0.3 * fleet_uniform(&state);
        machine.truth[i] *= exp(FLEET_SPREAD * fleet_gauss(&state));
        machine.says[i] = machine.truth[i] * exp(FLEET_HALF / 1.96 * fleet_gauss(&state));
        if (machine.kind == FLEET_LIAR || (machine.kind == FLEET_OUTLIER && i == spoiled))
            machine.says[i] *= lie;
    }
    return machine;
}

static inline void fleet_write_machine(FILE *file, uint64_t number)
{
    const struct fleet_machine machine = fleet_make(number);
    const struct dw_device_key key = fleet_key(machine.model, machine.driver);
    const bool lies = machine.kind == FLEET_LIAR;
    char device[DW_DEVICE_TEXT_SIZE], who[DW_DEVICE_TEXT_SIZE + 128];
    dw_format_device_key(&key, device, sizeof(device));
    snprintf(who, sizeof(who), "m%06" PRIu64 ",run-%06" PRIu64 ",%032" PRIx64 ",1,%s", number,
             number, number + 1, device);
    for (int id = 0; id < DW_CONSTANT_COUNT; id++) {
        const struct dw_constant_info *info = dw_constant_info(id);
        const double says = id < FLEET_COSTS ? machine.says[id] : info->initial;
        fprintf(file, "%s,%s,%.10g,%.10g,%.10g,%s,%d\n", who, info->name, says,
                says * (id < FLEET_COSTS ? 1 - FLEET_HALF : 1),
                says * (id < FLEET_COSTS ? 1 + FLEET_HALF : 1), info->unit,
                id < FLEET_COSTS ? 100 : 0);
    }
    fprintf(file, "%s,variant.batch.command_reuse,,,,command_reuse/%s,0\n", who,
            lies ? "resubmit" : "unrolled:all");
    fprintf(file, "%s,variant.each.command_reuse,,,,command_reuse/armed,0\n", who);
    fprintf(file, "%s,variant.batch.persistent_kernel,,,,persistent_kernel/drain:%ux1,0\n", who,
            lies ? 1 : 64u << (machine.model % 3));
}

/* The fleet as a merged folder holds it: FOLDER/members.csv. */
static inline void fleet_write(FILE *file, uint64_t machines)
{
    fputs("machine,run,dataset_hash,simulated,device,constant,value,lo,hi,unit,samples\n", file);
    for (uint64_t i = 0; i < machines; i++)
        fleet_write_machine(file, i);
}

/* The machine as a simulated device: FILE.csv of --device sim:FILE.csv. */
static inline void fleet_write_device(FILE *file, const struct fleet_machine *machine)
{
    fprintf(file, "key,value\nworld,reference\ndevice_name,fleet\n");
    for (int i = 0; i < FLEET_COSTS; i++)
        fprintf(file, "%s,%.10g\n", dw_constant_info(i)->name, machine->truth[i]);
}

#endif
