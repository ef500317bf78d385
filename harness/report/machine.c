#include "report/page.h"

#include <string.h>

#include "report/html.h"

static void write_pairs(FILE *file, const struct report_run *run)
{
    static const struct html_column columns[] = {{"Key", HTML_TEXT}, {"Value", HTML_TEXT}};
    html_open_table(file, "run", "Everything that run.csv says", columns,
                    sizeof(columns) / sizeof(columns[0]));
    for (size_t i = 0; i < run->pair_count; i++) {
        html_open_row(file);
        html_heading_cell(file, run->pairs[i].key);
        html_text_cell(file, run->pairs[i].value[0] ? run->pairs[i].value : "\xe2\x80\x93");
        html_close_row(file);
    }
    html_close_table(file);
}

static void write_provenance(FILE *file, const struct report_run *run)
{
    const struct results_calibration *hash = report_constant(run, "dataset_hash");
    const struct results_calibration *from = report_constant(run, "run");
    if (!from)
        return;
    fputs("<p>The constants were fitted from <code>", file);
    html_text(file, from->unit);
    fputs("</code>", file);
    if (hash) {
        fputs(", dataset <code>", file);
        html_text(file, hash->unit);
        fputs("</code>", file);
    }
    fputs(".</p>\n", file);
}

static void write_counts(FILE *file, const struct report_run *run)
{
    uint64_t samples = 0;
    size_t instances = 0;
    for (size_t i = 0; i < run->row_count; i++) {
        samples += run->rows[i].samples;
        instances += run->rows[i].is_oracle;
    }
    fprintf(file,
            "<p>%zu instances were measured with %zu arms on them, in %llu timed batches.</p>\n",
            instances, run->row_count, (unsigned long long)samples);
}

void report_write_machine(FILE *file, const struct report_page *page)
{
    write_counts(file, page->run);
    write_provenance(file, page->run);
    write_pairs(file, page->run);
}
