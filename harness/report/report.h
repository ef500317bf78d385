/* The page about a run: report.html, self-contained, and its figures as PNG. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include <stddef.h>

/* Write OUT/report.html, OUT/<figure>.png and OUT/curves.csv about the newest of the runs (by their
 * start); older runs of the same device give its constants their history. Nothing is written unless
 * every run could be read: DW_ERROR_PARSE (no run's folder, or it holds what is not understood),
 * DW_ERROR_NO_MEMORY. DW_ERROR_IO: OUT cannot be written. DW_ERROR_UNSUPPORTED: the page is
 * written, but not all of its figures could be drawn. All logged. */
int report_write(const char *const *runs, size_t count, const char *out);

#endif
