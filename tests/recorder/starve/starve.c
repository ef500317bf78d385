/* Preloaded: from its STARVE_FROM-th on, every allocation that the recorder makes fails. */
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);

static atomic_ulong allocations;

static bool fails(const void *caller)
{
    Dl_info info;
    const char *from = getenv("STARVE_FROM");
    return from && dladdr(caller, &info) != 0 && info.dli_fname &&
           strstr(info.dli_fname, "VkLayer_dispatchwise_recorder") &&
           atomic_fetch_add(&allocations, 1) + 1 >= strtoul(from, NULL, 10);
}

void *malloc(size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_realloc(memory, size);
}
