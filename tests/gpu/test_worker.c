/* The second thread: jobs in order, each one's status, none lost at the end, no wait for ever. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "dispatchwise/status.h"
#include "gpu/worker.h"

#define JOBS 50
#define LONG_NS UINT64_C(60000000000)

/* What a job writes is read behind the wait, without a lock of its own. */
struct work {
    struct gpu_job job;
    int *counter; /* shared by all jobs of a worker */
    int order;
};

static int count(void *context)
{
    struct work *work = context;
    work->order = ++*work->counter;
    return work->order % 7 == 0 ? DW_ERROR_UNSUPPORTED : DW_OK;
}

static void give_all(struct gpu_worker *worker, struct work works[JOBS], int *counter)
{
    for (int i = 0; i < JOBS; i++) {
        works[i] = (struct work){.job = {.run = count, .context = &works[i]}, .counter = counter};
        gpu_give_job(worker, &works[i].job);
    }
}

static void test_jobs_are_done_in_order(void **state)
{
    struct work works[JOBS];
    struct gpu_worker *worker = NULL;
    int counter = 0;
    (void)state;
    assert_int_equal(gpu_create_worker(LONG_NS, &worker), DW_OK);
    give_all(worker, works, &counter);
    for (int i = 0; i < JOBS; i++) {
        const int expected = (i + 1) % 7 == 0 ? DW_ERROR_UNSUPPORTED : DW_OK;
        assert_int_equal(gpu_wait_job(worker, &works[i].job), expected);
        assert_int_equal(works[i].order, i + 1);
    }
    gpu_destroy_worker(&worker);
    assert_null(worker);
}

static void test_all_jobs_are_waited_for(void **state)
{
    struct work works[JOBS];
    struct gpu_worker *worker = NULL;
    int counter = 0;
    (void)state;
    assert_int_equal(gpu_create_worker(LONG_NS, &worker), DW_OK);
    assert_int_equal(gpu_finish_jobs(worker), DW_OK);
    for (int round = 1; round <= 3; round++) {
        give_all(worker, works, &counter);
        assert_int_equal(gpu_finish_jobs(worker), DW_OK);
        assert_int_equal(counter, round * JOBS);
    }
    give_all(worker, works, &counter);
    gpu_destroy_worker(&worker);
    assert_int_equal(counter, 4 * JOBS);
}

/* Ends when the test says so. */
static int stand(void *context)
{
    while (!atomic_load((atomic_bool *)context))
        ;
    return DW_OK;
}

static void test_a_wait_ends(void **state)
{
    struct gpu_worker *worker = NULL;
    atomic_bool gate = false;
    struct gpu_job job = {.run = stand, .context = &gate};
    (void)state;
    assert_int_equal(gpu_create_worker(1000000, &worker), DW_OK);
    gpu_give_job(worker, &job);
    assert_int_equal(gpu_wait_job(worker, &job), DW_ERROR_TIMEOUT);
    assert_int_equal(gpu_finish_jobs(worker), DW_ERROR_TIMEOUT);
    atomic_store(&gate, true);
    gpu_destroy_worker(&worker);
    assert_true(job.done);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_jobs_are_done_in_order),
        cmocka_unit_test(test_all_jobs_are_waited_for),
        cmocka_unit_test(test_a_wait_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
