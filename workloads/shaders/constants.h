/* Constants that the shaders and the CPU reference share: GLSL and C both include this. */
#ifndef WORKLOADS_SHADERS_CONSTANTS_H
#define WORKLOADS_SHADERS_CONSTANTS_H

/* Odd, so that multiplying by them loses nothing modulo 2^32: the launch and the word within its
 * region (or the group) enter every result through them. */
#define LAUNCH_FACTOR 0x9e3779b1u
#define WORD_FACTOR 0x85ebca6bu

/* Floats hold integers exactly below 2^24: what launch and word add to a float stays below 2^23,
 * and so does what a workload adds. */
#define EXACT_MASK 0x7fffffu

/* The row table (rows.glsl, rows.c): rows of 64 words that repeat with this period; the number of
 * rows is a power of two between the period and the maximum (64 MiB). */
#define ROW_WORDS 64u
#define ROWS_PERIOD 64u
#define ROWS_MAX 0x40000u

/* Workgroups that take part in the chain of dependent launches, at most. */
#define CHAIN_WIDTH 16u

#endif
