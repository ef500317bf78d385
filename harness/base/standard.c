#include "base/standard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "base/log.h"
#include "base/options.h"
#include "dispatchwise/status.h"

static bool failure_told;
static struct sigaction given_pipe = {.sa_handler = SIG_DFL};

void base_open_standard(void)
{
    const struct sigaction ignored = {.sa_handler = SIG_IGN};
    sigaction(SIGPIPE, &ignored, &given_pipe);
    /* The wrong way round: what is read from or written to a closed stream fails, as it should. */
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++)
        if (fcntl(stream, F_GETFD) < 0 && errno == EBADF)
            (void)open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int base_flush_standard(void)
{
    errno = 0;
    if (fflush(stdout) == 0 && !ferror(stdout))
        return DW_OK;
    if (!failure_told)
        base_error("standard output: cannot be written: %s", base_write_reason(errno));
    failure_told = true;
    return DW_ERROR_IO;
}

int base_close_standard(int code)
{
    return base_flush_standard() != DW_OK && code == BASE_EXIT_DONE ? BASE_EXIT_FAILED : code;
}

void base_restore_standard(void)
{
    sigaction(SIGPIPE, &given_pipe, NULL);
}
