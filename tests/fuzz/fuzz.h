/* What fuzz targets share. A target is one file, fuzz_<reader>.c, that hands its input to a reader
 * of the program as the program does. libFuzzer drives it; driver.c, without clang, hands it files.
 */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/options.h"
#include "dispatchwise/status.h"

/* The target: any bytes at all. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The reader took the input whole. The driver fails if a target's seeds are never taken: then they
 * are no seeds any more, and the fuzzer would begin at nothing. */
void fuzz_accept(void);
uint64_t fuzz_accepted(void);

/* What must hold of whatever input; ends the process where it does not, in every build. */
#define fuzz_check(condition)                                                                      \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);         \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

/* Two texts that must be the same; ends the process with the place where they differ. */
void fuzz_check_same(const char *first, size_t first_size, const char *second, size_t second_size);

/* The path of a file in memory that holds the bytes, until the next call. */
const char *fuzz_file(const void *data, size_t size);

/* A folder of the process's own, removed at its end: under TMPDIR, else in memory where there is
 * /dev/shm. */
const char *fuzz_folder(void);
/* Write a file of it anew. */
void fuzz_write(const char *name, const void *data, size_t size);

/* The folder of a run: its files stand in the input one behind the other, each behind a line
 * "=== NAME". Without a summary.csv one is made of the samples, as a run does. */
const char *fuzz_run_folder(const uint8_t *data, size_t size);

/* The input as a text with a NUL behind it, to be freed. What stands behind a NUL in it is lost. */
char *fuzz_text(const uint8_t *data, size_t size);

/* Run a command of the program with these arguments, NULL behind them; arguments[0] is its name.
 * Returns its exit code. */
int fuzz_run(const struct base_command *command, char *const *arguments);

#endif
