/* The figures of a page: which there are, and how they are drawn. */
#ifndef REPORT_FIGURES_H
#define REPORT_FIGURES_H

#include <stdio.h>
#include "report/load.h"

/* X(id, name of script and file, table handed to it beside the run or "", what a screen reader
 * says) */
#define REPORT_FIGURES(X)                                                                          \
    X(POLICY_ORACLE, "policy_oracle", "",                                                          \
      "Each policy's mean, 95th percentile and worst time over the oracle's, on a log axis, best " \
      "first; the table below holds the numbers.")                                                 \
    X(DECISION_MAP, "decision_map", "",                                                            \
      "Which mode is fastest by launches and kernel time, for each way of waiting, with the "      \
      "modes "                                                                                     \
      "that the reference policy chooses; the table below holds the instances.")                   \
    X(PREDICTED_ACTUAL, "predicted_actual", "",                                                    \
      "Measured savings of arms against what the reference policy predicts, with 95 % intervals; " \
      "points on the diagonal were predicted well.")                                               \
    X(CONSTANTS, "constants", "history",                                                           \
      "Each fitted cost of the reference policy with its 95 % interval, run by run, beside its "   \
      "default; the table below holds the numbers.")                                               \
    X(ARMS_OVER_N, "arms_over_n", "",                                                              \
      "Time per launch of every variant over the launches of a batch, on log axes, a panel for "   \
      "each mode.")                                                                                \
    X(LAUNCH_CURVES, "launch_curves", "curves",                                                    \
      "Four panels: time by launches a buffer or submit, by resident workgroups, by buffers that " \
      "a launch binds, and by the time of a wait, each over the time of the plain way.")           \
    X(OVERLAP_CURVES, "overlap_curves", "curves",                                                  \
      "Four panels: time of two kernels at once, of a copy beside kernels, of a copy in parts "    \
      "and "                                                                                       \
      "of pipelines compiled ahead, each over the time of the plain way.")                         \
    X(NOISE_FLOOR, "noise_floor", "",                                                              \
      "Difference between the baseline and a second copy of it, in percent with 95 % intervals, "  \
      "over the time of the batch.")

enum report_figure {
#define REPORT_FIGURE_ENUM(id, name, table, label) REPORT_FIGURE_##id,
    REPORT_FIGURES(REPORT_FIGURE_ENUM)
#undef REPORT_FIGURE_ENUM
        REPORT_FIGURE_COUNT
};

/* SVG documents, malloc'd; NULL: not drawn. */
struct report_drawing {
    char *wide, *narrow;
};

/* Draw what the run has data for: the SVGs into drawings (REPORT_FIGURE_COUNT, zero at first; free
 * also after a failure), the PNGs and curves.csv into out, an absolute folder. runs: oldest first,
 * for the constants' history. DW_ERROR_IO, DW_ERROR_NO_MEMORY; DW_ERROR_UNSUPPORTED: some could not
 * be drawn. Logged. */
int report_draw_figures(const struct report_run *run, const struct report_run *runs, size_t count,
                        const char *out, struct report_drawing *drawings);
void report_free_drawings(struct report_drawing *drawings);

/* The figure as an element, wide and narrow, or a line that it is not there. */
void report_write_figure(FILE *file, enum report_figure figure,
                         const struct report_drawing *drawings, const char *caption);

#endif
