// The one C++ file: registers the benchmarks that C wrote. A batch of iterations is one call, so
// that the shim costs nothing where nanoseconds are counted.
#include "bench/bench.h"

#include <benchmark/benchmark.h>

static void run(benchmark::State &state, const bench *one)
{
    const auto iterations = static_cast<benchmark::IterationCount>(state.max_iterations);
    while (state.KeepRunningBatch(iterations))
        one->run(static_cast<uint64_t>(iterations));
}

int main(int argc, char **argv)
{
    for (size_t i = 0; i < bench_core_count; i++)
        benchmark::RegisterBenchmark(bench_core[i].name, run, &bench_core[i]);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 2;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
