/* Messages to people, all on standard error. A message names the thing, what was found and what to
 * do; it is printed once, where the fault happens, and the caller only passes the status on. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

/* "dispatchwise: error: ..." / "warning: ..." / "..." (info is silenced by --quiet). */
void base_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void base_warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void base_info(const char *format, ...) __attribute__((format(printf, 1, 2)));
void base_set_quiet(int quiet);

/* Why a stream could not be written to: the error's text, or, where it was met and forgotten in an
 * earlier write (0), what it usually is. */
const char *base_write_reason(int error);

#endif
