/* A self-test as a table for people; as CSV it is results_schema_selftest. */
#ifndef SELFTEST_PRINT_H
#define SELFTEST_PRINT_H

#include <stdio.h>
#include "selftest/selftest.h"

void selftest_print_header(FILE *stream, const struct selftest *test);
void selftest_print_row(FILE *stream, const struct results_selftest *row);
void selftest_print_end(FILE *stream, size_t failed);

#endif
