#include "run/trace_kinds.h"

#include <stdlib.h>
#include <string.h>

#include "run/trace_neighbours.h"
#include "trace/hash.h"
#include "trace/room.h"

/* Classes of hits are powers of 8, which the policy's own count of 8 is one of; of confidence,
 * tenths. */
#define HITS_BASE 8
#define CONFIDENCE_STEP_BPS 1000

static uint32_t at_most(uint64_t value, uint64_t most)
{
    return (uint32_t)(value < most ? value : most);
}

bool run_compiles_alone(const struct trace_batch *batch)
{
    return batch->compiled && batch->launches == 1;
}

/* What all launches of a batch bind is none's own. */
static uint64_t own_resources(const struct trace_batch *batch)
{
    return batch->launches > 1 && batch->distinct == 1 ? 0 : batch->resources;
}

static struct run_trace_member member_of(const struct trace_batch *batch)
{
    return (struct run_trace_member){
        .pipeline = batch->pipeline->hash,
        .groups = (uint32_t)((batch->groups + batch->launches / 2) / batch->launches),
    };
}

static uint32_t class_of_hits(uint64_t hits)
{
    uint32_t class = 0;
    for (; hits > 0; hits /= HITS_BASE)
        class ++;
    return class;
}

/* What was foreseen counts where its pipeline was not there: else nothing was to be compiled. */
static uint64_t hits_of(const struct trace_batch *batch)
{
    return batch->missing ? batch->hits : 0;
}

static uint32_t confidence_of(const struct trace_batch *batch)
{
    return batch->missing ? batch->confidence_bps : 0;
}

static void put_copies(struct run_trace_key *key, const struct trace_batch *batch)
{
    const uint64_t copied = batch->copy_bytes + batch->copy_texels; /* a texel is a byte or more */
    if (batch->copies_verdict == DW_COPY_NONE || copied == 0)
        return;
    key->copy_bytes = at_most((copied + 3) / 4 * 4, WORKLOAD_COPY_BYTES_MAX);
    key->copy = batch->copies_verdict;
}

static void put_second(struct run_trace_key *key, const struct trace_batch *first,
                       const struct trace_batch *second)
{
    static const enum dw_arms verdicts[TRACE_HAZARD_COUNT] = {
        [TRACE_HAZARD_INDEPENDENT] = DW_ARMS_INDEPENDENT,
        [TRACE_HAZARD_WRITE_WRITE] = DW_ARMS_WRITE_WRITE_CONFLICT,
        [TRACE_HAZARD_READ_AFTER_WRITE] = DW_ARMS_READ_AFTER_WRITE,
        [TRACE_HAZARD_WRITE_AFTER_READ] = DW_ARMS_WRITE_AFTER_READ,
        [TRACE_HAZARD_UNKNOWN] = DW_ARMS_WRITE_WRITE_CONFLICT,
    };
    const bool each = run_waits_for_each(first) && run_waits_for_each(second);
    key->member[1] = member_of(second);
    key->wait = each ? DW_WAIT_EACH : DW_WAIT_BATCH;
    key->dependent |= second->levels > 1;
    /* Where the host waits between them nothing is known of them, and nothing is asked. */
    key->arms = second->follows ? verdicts[second->neighbour] : DW_ARMS_READ_AFTER_WRITE;
    key->apart = second->apart;
}

static struct run_trace_key key_of(const struct trace_batch *first,
                                   const struct trace_batch *second,
                                   const struct measure_facts *facts)
{
    const struct trace_batch *last = second ? second : first;
    const uint64_t resubmitted = first->resubmitted + (second ? second->resubmitted : 0);
    uint64_t resources = own_resources(first);
    struct run_trace_key key;
    memset(&key, 0, sizeof key);
    key.members = second ? 2 : 1;
    key.member[0] = member_of(first);
    key.launches = (uint32_t)first->launches;
    key.submits = run_count_submits(first, second);
    key.wait = run_waits_for_each(first) ? DW_WAIT_EACH : DW_WAIT_BATCH;
    key.dependent = first->levels > 1;
    put_copies(&key, first);
    if (second) {
        put_second(&key, first, second);
        if (own_resources(second) > resources)
            resources = own_resources(second);
    }
    if (second ? second->compiled : run_compiles_alone(first)) {
        key.compiled = 1;
        key.ahead = last->ahead;
        key.hits = class_of_hits(hits_of(last));
        key.confidence = confidence_of(last) / CONFIDENCE_STEP_BPS;
    } else { /* a new pipeline is compiled for a shader without resources of its own */
        key.resources = at_most(resources, facts->max_resources);
        key.resubmitted = 2 * resubmitted >= key.submits;
    }
    return key;
}

