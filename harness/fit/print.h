/* What was fitted, for people. */
#ifndef FIT_PRINT_H
#define FIT_PRINT_H

#include "fit/fit.h"

void fit_print(FILE *stream, const struct fit_result *result);

#endif
