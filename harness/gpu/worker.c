#include "gpu/worker.h"

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "dispatchwise/status.h"

struct gpu_worker {
    pthread_t thread;
    pthread_mutex_t lock;      /* of all below */
    pthread_cond_t given, did; /* a job, or the end; a job */
    struct gpu_job *first, *last;
    bool busy, ends, beside_caller;
    cpu_set_t free_to_run;
    uint64_t timeout_ns;
};

static struct gpu_job *take_job(struct gpu_worker *worker)
{
    struct gpu_job *job = worker->first;
    if (job)
        worker->first = job->next;
    worker->busy = job != NULL;
    return job;
}

static void *do_jobs(void *context)
{
    struct gpu_worker *worker = context;
    pthread_mutex_lock(&worker->lock);
    while (worker->first || !worker->ends) {
        struct gpu_job *job = take_job(worker);
        if (!job) {
            pthread_cond_wait(&worker->given, &worker->lock);
            continue;
        }
        pthread_mutex_unlock(&worker->lock);
        const int status = job->run(job->context);
        pthread_mutex_lock(&worker->lock);
        job->status = status;
        job->done = true;
        worker->busy = false;
        pthread_cond_broadcast(&worker->did);
    }
    pthread_mutex_unlock(&worker->lock);
    return NULL;
}

int gpu_create_worker(uint64_t timeout_ns, struct gpu_worker **out)
{
    pthread_condattr_t attributes;
    struct gpu_worker *worker = calloc(1, sizeof *worker);
    if (!worker)
        return DW_ERROR_NO_MEMORY;
    worker->timeout_ns = timeout_ns;
    pthread_mutex_init(&worker->lock, NULL);
    pthread_cond_init(&worker->given, NULL);
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&worker->did, &attributes);
    pthread_condattr_destroy(&attributes);
    if (pthread_create(&worker->thread, NULL, do_jobs, worker) != 0) {
        base_error("no second thread could be started");
        free(worker);
        return DW_ERROR_NO_MEMORY;
    }
    pthread_getaffinity_np(worker->thread, sizeof worker->free_to_run, &worker->free_to_run);
    *out = worker;
    return DW_OK;
}

void gpu_place_worker(struct gpu_worker *worker, bool beside_caller)
{
    cpu_set_t callers;
    if (beside_caller == worker->beside_caller)
        return;
    CPU_ZERO(&callers);
    CPU_SET((unsigned)sched_getcpu(), &callers);
    pthread_setaffinity_np(worker->thread, sizeof callers,
                           beside_caller ? &callers : &worker->free_to_run);
    worker->beside_caller = beside_caller;
}

void gpu_destroy_worker(struct gpu_worker **out)
{
    struct gpu_worker *worker = *out;
    if (!worker)
        return;
    pthread_mutex_lock(&worker->lock);
    worker->ends = true;
    pthread_cond_signal(&worker->given);
    pthread_mutex_unlock(&worker->lock);
    pthread_join(worker->thread, NULL);
    pthread_cond_destroy(&worker->did);
    pthread_cond_destroy(&worker->given);
    pthread_mutex_destroy(&worker->lock);
    free(worker);
    *out = NULL;
}

void gpu_give_job(struct gpu_worker *worker, struct gpu_job *job)
{
    job->done = false;
    job->next = NULL;
    pthread_mutex_lock(&worker->lock);
    if (worker->first)
        worker->last->next = job;
    else
        worker->first = job;
    worker->last = job;
    pthread_cond_signal(&worker->given);
    pthread_mutex_unlock(&worker->lock);
}

/* job NULL: all of them. */
static int wait_until_done(struct gpu_worker *worker, const struct gpu_job *job)
{
    const uint64_t end_ns = base_clock_ns() + worker->timeout_ns;
    const struct timespec end = {.tv_sec = (time_t)(end_ns / 1000000000),
                                 .tv_nsec = (long)(end_ns % 1000000000)};
    int result = 0;
    pthread_mutex_lock(&worker->lock);
    while (result == 0 && (job ? !job->done : worker->first || worker->busy))
        result = pthread_cond_timedwait(&worker->did, &worker->lock, &end);
    const int status = result != 0 ? DW_ERROR_TIMEOUT : job ? job->status : DW_OK;
    pthread_mutex_unlock(&worker->lock);
    if (result != 0)
        base_error("the second thread did not end its work in %.0f s",
                   (double)worker->timeout_ns / 1e9);
    return status;
}

int gpu_wait_job(struct gpu_worker *worker, struct gpu_job *job)
{
    return wait_until_done(worker, job);
}

int gpu_finish_jobs(struct gpu_worker *worker)
{
    return wait_until_done(worker, NULL);
}
