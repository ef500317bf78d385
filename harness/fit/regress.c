#include "fit/regress.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multifit.h>

/* Two rows more than columns: fewer leave nothing to judge outliers by. */
#define SPARE_ROWS 2

/* Columns of length 1 whose smallest singular value is below this share of the largest are one
 * column in two disguises: an error in the times of 1 % would move the constants by 100 % and more.
 */
#define SINGULAR_SHARE 0.01

struct fit_regression {
    size_t rows, columns;
    gsl_matrix *x, *covariance;
    gsl_vector *y, *coefficients;
    gsl_multifit_robust_workspace *robust;
};

struct fit_regression *fit_regression_create(void)
{
    return calloc(1, sizeof(struct fit_regression));
}

static void clear(struct fit_regression *regression)
{
    if (regression->x)
        gsl_matrix_free(regression->x);
    if (regression->covariance)
        gsl_matrix_free(regression->covariance);
    if (regression->y)
        gsl_vector_free(regression->y);
    if (regression->coefficients)
        gsl_vector_free(regression->coefficients);
    if (regression->robust)
        gsl_multifit_robust_free(regression->robust);
    *regression = (struct fit_regression){.rows = 0};
}

void fit_regression_destroy(struct fit_regression **regression)
{
    if (*regression)
        clear(*regression);
    free(*regression);
    *regression = NULL;
}

static bool resize(struct fit_regression *regression, size_t rows, size_t columns)
{
    if (regression->rows == rows && regression->columns == columns)
        return true;
    clear(regression);
    regression->x = gsl_matrix_alloc(rows, columns);
    regression->covariance = gsl_matrix_alloc(columns, columns);
    regression->y = gsl_vector_alloc(rows);
    regression->coefficients = gsl_vector_alloc(columns);
    regression->robust = gsl_multifit_robust_alloc(gsl_multifit_robust_bisquare, rows, columns);
    if (!regression->x || !regression->covariance || !regression->y || !regression->coefficients ||
        !regression->robust) {
        clear(regression);
        return false;
    }
    regression->rows = rows;
    regression->columns = columns;
    return true;
}

static size_t count_columns(unsigned columns)
{
    size_t count = 0;
    for (unsigned c = 0; c < FIT_COLUMNS; c++)
        count += (columns >> c) & 1U;
    return count;
}

static void fill(gsl_matrix *x, const struct fit_row *rows, size_t count, unsigned columns)
{
    for (size_t i = 0; i < count; i++) {
        size_t column = 0;
        for (unsigned c = 0; c < FIT_COLUMNS; c++) {
            if ((columns >> c) & 1U)
                gsl_matrix_set(x, i, column++, rows[i].x[c]);
        }
    }
}

bool fit_regress(struct fit_regression *regression, const struct fit_row *rows, size_t count,
                 unsigned columns, double coefficients[FIT_COLUMNS])
{
    size_t width = count_columns(columns);
    /* GSL's handler aborts; what it would say is in the status. */
    gsl_error_handler_t *handler = gsl_set_error_handler_off();
    int status = GSL_FAILURE;
    if (width > 0 && count >= width + SPARE_ROWS && resize(regression, count, width)) {
        fill(regression->x, rows, count, columns);
        for (size_t i = 0; i < count; i++)
            gsl_vector_set(regression->y, i, rows[i].y);
        status = gsl_multifit_robust(regression->x, regression->y, regression->coefficients,
                                     regression->covariance, regression->robust);
    }
    gsl_set_error_handler(handler);
    /* The last iterate of one that does not settle is within noise of where it would. */
    if (status != GSL_SUCCESS && status != GSL_EMAXITER)
        return false;
    size_t column = 0;
    for (unsigned c = 0; c < FIT_COLUMNS; c++)
        coefficients[c] =
            (columns >> c) & 1U ? gsl_vector_get(regression->coefficients, column++) : 0.0;
    return true;
}

bool fit_identified(const struct fit_row *rows, size_t count, unsigned columns)
{
    size_t width = count_columns(columns);
    if (width == 0 || count < width + SPARE_ROWS)
        return false;
    gsl_error_handler_t *handler = gsl_set_error_handler_off();
    gsl_matrix *x = gsl_matrix_alloc(count, width), *v = gsl_matrix_alloc(width, width);
    gsl_vector *singular = gsl_vector_alloc(width), *work = gsl_vector_alloc(width);
    bool identified = x && v && singular && work;
    if (identified) {
        fill(x, rows, count, columns);
        for (size_t c = 0; c < width && identified; c++) {
            gsl_vector_view column = gsl_matrix_column(x, c);
            double length = gsl_blas_dnrm2(&column.vector);
            identified = length > 0;
            if (identified)
                gsl_vector_scale(&column.vector, 1 / length);
        }
        identified =
            identified && gsl_linalg_SV_decomp(x, v, singular, work) == GSL_SUCCESS &&
            gsl_vector_get(singular, width - 1) > SINGULAR_SHARE * gsl_vector_get(singular, 0);
    }
    gsl_matrix_free(x);
    gsl_matrix_free(v);
    gsl_vector_free(singular);
    gsl_vector_free(work);
    gsl_set_error_handler(handler);
    return identified;
}
