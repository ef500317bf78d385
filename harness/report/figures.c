#include "report/figures.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/leftover.h"
#include "base/log.h"
#include "dispatchwise/status.h"
#include "report/curves.h"
#include "report/gnuplot.h"
#include "report/html.h"
#include "report/svg.h"
#include "results/results.h"

#define PICTURE_MAX ((size_t)1 << 28)

#define PATH_SIZE 4096

static const struct {
    const char *name, *table, *label;
} figures[REPORT_FIGURE_COUNT] = {
#define FIGURE_ROW(id, name, table, label) {name, table, label},
    REPORT_FIGURES(FIGURE_ROW)
#undef FIGURE_ROW
};

/* Temporary files, all in one folder beside the results, and the curves, which stay there. */
struct work {
    int held; /* descriptor of the folder */
    char folder[PATH_SIZE], history[PATH_SIZE], drawing[PATH_SIZE], picture[PATH_SIZE];
    char log[PATH_SIZE], curves[PATH_SIZE];
};

static int open_work(struct work *work, const char *out)
{
    char path[PATH_SIZE];
    int status = base_join_path(path, sizeof(path), out, ".figures");
    if (status == DW_OK)
        status = base_make_temporary(path, work->folder, &work->held);
    if (status != DW_OK)
        return status;
    const struct {
        char *path;
        const char *name;
    } files[] = {{work->history, "history.csv"},
                 {work->drawing, "drawing.svg"},
                 {work->picture, "picture.png"},
                 {work->log, "log"}};
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]) && status == DW_OK; i++)
        status = base_join_path(files[i].path, PATH_SIZE, work->folder, files[i].name);
    if (status == DW_OK)
        status = base_join_path(work->curves, PATH_SIZE, out, results_schema_curve.file);
    return status;
}

static void close_work(const struct work *work)
{
    (void)unlink(work->history);
    (void)unlink(work->drawing);
    (void)unlink(work->picture);
    (void)unlink(work->log);
    if (rmdir(work->folder) != 0)
        base_warn("%s: cannot be removed: %s", work->folder, strerror(errno));
    close(work->held);
}

static void write_history_row(FILE *file, size_t number, const struct report_run *run,
                              const struct results_calibration *constant)
{
    char label[16];
    const double values[] = {constant->value, constant->lo, constant->hi};
    snprintf(label, sizeof(label), "%.10s", run->started);
    fprintf(file, "%zu,", number);
    base_csv_write_field(file, label);
    fprintf(file, ",%s", constant->constant);
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        fputc(',', file);
        if (!isnan(values[i]))
            fprintf(file, "%.10g", values[i]);
    }
    fputc('\n', file);
}

/* The reference policy's constants of every run that was fitted, in the order of the runs. */
static int write_history(const struct report_run *runs, size_t count, const char *path)
{
    struct base_atomic_file file;
    int status = base_atomic_open(&file, path);
    if (status != DW_OK)
        return status;
    fputs("run,label,constant,value,lo,hi\n", file.stream);
    for (size_t i = 0, number = 0; i < count; i++) {
        number += runs[i].constant_count > 0;
        for (int id = 0; id < DW_REFERENCE_CONSTANT_COUNT; id++) {
            const struct results_calibration *row =
                report_constant(&runs[i], dw_constant_info(id)->name);
            if (row && row->samples > 0)
                write_history_row(file.stream, number, &runs[i], row);
        }
    }
    return base_atomic_commit(&file);
}

static int write_curves(const struct report_run *run, const char *out)
{
    struct results_curve *rows = NULL;
    size_t count = 0;
    int status = report_find_curves(run, &rows, &count);
    if (status == DW_OK)
        status = results_write_file(&results_schema_curve, out, rows, count);
    free(rows);
    return status;
}

/* The file of a figure's table; NULL: it has none. */
static const char *find_table(const struct work *work, const char *name)
{
    const struct {
        const char *name, *path;
    } tables[] = {{"history", work->history}, {"curves", work->curves}};
    for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        if (strcmp(tables[i].name, name) == 0)
            return tables[i].path;
    }
    return NULL;
}

