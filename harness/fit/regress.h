/* Robust linear regression: GSL's bisquare over a small dense system. */
#ifndef FIT_REGRESS_H
#define FIT_REGRESS_H

#include <stdbool.h>
#include <stddef.h>

#define FIT_COLUMNS 4

/* A row: x . coefficients = y, both already multiplied by the row's weight. */
struct fit_row {
    double x[FIT_COLUMNS], y;
};

struct fit_regression; /* work space, kept between solutions */

/* NULL if there is no memory. */
struct fit_regression *fit_regression_create(void);
void fit_regression_destroy(struct fit_regression **regression);

/* Columns whose bit is set in columns are solved for, the others' coefficients are 0. False if
 * there are too few rows, or no memory; coefficients are then as before. */
bool fit_regress(struct fit_regression *regression, const struct fit_row *rows, size_t count,
                 unsigned columns, double coefficients[FIT_COLUMNS]);

/* True if the rows tell the columns apart. */
bool fit_identified(const struct fit_row *rows, size_t count, unsigned columns);

#endif
