/* What a simulated run exports, as Prometheus' own tool reads it; skipped where it is absent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "follow/follow_folder.h"

static void promtool_finds_nothing(void **state)
{
    char folder[FOLDER_SIZE], command[256];
    folder_create(folder);
    folder_write(folder, "shapes.csv",
                 "workload,wait,launches,groups,steps,repeats\n"
                 "spin,batch,4,8,64,1\nspin,batch,32,8,64,1\nspin,batch,128,8,64,1\n"
                 "spin,each,4,8,64,1\nspin,each,32,8,64,1\nsaxpy,batch,16,8,4,1\n");
    assert_int_equal(follow_program(folder,
                                    "tune --device sim --shapes '%s/shapes.csv' --out "
                                    "'%s/run' --quiet",
                                    folder, folder),
                     0);
    assert_int_equal(follow_program(folder, "export --prometheus '%s/run'", folder), 0);
    snprintf(command, sizeof(command), "promtool check metrics <'%s/out' >'%s/said' 2>&1", folder,
             folder);
    int code = system(command);
    char *said = folder_read(folder, "said");
    if (code != 0 || *said)
        fail_msg("promtool: %d, %s", code, said);
    free(said);
    folder_remove(folder);
    (void)state;
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(promtool_finds_nothing)};
    if (system("promtool --version >/dev/null 2>&1") != 0) {
        puts("promtool is not there: skipped");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
