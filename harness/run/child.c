#include "run/child.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "run/signals.h"

extern char **environ;

volatile sig_atomic_t run_interrupted;
static volatile sig_atomic_t child_process; /* 0: none */

static void on_signal(int number)
{
    const int reason = errno;
    run_interrupted = 1;
    if (child_process)
        kill(child_process, number);
    errno = reason;
}

void run_catch_signals(void)
{
    run_handle_signals(on_signal);
}

void run_follow_parent(uint64_t parent)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    /* It may have been killed before this one asked to be told. */
    if ((uint64_t)getppid() != parent)
        raise(SIGKILL);
}

/* Hear a child's lines until it closes its end. */
static void hear(int descriptor, run_told *told, void *context)
{
    size_t done, total;
    char line[64];
    FILE *stream = fdopen(descriptor, "r");
    if (!stream) {
        close(descriptor);
        return;
    }
    for (;;) {
        if (fgets(line, sizeof line, stream)) {
            /* NOLINTNEXTLINE(cert-err34-c): this program wrote both numbers */
            if (sscanf(line, "%zu %zu", &done, &total) == 2)
                told(context, done, total);
        } else if (ferror(stream) && errno == EINTR) {
            clearerr(stream);
        } else {
            break;
        }
    }
    fclose(stream);
}

static int await(pid_t child)
{
    int state;
    siginfo_t ended;
    /* Its number is given away only once nobody signals it any more. */
    while (waitid(P_PID, (id_t)child, &ended, WEXITED | WNOWAIT) < 0 && errno == EINTR)
        ;
    child_process = 0;
    while (waitpid(child, &state, 0) < 0)
        if (errno != EINTR)
            return DW_ERROR_IO;
    if (!WIFSIGNALED(state))
        return -WEXITSTATUS(state);
    if (run_interrupted)
        return DW_ERROR_INTERRUPTED;
    base_warn("a measuring process was ended by signal %d", WTERMSIG(state));
    return DW_ERROR_DEVICE_LOST;
}

int run_child(char *const *arguments, run_told *told, void *context)
{
    int ends[2];
    pid_t child;
    posix_spawn_file_actions_t actions;
    if (pipe(ends) != 0) {
        base_error("pipe: %s", strerror(errno));
        return DW_ERROR_IO;
    }
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    const int error = posix_spawn(&child, "/proc/self/exe", &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    if (error != 0) {
        close(ends[0]);
        base_error("cannot start a measuring process: %s", strerror(error));
        return DW_ERROR_IO;
    }
    child_process = child;
    if (run_interrupted)
        kill(child, SIGTERM);
    hear(ends[0], told, context);
    return await(child);
}
