/* XXH3, 64 bits, compiled in. */
#ifndef TRACE_HASH_H
#define TRACE_HASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t trace_hash(const void *bytes, size_t size, uint64_t seed);

#endif
