#include "run/hold.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/status.h"

#define NAME "run.lock"
#define HOST_SIZE 65
#define ATTEMPTS 250
#define PAUSE_NS 20000000 /* all attempts: 5 s, for the last process of a killed run to end */

struct holder {
    long process;
    char host[HOST_SIZE];
};

/* False as long as it has not written who it is. */
static bool read_holder(int lock, struct holder *holder)
{
    char text[128], *end;
    const ssize_t size = pread(lock, text, sizeof text - 1, 0);
    text[size > 0 ? size : 0] = '\0';
    holder->process = strtol(text, &end, 10);
    return holder->process > 0 && sscanf(end, " %64s", holder->host) == 1;
}

static void name_host(char host[HOST_SIZE])
{
    snprintf(host, HOST_SIZE, "?");
    (void)gethostname(host, HOST_SIZE - 1);
    host[HOST_SIZE - 1] = '\0';
}

static void write_holder(int lock)
{
    char text[128], host[HOST_SIZE];
    name_host(host);
    snprintf(text, sizeof text, "%ld %s\n", (long)getpid(), host);
    /* It is for messages alone: on a full disk the lock holds all the same. */
    if (ftruncate(lock, 0) != 0 || pwrite(lock, text, strlen(text), 0) < 0)
        errno = 0;
}

static bool is_alive(const struct holder *holder)
{
    char host[HOST_SIZE];
    name_host(host);
    return strcmp(holder->host, host) != 0 || kill((pid_t)holder->process, 0) == 0 ||
           errno != ESRCH;
}

static int refuse(const char *folder, const struct holder *holder)
{
    if (holder->process > 0)
        base_error("%s: another run is measuring in this folder, process %ld on %s: let it end, or "
                   "choose another --out",
                   folder, holder->process, holder->host);
    else
        base_error("%s: another run is measuring in this folder: let it end, or choose another "
                   "--out",
                   folder);
    return DW_ERROR_INVALID_ARGUMENT;
}

int run_hold_folder(const char *folder, int *lock)
{
    char path[4096];
    struct holder holder = {0};
    const int status = base_join_path(path, sizeof path, folder, NAME);
    if (status != DW_OK)
        return status;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        const int opened = open(path, O_RDWR | O_CREAT, 0666);
        if (opened < 0) {
            base_error("%s: cannot be written: %s", path, strerror(errno));
            return DW_ERROR_IO;
        }
        /* A file system without locks holds no second run off, and need not stop the first. */
        const bool taken = flock(opened, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
        if (!taken && base_is_still(opened, path)) {
            write_holder(opened);
            *lock = opened;
            return DW_OK;
        }
        const bool known = taken && read_holder(opened, &holder);
        close(opened);
        if (known && is_alive(&holder))
            return refuse(folder, &holder);
        if (taken)
            nanosleep(&(struct timespec){.tv_nsec = PAUSE_NS}, NULL);
    }
    return refuse(folder, &holder);
}

void run_release_folder(const char *folder, int *lock)
{
    char path[4096];
    if (*lock < 0)
        return;
    if (base_join_path(path, sizeof path, folder, NAME) == DW_OK && base_is_still(*lock, path))
        (void)unlink(path);
    close(*lock);
    *lock = -1;
}
