/* How a run's budget is shared out among its processes. */
#ifndef RUN_SHARE_H
#define RUN_SHARE_H

#include <stdbool.h>

/* Seconds for the next process of a run of `budget_s`, of which `left_s` are left: an even share of
 * them for each of the RUN_PROCESSES_MIN that must be, where every instance has been in `fewest`;
 * after those as much as one of them was due, so that what is left over becomes processes and not
 * one long one. 0: no further process. A budget that the plan has used up is still good for one
 * process, the first. */
double run_share_budget(double budget_s, double left_s, unsigned fewest, bool first);

#endif
