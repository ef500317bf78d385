#include "report/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "dispatchwise/status.h"

extern char **environ;

#define PATH_SIZE 4096

static bool holds_plots(const char *directory)
{
    char path[PATH_SIZE + 32];
    snprintf(path, sizeof(path), "%s/common.gp", directory);
    return base_file_exists(path);
}

/* PREFIX/share/dispatchwise/plot of an executable in PREFIX/bin. */
static bool find_installed(char directory[4096])
{
    char program[PATH_SIZE];
    ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);
    if (length <= 0)
        return false;
    program[length] = '\0';
    for (int i = 0; i < 2; i++) {
        char *slash = strrchr(program, '/');
        if (!slash)
            return false;
        *slash = '\0';
    }
    int wanted = snprintf(directory, PATH_SIZE, "%s/share/dispatchwise/plot", program);
    return wanted > 0 && wanted < PATH_SIZE && holds_plots(directory);
}

int report_find_plots(char directory[4096])
{
    const char *chosen = getenv("DISPATCHWISE_PLOT_DIR");
    if (chosen && chosen[0]) {
        snprintf(directory, PATH_SIZE, "%s", chosen);
        if (holds_plots(directory))
            return DW_OK;
        base_error("DISPATCHWISE_PLOT_DIR is %s, which does not hold the figures' scripts", chosen);
        return DW_ERROR_UNSUPPORTED;
    }
    if (find_installed(directory))
        return DW_OK;
#ifdef DISPATCHWISE_PLOT_SOURCE_DIR
    snprintf(directory, PATH_SIZE, "%s", DISPATCHWISE_PLOT_SOURCE_DIR);
    if (holds_plots(directory))
        return DW_OK;
#endif
    base_error("the figures' scripts were not found: set DISPATCHWISE_PLOT_DIR to the folder "
               "scripts/plot of the sources");
    return DW_ERROR_UNSUPPORTED;
}

/* Append "NAME='VALUE';" in gnuplot's quoting: single quotes, which expand nothing. */
static bool append_setting(char *text, size_t size, const char *name, const char *value)
{
    size_t at = strlen(text);
    int length = snprintf(text + at, size - at, "%s='", name);
    if (length < 0 || (size_t)length >= size - at)
        return false;
    at += (size_t)length;
    for (; *value; value++) {
        if (at + 6 > size)
            return false;
        if (*value == '\'')
            text[at++] = '\'';
        text[at++] = *value;
    }
    memcpy(text + at, "';", 3);
    return true;
}

static void log_failure(const struct report_plot *plot, int wait_status)
{
    char text[512] = "";
    FILE *file = fopen(plot->log, "r");
    if (file) {
        size_t length = fread(text, 1, sizeof(text) - 1, file);
        text[length] = '\0';
        fclose(file);
    }
    char *start = text + strspn(text, " \t\r\n");
    for (char *at = start; *at; at++) {
        if (*at == '\n' || *at == '\r')
            *at = ' ';
    }
    if (WIFSIGNALED(wait_status))
        base_error("gnuplot was ended by signal %d while drawing %s", WTERMSIG(wait_status),
                   plot->name);
    else
        base_error("gnuplot could not draw %s: %s", plot->name,
                   *start ? start : "it did not say why");
}

static int run_gnuplot(const struct report_plot *plot, char *const arguments[])
{
    posix_spawn_file_actions_t actions;
    pid_t child;
    int wait_status = 0;
    if (posix_spawn_file_actions_init(&actions) != 0)
        return DW_ERROR_NO_MEMORY;
    int failed = posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (!failed)
        failed = posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, plot->log,
                                                  O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (!failed)
        failed = posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO);
    if (!failed)
        failed = posix_spawnp(&child, arguments[0], &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed) {
        base_error("gnuplot cannot be started (%s): install it for the figures, on Debian and "
                   "Ubuntu `apt-get install gnuplot-nox`",
                   strerror(failed));
        return DW_ERROR_NO_DEVICE;
    }
    while (waitpid(child, &wait_status, 0) < 0) {
        if (errno != EINTR) {
            base_error("gnuplot cannot be waited for: %s", strerror(errno));
            return DW_ERROR_UNSUPPORTED;
        }
    }
    if (WIFEXITED(wait_status) && WEXITSTATUS(wait_status) == 0)
        return DW_OK;
    log_failure(plot, wait_status);
    return DW_ERROR_UNSUPPORTED;
}

int report_plot(const struct report_plot *plot)
{
    char settings[4 * PATH_SIZE] = "", script[PATH_SIZE + 64];
    char program[] = "gnuplot", no_rc[] = "-d", execute[] = "-e";
    char *arguments[] = {program, no_rc, execute, settings, script, NULL};
    bool fits =
        append_setting(settings, sizeof(settings), "run", plot->run) &&
        append_setting(settings, sizeof(settings), "out", plot->out) &&
        (!plot->table || append_setting(settings, sizeof(settings), plot->table_name, plot->table));
    size_t length = strlen(settings);
    if (!fits || length + 16 > sizeof(settings)) {
        base_error("%s: the path is too long for gnuplot", plot->out);
        return DW_ERROR_UNSUPPORTED;
    }
    snprintf(settings + length, sizeof(settings) - length, "narrow=%d", plot->narrow ? 1 : 0);
    snprintf(script, sizeof(script), "%s/%s.gp", plot->plots, plot->name);
    return run_gnuplot(plot, arguments);
}
