/* `policy --batch`: a stream of rows in, a stream of verdicts out, in memory that does not grow. */
#ifndef COMMANDS_POLICY_BATCH_H
#define COMMANDS_POLICY_BATCH_H

/* Evaluate every row of a CSV file ("-": standard input) with the typed-in thresholds and the costs
 * of the row, and write a verdict for each to standard output. Stops at the first row that is not
 * understood, the verdicts of those before it written whole. DW_ERROR_PARSE, DW_ERROR_IO,
 * DW_ERROR_NO_MEMORY, logged. */
int policy_run_batch(const char *path);

#endif
