/* The documentation of the result files, generated from their schema. */
#ifndef RESULTS_DOCUMENT_H
#define RESULTS_DOCUMENT_H

#include <stdio.h>

/* Write results/README.md. */
void results_write_document(FILE *stream);

#endif
