// The one C++ file: registers what C wrote and measured.
#include "bench/bench.h"

extern "C" {
#include "base/standard.h"
}

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <cstring>
#include <vector>

namespace
{

// A batch of iterations is one call, so that the shim costs nothing where nanoseconds are counted.
void run_core(benchmark::State &state, const bench *one)
{
    const auto iterations = static_cast<benchmark::IterationCount>(state.max_iterations);
    while (state.KeepRunningBatch(iterations))
        one->run(static_cast<uint64_t>(iterations));
}

struct feeder {
    const bench_series *series;
    size_t repetitions, turn;
};

// Each call is a repetition and hands over its part of the samples as one batch of iterations.
void feed(benchmark::State &state, feeder *from)
{
    const bench_series &series = *from->series;
    size_t share = 0;
    const double *seconds = bench_take_part(&series, from->repetitions, from->turn++, &share);
    if (share == 0) {
        state.SkipWithError("fewer samples than repetitions");
        return;
    }
    while (state.KeepRunningBatch(static_cast<benchmark::IterationCount>(share)))
        for (size_t i = 0; i < share; i++)
            state.SetIterationTime(seconds[i]);
    for (size_t i = 0; i < series.counter_count; i++)
        state.counters[series.counters[i].name] = series.counters[i].value;
}

// As Google Benchmark reads it: the flag, else the environment, else one.
size_t count_repetitions(const std::vector<char *> &arguments)
{
    const char flag[] = "--benchmark_repetitions=";
    const char *text = std::getenv("BENCHMARK_REPETITIONS");
    for (const char *argument : arguments)
        if (std::strncmp(argument, flag, sizeof flag - 1) == 0)
            text = argument + sizeof flag - 1;
    const unsigned long count = text ? std::strtoul(text, nullptr, 10) : 1;
    return count > 0 ? count : 1;
}

void register_core()
{
    for (size_t i = 0; i < bench_core_count; i++)
        benchmark::RegisterBenchmark(bench_core[i].name, run_core, &bench_core[i]);
}

void register_run(const bench_set &set, std::vector<feeder> &feeders)
{
    for (size_t i = 0; i < set.context_count; i++)
        benchmark::AddCustomContext(set.context[i].key, set.context[i].value);
    for (feeder &from : feeders)
        benchmark::RegisterBenchmark(from.series->name, feed, &from)
            ->UseManualTime()
            ->Unit(benchmark::kMicrosecond);
}

} // namespace

int main(int argc, char **argv)
{
    std::vector<char *> ours{argv[0]}, theirs{argv[0]};
    for (int i = 1; i < argc; i++) {
        const bool is_theirs =
            std::strncmp(argv[i], "--benchmark_", 12) == 0 || std::strncmp(argv[i], "--v=", 4) == 0;
        (is_theirs ? theirs : ours).push_back(argv[i]);
    }
    int code = 0;
    bench_set set{};
    base_open_standard();
    ours.push_back(nullptr);
    if (!bench_read_options(static_cast<int>(ours.size()) - 1, ours.data(), &set, &code))
        return base_close_standard(code);

    std::vector<feeder> feeders;
    for (size_t i = 0; i < set.count; i++)
        feeders.push_back({&set.series[i], count_repetitions(theirs), 0});
    // One call is enough, however short the samples are together. Last, so that it counts.
    char once[] = "--benchmark_min_time=1e-9";
    if (set.series)
        theirs.push_back(once);
    int count = static_cast<int>(theirs.size());
    theirs.push_back(nullptr);
    benchmark::Initialize(&count, theirs.data());
    if (benchmark::ReportUnrecognizedArguments(count, theirs.data()))
        return 2;
    if (set.series)
        register_run(set, feeders);
    else
        register_core();
    const size_t run = benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    bench_free_set(&set);
    return base_close_standard(run == 0 ? 1 : 0);
}
