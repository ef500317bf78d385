/* Running gnuplot on the scripts of scripts/plot. */
#ifndef REPORT_GNUPLOT_H
#define REPORT_GNUPLOT_H

#include <stdbool.h>

/* Where the scripts are: $DISPATCHWISE_PLOT_DIR, else share/dispatchwise/plot beside the
 * executable's bin, else the sources that this was built from. DW_ERROR_UNSUPPORTED, logged. */
int report_find_plots(char directory[4096]);

struct report_plot {
    const char *plots;      /* the scripts' folder */
    const char *name;       /* script without its ending */
    const char *run;        /* the run's folder, absolute */
    const char *table;      /* a further file of data, absolute; NULL: there is none */
    const char *table_name; /* of the variable that it is handed over in */
    const char *out;        /* absolute; .svg or .png */
    const char *log;        /* file for what gnuplot says */
    bool narrow;
};

/* DW_ERROR_NO_DEVICE: there is no gnuplot; DW_ERROR_UNSUPPORTED: it failed. Logged. */
int report_plot(const struct report_plot *plot);

#endif
