#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "results/document.h"
#include "run_folder.h"

/* With DISPATCHWISE_WRITE_GOLDENS set, results/README.md is written anew. */
static void test_readme_is_generated(void **state)
{
    static const char folder[] = DISPATCHWISE_SOURCE_DIR "/results";
    char *expected = NULL;
    size_t size;
    (void)state;
    FILE *stream = open_memstream(&expected, &size);
    assert_non_null(stream);
    results_write_document(stream);
    fclose(stream);
    if (getenv("DISPATCHWISE_WRITE_GOLDENS"))
        folder_write(folder, "README.md", expected);
    char *found = folder_read(folder, "README.md");
    if (!found || strcmp(found, expected) != 0)
        fail_msg("results/README.md is not what the schema says; run this test once with "
                 "DISPATCHWISE_WRITE_GOLDENS=1");
    free(found);
    free(expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_readme_is_generated)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
