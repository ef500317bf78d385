/* Standard input and output, so that nothing that was printed is lost unsaid. */
#ifndef BASE_STANDARD_H
#define BASE_STANDARD_H

/* Called first: a reader that goes away is an error to report and no signal to die of, and no file
 * that is opened later takes the number of a stream that was closed. */
void base_open_standard(void);

/* What was printed so far, to its reader. DW_ERROR_IO, logged the first time. */
int base_flush_standard(void);

/* Called last: the exit code, BASE_EXIT_FAILED instead of BASE_EXIT_DONE, and a message, if
 * something that was printed did not reach its reader. */
int base_close_standard(int code);

/* In a child that becomes another program: SIGPIPE as it was given to this one. */
void base_restore_standard(void);

#endif
