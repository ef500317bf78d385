/* Figures within a page. */
#ifndef REPORT_SVG_H
#define REPORT_SVG_H

#include <stdio.h>

/* Write gnuplot's SVG document as an element of a page: its prolog, title and description left
 * out, its ids made the page's own by the prefix (letters, digits and dashes), named by label.
 * class_name: of the element. Writes nothing and returns DW_ERROR_PARSE if it is no such document;
 * not logged. */
int report_inline_svg(FILE *file, const char *svg, const char *prefix, const char *class_name,
                      const char *label);

#endif
