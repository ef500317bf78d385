/* A run as Prometheus metrics, for node_exporter's textfile collector. */
#ifndef EXPORT_PROMETHEUS_H
#define EXPORT_PROMETHEUS_H

#include <stddef.h>
#include <stdio.h>
#include "export/gather.h"

/* One metric family, all gauges: a run is a state, the next one replaces it. */
struct export_metric {
    const char *name, *help;
    void (*write)(FILE *stream, const char *name, const struct export_run *run);
};

extern const struct export_metric export_metrics[];
extern const size_t export_metric_count;

/* HELP, TYPE and samples of every family. */
void export_write(FILE *stream, const struct export_run *run);

/* text with backslash, quote and line end escaped, as label values are. Readers refuse a whole file
 * for a byte that is not UTF-8: it becomes U+FFFD. */
void export_write_label(FILE *stream, const char *text);

#endif
