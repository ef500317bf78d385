/* The cache that `history` leaves in a folder of runs. The input is laid over one that the program
 * wrote, by exclusive or, and the checksum put right: zeros change nothing. */
#include "fuzz.h"

#include "base/text.h"
#include "history/cache.h"

#define FILE_BYTES 16384 /* a few entries of those written */

/* As cache.c has it. */
struct header {
    char magic[16];
    uint64_t layout, count, size, checksum;
};

/* What the program writes of so many runs, cut off behind its first entries. */
static uint8_t written[FILE_BYTES];
static size_t written_bytes;

static void write_runs(void)
{
    static char name[HISTORY_CACHE_RUNS][8];
    static const char *names[HISTORY_CACHE_RUNS];
    static uint64_t stamps[HISTORY_CACHE_RUNS];
    static struct history_run runs[HISTORY_CACHE_RUNS];
    for (size_t i = 0; i < HISTORY_CACHE_RUNS; i++) {
        snprintf(name[i], sizeof name[i], "run%03zu", i);
        names[i] = name[i];
        stamps[i] = 1;
        for (int cause = 0; cause < FOLLOW_CAUSE_COUNT; cause++)
            runs[i].facts.causes[cause] = name[i];
    }
    history_save_cache(fuzz_folder(), names, stamps, runs, HISTORY_CACHE_RUNS);
}

static void take_written(void)
{
    char path[512];
    struct header header;
    uint64_t entry;
    snprintf(path, sizeof path, "%s/%s", fuzz_folder(), HISTORY_CACHE_FILE);
    FILE *file = fopen(path, "rb");
    fuzz_check(file && fread(written, 1, FILE_BYTES, file) == FILE_BYTES);
    fclose(file);
    memcpy(&header, written, sizeof header);
    memcpy(&entry, written + sizeof header + sizeof(uint64_t), sizeof entry);
    header.count = (FILE_BYTES - sizeof header) / entry;
    header.size = header.count * entry;
    fuzz_check(header.count > 1);
    memcpy(written, &header, sizeof header);
    written_bytes = sizeof header + (size_t)header.size;
}

static void write_cache(const uint8_t *data, size_t size)
{
    uint8_t file[FILE_BYTES];
    struct header header;
    memcpy(file, written, written_bytes);
    for (size_t i = 0; i < size && i < written_bytes; i++)
        file[i] ^= data[i];
    memcpy(&header, file, sizeof header);
    if (header.size <= written_bytes - sizeof header)
        header.checksum =
            base_hash_bytes(BASE_HASH_SEED, file + sizeof header, (size_t)header.size);
    memcpy(file, &header, sizeof header);
    fuzz_write(HISTORY_CACHE_FILE, file, written_bytes);
}

static void look(void)
{
    struct history_cache cache;
    struct history_run run;
    history_open_cache(&cache, fuzz_folder());
    if (cache.count > 0)
        fuzz_accept();
    for (size_t i = 0; i < cache.count; i++) {
        uint64_t stamp;
        memcpy(&stamp, cache.entries[i], sizeof stamp);
        if (!history_find_cached(&cache, "run000", stamp, &run))
            continue;
        fuzz_check(memchr(run.facts.run_id, '\0', sizeof run.facts.run_id));
        fuzz_check(memchr(run.facts.started, '\0', sizeof run.facts.started));
        fuzz_check(memchr(run.facts.selector, '\0', sizeof run.facts.selector));
        fuzz_check(memchr(run.facts.key.name, '\0', sizeof run.facts.key.name));
        fuzz_check(memchr(run.facts.key.host, '\0', sizeof run.facts.key.host));
        follow_free_facts(&run.facts);
    }
    history_close_cache(&cache);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (written_bytes == 0) {
        write_runs();
        take_written();
    }
    write_cache(data, size);
    look();
    return 0;
}
