#include "run/share.h"

#include <math.h>

#include "run/run.h"

#define PROCESS_SECONDS_MIN 1.0

double run_share_budget(double budget_s, double left_s, unsigned fewest, bool first)
{
    if (fewest < RUN_PROCESSES_MIN) {
        const double share_s = left_s / (RUN_PROCESSES_MIN - fewest);
        return left_s > 0 || first ? fmax(share_s, PROCESS_SECONDS_MIN) : 0;
    }
    if (left_s < PROCESS_SECONDS_MIN)
        return 0;
    /* What would be too little for another one goes to the last. */
    const double share_s = fmax(budget_s / RUN_PROCESSES_MIN, PROCESS_SECONDS_MIN);
    return left_s < 2 * share_s ? left_s : share_s;
}
