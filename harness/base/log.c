#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static int quiet;

/* One call of fputs for a message, so that messages of several threads do not mix. */
__attribute__((format(printf, 2, 0))) static void print(const char *prefix, const char *format,
                                                        va_list arguments)
{
    char text[8192];
    int length = snprintf(text, sizeof(text), "%s", prefix);
    size_t used = length < 0 ? 0 : (size_t)length;
    size_t room = sizeof(text) - used - 1; /* for the line's end */
    length = vsnprintf(text + used, room, format, arguments);
    if (length > 0)
        used += (size_t)length < room ? (size_t)length : room - 1;
    text[used] = '\n';
    text[used + 1] = '\0';
    fputs(text, stderr);
}

void base_error(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print("dispatchwise: error: ", format, arguments);
    va_end(arguments);
}

void base_warn(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print("dispatchwise: warning: ", format, arguments);
    va_end(arguments);
}

void base_info(const char *format, ...)
{
    va_list arguments;
    if (quiet)
        return;
    va_start(arguments, format);
    print("", format, arguments);
    va_end(arguments);
}

void base_set_quiet(int is_quiet)
{
    quiet = is_quiet;
}

const char *base_write_reason(int error)
{
    return error != 0 ? strerror(error) : "a part of it was refused; is there room on the disk?";
}
