/* Signals that ask a run to end: an interrupt, a termination, a terminal that is closed. One that
 * the program was started to ignore, as by nohup, stays ignored. */
#ifndef RUN_SIGNALS_H
#define RUN_SIGNALS_H

/* Call the handler, which must be safe in a signal, at each of them. */
void run_handle_signals(void (*handler)(int number));

/* Nothing is measured any more: from now on each ends the program at once, with the message and
 * exit code 1. Files are whole or not there, and --resume makes what is missing. */
void run_end_at_signals(const char *out);

#endif
