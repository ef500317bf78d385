#include "run/signals.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/options.h"

static char farewell[8300];

void run_handle_signals(void (*handler)(int number))
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = handler}, given;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof signals[0]; i++)
        if (sigaction(signals[i], NULL, &given) == 0 && given.sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
}

static void end_at_once(int number)
{
    (void)number;
    if (write(STDERR_FILENO, farewell, strlen(farewell)) < 0)
        _exit(BASE_EXIT_FAILED);
    _exit(BASE_EXIT_FAILED);
}

void run_end_at_signals(const char *out)
{
    snprintf(farewell, sizeof farewell,
             "interrupted: what was measured is in %s; go on with --resume --out %s\n", out, out);
    run_handle_signals(end_at_once);
}