static int take_picture(const char *from, const char *out, const char *name)
{
    char file_name[64], path[PATH_SIZE];
    struct base_atomic_file file;
    char *bytes = NULL;
    size_t size;
    snprintf(file_name, sizeof(file_name), "%s.png", name);
    int status = base_join_path(path, sizeof(path), out, file_name);
    if (status == DW_OK)
        status = base_read_text(from, PICTURE_MAX, &bytes, &size);
    if (status == DW_OK)
        status = base_atomic_open(&file, path);
    if (status == DW_OK) {
        fwrite(bytes, 1, size, file.stream);
        status = base_atomic_commit(&file);
    }
    free(bytes);
    return status;
}

static int draw(struct report_plot *plot, const struct work *work, const char *out,
                struct report_drawing *drawing)
{
    size_t size;
    plot->out = work->drawing;
    for (int narrow = 0; narrow < 2; narrow++) {
        plot->narrow = narrow == 1;
        char **svg = narrow ? &drawing->narrow : &drawing->wide;
        int status = report_plot(plot);
        if (status == DW_OK)
            status = base_read_text(work->drawing, PICTURE_MAX, svg, &size);
        if (status != DW_OK)
            return status;
    }
    plot->narrow = false;
    plot->out = work->picture;
    int status = report_plot(plot);
    return status == DW_OK ? take_picture(work->picture, out, plot->name) : status;
}

static bool has_data(const struct report_run *run, enum report_figure figure)
{
    if (figure == REPORT_FIGURE_POLICY_ORACLE)
        return run->score_count > 0;
    if (figure == REPORT_FIGURE_CONSTANTS)
        return run->constant_count > 0;
    return run->row_count > 0;
}

static int draw_all(const struct report_run *run, const struct work *work, const char *out,
                    struct report_drawing *drawings)
{
    char plots[PATH_SIZE];
    int result = report_find_plots(plots);
    if (result != DW_OK)
        return result;
    for (int i = 0; i < REPORT_FIGURE_COUNT; i++) {
        struct report_plot plot = {.plots = plots,
                                   .name = figures[i].name,
                                   .run = run->directory,
                                   .table_name = figures[i].table,
                                   .table = find_table(work, figures[i].table),
                                   .log = work->log};
        if (!has_data(run, (enum report_figure)i))
            continue;
        int status = draw(&plot, work, out, &drawings[i]);
        if (status == DW_ERROR_NO_DEVICE)
            return DW_ERROR_UNSUPPORTED;
        if (status != DW_OK)
            result = status;
    }
    return result;
}

int report_draw_figures(const struct report_run *run, const struct report_run *runs, size_t count,
                        const char *out, struct report_drawing *drawings)
{
    struct work work;
    int status = open_work(&work, out);
    if (status != DW_OK)
        return status;
    status = write_history(runs, count, work.history);
    if (status == DW_OK)
        status = write_curves(run, out);
    if (status == DW_OK)
        status = draw_all(run, &work, out, drawings);
    close_work(&work);
    return status;
}

void report_free_drawings(struct report_drawing *drawings)
{
    for (int i = 0; i < REPORT_FIGURE_COUNT; i++) {
        free(drawings[i].wide);
        free(drawings[i].narrow);
    }
}

void report_write_figure(FILE *file, enum report_figure figure,
                         const struct report_drawing *drawings, const char *caption)
{
    const struct report_drawing *drawing = &drawings[figure];
    char prefix[64];
    fputs("<figure>\n", file);
    snprintf(prefix, sizeof(prefix), "%s-wide", figures[figure].name);
    if (!drawing->wide || !drawing->narrow ||
        report_inline_svg(file, drawing->wide, prefix, "wide", figures[figure].label) != DW_OK) {
        fputs("<p class=\"missing\">This figure could not be drawn: it takes gnuplot.</p>\n", file);
    } else {
        snprintf(prefix, sizeof(prefix), "%s-narrow", figures[figure].name);
        (void)report_inline_svg(file, drawing->narrow, prefix, "narrow", figures[figure].label);
    }
    fputs("<figcaption>", file);
    html_text(file, caption);
    fputs("</figcaption>\n</figure>\n", file);
}
