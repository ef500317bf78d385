/* Interning: a tuple of texts becomes a small number, so that a million samples hold no strings. */
#ifndef RESULTS_NAMES_H
#define RESULTS_NAMES_H

#include <stddef.h>
#include <stdint.h>

#define RESULTS_NO_NAME UINT32_MAX

struct results_names;

/* NULL if there is no memory. */
struct results_names *results_names_create(void);
void results_names_destroy(struct results_names **names);

/* The number of a tuple, given out from 0 in the order of arrival. add returns RESULTS_NO_NAME if
 * there is no memory, find if the tuple was never added. */
uint32_t results_names_add(struct results_names *names, const char *const *parts, size_t count);
uint32_t results_names_find(const struct results_names *names, const char *const *parts,
                            size_t count);
uint32_t results_names_count(const struct results_names *names);
/* The first text of a tuple, valid until names are destroyed. */
const char *results_names_text(const struct results_names *names, uint32_t number);

#endif
