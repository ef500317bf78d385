/* The page: its frame and its sections, in their order. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "report/figures.h"

struct report_page {
    const struct report_run *run;  /* what the page is about */
    const struct report_run *runs; /* of the same device, oldest first; run is the last */
    size_t run_count;
    const struct report_drawing *drawings;
};

void report_write_page(FILE *file, const struct report_page *page);

/* Its parts; each is a section's content without its heading. */
void report_write_headline(FILE *file, const struct report_page *page);
void report_write_policies(FILE *file, const struct report_page *page);
void report_write_decisions(FILE *file, const struct report_page *page);
void report_write_predictions(FILE *file, const struct report_page *page);
void report_write_disagreements(FILE *file, const struct report_page *page);
void report_write_constants(FILE *file, const struct report_page *page);
void report_write_arms(FILE *file, const struct report_page *page);
void report_write_curves(FILE *file, const struct report_page *page);
void report_write_noise(FILE *file, const struct report_page *page);
void report_write_machine(FILE *file, const struct report_page *page);

/* The contents of the style and script elements. */
void report_write_style(FILE *file);
void report_write_script(FILE *file);

#endif