static uint32_t find_kind(struct run_trace_kinds *kinds, const struct run_trace_key *key)
{
    const uint64_t hash = trace_hash(key, sizeof *key, 0) | 1;
    const uintptr_t known = (uintptr_t)trace_table_get(&kinds->numbers, hash);
    if (known)
        return (uint32_t)known - 1;
    struct run_trace_kind *grown =
        trace_make_room(kinds->list, kinds->count, &kinds->size, sizeof *grown);
    if (!grown)
        return RUN_TRACE_NO_KIND;
    kinds->list = grown;
    if (!trace_table_put(&kinds->numbers, hash, (void *)(uintptr_t)(kinds->count + 1)))
        return RUN_TRACE_NO_KIND;
    kinds->list[kinds->count] = (struct run_trace_kind){.key = *key};
    return (uint32_t)kinds->count++;
}

uint32_t run_add_to_kind(struct run_trace_kinds *kinds, const struct trace_batch *first,
                         const struct trace_batch *second, const struct measure_facts *facts)
{
    const struct run_trace_key key = key_of(first, second, facts);
    const struct trace_batch *last = second ? second : first;
    const uint32_t number = find_kind(kinds, &key);
    if (number == RUN_TRACE_NO_KIND)
        return number;
    struct run_trace_kind *kind = &kinds->list[number];
    uint64_t identity = first->identity;
    kind->occurrences++;
    kind->rewritten += first->rewrites > 0 || (second && second->rewrites > 0);
    kind->unknown += first->hazards[TRACE_HAZARD_UNKNOWN] > 0;
    if (second) {
        kind->unknown += second->hazards[TRACE_HAZARD_UNKNOWN] > 0;
        identity = trace_hash(&second->identity, sizeof second->identity, identity);
    }
    if (key.compiled) {
        kind->hits += hits_of(last);
        kind->confidence_bps += confidence_of(last);
    }
    return trace_table_put(&kind->identities, identity | 1, kind) ? number : RUN_TRACE_NO_KIND;
}

void run_free_kinds(struct run_trace_kinds *kinds)
{
    for (size_t i = 0; i < kinds->count; i++)
        trace_table_free(&kinds->list[i].identities, NULL);
    free(kinds->list);
    trace_table_free(&kinds->numbers, NULL);
    *kinds = (struct run_trace_kinds){.list = NULL};
}

/* No recording serves a batch whose pipeline is new. The policy takes launches * repeats for the
 * hits that it had. */
static uint64_t repeats_of(const struct run_trace_kind *kind)
{
    const uint64_t distinct = kind->identities.used;
    const uint64_t launches = kind->occurrences * kind->key.launches;
    const uint64_t repeats = kind->key.compiled ? (kind->hits + launches / 2) / launches
                                                : (kind->occurrences + distinct / 2) / distinct;
    return repeats > 0 ? repeats : 1;
}

struct workload_shape run_kind_shape(const struct run_trace_kind *kind)
{
    const struct run_trace_key *key = &kind->key;
    return (struct workload_shape){
        .wait = (enum dw_wait)key->wait,
        .launches = key->launches,
        .groups = key->member[0].groups,
        .steps = 1,
        .repeats = at_most(repeats_of(kind), UINT32_MAX),
        .dependent = key->dependent,
        .resources = key->resources,
        .rebind = key->resources > 0 && 2 * kind->rewritten >= kind->occurrences,
        .second_groups = key->member[1].groups,
        .second_steps = key->member[1].groups > 0,
        .arms = (enum dw_arms)key->arms,
        .copy_bytes = key->copy_bytes,
        .copy = (enum dw_copy)key->copy,
        .specializations = key->compiled,
        .confidence_bps = at_most(kind->confidence_bps / kind->occurrences, 10000),
    };
}
