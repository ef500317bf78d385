/* A program with more rights than its user must not write where that user says: in one the recorder
 * does not load, whoever put it in front of the loader. A loader of such a program ignores the
 * folders that the environment names, so the layer is installed as one that all programs get, in a
 * mount namespace of the test's own; a program runs there as nobody, once plain and once for each
 * way to have more rights, and computes the same. */
#include <sys/auxv.h>

#include "recorded.h"
#include "run/program.h"
#include "scenarios.h"

static char self[4096];
static struct outcome outcome;

/* Only root may make programs like these: without, there is nothing to install for. */
static int install(void **state)
{
    if (program_enter(state) != 0 || geteuid() != 0)
        return geteuid() == 0 ? -1 : 0;
    shell(
        &outcome,
        "mkdir -m 1777 open && mkdir -p share/vulkan/implicit_layer.d && "
        "cp '%s/lib/dispatchwise/libVkLayer_dispatchwise_recorder.so' . && "
        "sed -e 's|\"library_path\": \".*\"|\"library_path\": \"'$PWD'/libVkLayer_dispatchwise_"
        "recorder.so\"|' -e 's|\"description\"|\"disable_environment\": {\"NO_RECORDER\": \"1\"}, "
        "&|' '%s/share/vulkan/explicit_layer.d/VkLayer_dispatchwise_recorder.json' "
        ">share/vulkan/implicit_layer.d/recorder.json",
        DISPATCHWISE_BINARY_DIR, DISPATCHWISE_BINARY_DIR);
    return outcome.code == 0 ? 0 : -1;
}

/* A copy of this program, given more rights by a shell command, or none by NULL, is run as nobody.
 * Returns whether there is a trace; skipped where rights are not to be had, as on a disk without.
 */
static bool records(const char *give_rights)
{
    if (geteuid() != 0)
        skip();
    shell(
        &outcome,
        "as_nobody='setpriv --reuid=65534 --regid=65534 --clear-groups'; "
        "rm -rf open/* program; cp '%s' program && chmod 755 program; %s || exit 77; "
        "$as_nobody ./program %s || exit 77; "
        "unshare -m true || exit 77; "
        "unshare -m sh -c \"mount --bind share /usr/local/share && DISPATCHWISE_RECORD=$PWD/open/t "
        "exec $as_nobody ./program plain\"",
        self, give_rights ? give_rights : "true", give_rights ? "raised" : "usual");
    if (outcome.code == 77)
        skip();
    if (outcome.code != 0)
        fail_msg("exit code %d: %s%s", outcome.code, outcome.out, outcome.err);
    shell(&outcome, "ls open");
    if (outcome.out[0] != '\0')
        assert_string_equal(outcome.out, "t\n");
    return outcome.out[0] != '\0';
}

/* What the others are held against: the layer is found, and writes. */
static void test_plain(void **state)
{
    (void)state;
    assert_true(records(NULL));
    shell(&outcome, "dispatchwise trace check open/t");
    assert_int_equal(outcome.code, 0);
}

static void test_setuid(void **state)
{
    (void)state;
    assert_false(records("chmod 4755 program"));
}

static void test_setgid(void **state)
{
    (void)state;
    assert_false(records("chmod 2755 program"));
}

static void test_capability(void **state)
{
    (void)state;
    assert_false(records("setcap cap_net_raw+ep program"));
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_setuid),
        cmocka_unit_test(test_setgid),
        cmocka_unit_test(test_capability),
    };
    if (argc == 2 && strcmp(argv[1], "raised") == 0)
        return getauxval(AT_SECURE) == 0;
    if (argc == 2 && strcmp(argv[1], "usual") == 0)
        return getauxval(AT_SECURE) != 0;
    if (argc == 2)
        return scenario_run(argv[1]);
    if (!realpath(argv[0], self))
        return 1;
    return cmocka_run_group_tests(tests, install, program_leave);
}
