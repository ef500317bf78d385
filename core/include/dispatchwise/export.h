/* What the shared library shows: DW_API stands before every public function, and everything else
 * is hidden. */
#ifndef DISPATCHWISE_EXPORT_H
#define DISPATCHWISE_EXPORT_H

#if defined(__GNUC__)
#define DW_API __attribute__((visibility("default")))
#else
#define DW_API
#endif

#endif
