/* What numbers of another machine do to the fit and to the score: `fit RUN --out RUN`, `score RUN`.
 */
#include "fuzz.h"

#include "fit/fit.h"
#include "fit/score.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *run = fuzz_run_folder(data, size);
    if (fit_runs(&run, 1, run) == DW_OK && score_run(run, run, true) == DW_OK)
        fuzz_accept();
    return 0;
}
