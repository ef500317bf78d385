/* From handles to numbers or pointers, for many threads: looking up takes no lock. */
#ifndef RECORDER_MAP_H
#define RECORDER_MAP_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct recorder_table;

struct recorder_map {
    pthread_mutex_t lock;       /* of writers */
    atomic_uint_fast64_t moves; /* odd while slots move: a reader that saw it tries again */
    _Atomic(struct recorder_table *)
        table; /* the older ones hang on it, for readers still in them */
};

void recorder_map_init(struct recorder_map *map);
void recorder_map_free(struct recorder_map *map);

/* Room for a put that must not fail; false: no memory. */
bool recorder_map_reserve(struct recorder_map *map);
/* Drivers may give the same handle to two equal objects: a key that is there counts once more and
 * keeps its value. Returns the value that is in the map then; 0: no memory. Neither may be 0. */
uint64_t recorder_map_put(struct recorder_map *map, uint64_t key, uint64_t value);
/* 0: not there. */
uint64_t recorder_map_get(struct recorder_map *map, uint64_t key);
/* The value, once it has been taken as often as put; else 0. */
uint64_t recorder_map_take(struct recorder_map *map, uint64_t key);
/* Any value that is left, taken out; 0: none. */
uint64_t recorder_map_take_any(struct recorder_map *map);

#endif
