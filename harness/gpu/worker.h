/* A second host thread that does jobs one after the other while the first goes on. It runs where
 * the thread that created it may run at that moment: created before that one is pinned, anywhere.
 */
#ifndef GPU_WORKER_H
#define GPU_WORKER_H

#include <stdbool.h>
#include <stdint.h>

struct gpu_worker;

struct gpu_job {
    int (*run)(void *context); /* returns 0 or a negative enum dw_status */
    void *context;
    /* The worker's. */
    int status;
    bool done;
    struct gpu_job *next;
};

/* timeout_ns: of every wait for jobs. */
int gpu_create_worker(uint64_t timeout_ns, struct gpu_worker **worker);
/* Does first what it was given. */
void gpu_destroy_worker(struct gpu_worker **worker);

/* From now on the worker runs on the processor that the caller is on, or (not beside) where it was
 * free to run at first. */
void gpu_place_worker(struct gpu_worker *worker, bool beside_caller);

/* The job is borrowed until it is done. */
void gpu_give_job(struct gpu_worker *worker, struct gpu_job *job);
/* Wait until a job that was given is done; returns its status, or DW_ERROR_TIMEOUT, logged. */
int gpu_wait_job(struct gpu_worker *worker, struct gpu_job *job);
/* The same for all jobs, whatever became of them. */
int gpu_finish_jobs(struct gpu_worker *worker);

#endif
