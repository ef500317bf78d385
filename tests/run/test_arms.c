/* Which arms a selection leaves. */
#include "table.h"

#include "run/arms.h"

static struct outcome outcome;

/* What the planner chose is among the arms, by its name; NULL: it chose nothing. */
static const char *chosen;

static void list(char *text, size_t size, const char *selection, enum dw_wait wait,
                 uint32_t launches, uint32_t cores)
{
    struct arm arms[RUN_ARMS_MAX], planned;
    const struct workload_shape shape = WORKLOAD_PLAIN_SHAPE(wait, launches, 1, 1, 1);
    assert_true(!chosen || arm_parse(chosen, &planned));
    const size_t count =
        run_list_arms(selection, NULL, &shape, cores, chosen ? &planned.choice : NULL, arms);
    size_t used = 0;
    assert_true(count < RUN_ARMS_MAX);
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        char name[DW_ARM_NAME_SIZE];
        arm_format(&arms[i], name, sizeof name);
        used += (size_t)snprintf(text + used, size - used, "%s%s", i ? " " : "", name);
        for (size_t k = 0; k < i; k++)
            assert_false(arm_equal(&arms[i], &arms[k]));
    }
}

#define BASE "plain_launches/each"
#define COPY " plain_launches/each+role=control"
#define WAITS(arm) " " arm "+waiting=spin " arm "+waiting=timeline " arm "+waiting=block_then_spin"

static void selections(void **state)
{
    static const struct {
        const char *selection;
        enum dw_wait wait;
        uint32_t launches, cores;
        const char *arms;
    } rows[] = {
        {"", DW_WAIT_EACH, 10, 0,
         BASE " command_reuse/resubmit command_reuse/armed" WAITS(BASE)
             WAITS("command_reuse/resubmit") WAITS("command_reuse/armed") COPY},
        {"plain_launches/each", DW_WAIT_BATCH, 10, 0, BASE COPY},
        {"persistent_kernel", DW_WAIT_EACH, 10, 0, BASE COPY},
        {"command_reuse/multi", DW_WAIT_BATCH, 100, 0,
         BASE " command_reuse/multi:16 command_reuse/multi:all" COPY},
        {"command_reuse/mul,plain_launches/infos", DW_WAIT_BATCH, 100, 0,
         BASE " plain_launches/infos:16 command_reuse/multi:16"
              " command_reuse/multi:all" COPY},
        {"persistent", DW_WAIT_BATCH, 100, 0,
         BASE " persistent_kernel/drain:4x1 persistent_kernel/drain:64x1"
              " persistent_kernel/drain:64x4 persistent_kernel/drain:1024x1" COPY},
        /* A name in full is that arm alone, candidate or not. */
        {"plain_launches/batched:1", DW_WAIT_BATCH, 1000, 0, BASE " plain_launches/batched:1" COPY},
        {"command_reuse/unrolled:5", DW_WAIT_BATCH, 100, 0, BASE " command_reuse/unrolled:5" COPY},
        {"persistent_kernel/drain:7x2", DW_WAIT_BATCH, 100, 0,
         BASE " persistent_kernel/drain:7x2" COPY},
        {"persistent_kernel/drain:64x1", DW_WAIT_BATCH, 100, 0,
         BASE " persistent_kernel/drain:64x1" COPY},
        {"persistent_kernel/drain:64x1,persistent_kernel/drain:64x1", DW_WAIT_BATCH, 100, 0,
         BASE " persistent_kernel/drain:64x1" COPY},
        /* As many as the batch has, or more, is all. */
        {"command_reuse/unrolled:16", DW_WAIT_BATCH, 10, 0,
         BASE " command_reuse/unrolled:all" COPY},
        {"command_reuse/unrolled:5", DW_WAIT_BATCH, 5, 0, BASE " command_reuse/unrolled:all" COPY},
        /* Where it is illegal it is not run. */
        {"command_reuse/unrolled:5", DW_WAIT_EACH, 100, 0, BASE COPY},
        {"persistent_kernel/drain:7x2", DW_WAIT_EACH, 100, 0, BASE COPY},
    };
    char text[2048];
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        list(text, sizeof text, rows[i].selection, rows[i].wait, rows[i].launches, rows[i].cores);
        if (strcmp(text, rows[i].arms) != 0)
            fail_msg("'%s': %s, expected %s", rows[i].selection, text, rows[i].arms);
    }
}

/* What the planner chose is run where the selection leaves it, and once. */
static void a_choice_that_is_no_candidate(void **state)
{
    char text[2048];
    (void)state;
    chosen = "command_reuse/unrolled:7+waiting=timeline";
    list(text, sizeof text, "", DW_WAIT_BATCH, 100, 0);
    assert_non_null(strstr(text, " command_reuse/unrolled:7+waiting=timeline "));
    list(text, sizeof text, "command_reuse/unrolled:7", DW_WAIT_BATCH, 100, 0);
    assert_string_equal(text, BASE " command_reuse/unrolled:7" COPY);
    list(text, sizeof text, "command_reuse", DW_WAIT_BATCH, 100, 0);
    assert_non_null(strstr(text, " command_reuse/unrolled:7+waiting=timeline "));
    list(text, sizeof text, "persistent", DW_WAIT_BATCH, 100, 0);
    assert_null(strstr(text, "command_reuse"));
    chosen = "command_reuse/unrolled:16";
    list(text, sizeof text, "command_reuse/unrolled", DW_WAIT_BATCH, 100, 0);
    assert_string_equal(text, BASE " command_reuse/unrolled:16 command_reuse/unrolled:all" COPY);
    chosen = NULL;
}

/* As many names as --arms takes: none is dropped. */
static void long_selections(void **state)
{
    char selection[512] = "", text[4096], name[64];
    size_t used = 0, names = 0;
    (void)state;
    for (unsigned k = 2; used + 32 < sizeof selection; k++, names++)
        used += (size_t)snprintf(selection + used, sizeof selection - used,
                                 "%splain_launches/infos:%u", k > 2 ? "," : "", k);
    assert_true(names > 18);
    list(text, sizeof text, selection, DW_WAIT_BATCH, 1000, 80);
    for (unsigned k = 2; k < names + 2; k++) {
        snprintf(name, sizeof name, "infos:%u ", k);
        expect_text(text, name);
    }
}

static void named_arms_are_measured(void **state)
{
    struct table table;
    (void)state;
    write_text("shapes.csv", "workload,wait,launches\nspin,batch,100\nspin,each,10\n");
    EXPECT(&outcome, 0,
           "dispatchwise run --device sim --shapes shapes.csv --budget 2 -q -o named --arms "
           "persistent_kernel/drain:7x2,command_reuse/unrolled:5,command_reuse/res");
    table_read(&table, "named/summary.csv");
    static const char *const names[] = {"persistent_kernel/drain:7x2", "command_reuse/unrolled:5",
                                        "command_reuse/resubmit", "plain_launches/each",
                                        "plain_launches/each+role=control"};
    for (size_t i = 0; i < 5; i++) {
        const size_t row = table_find(&table, 1, "arm", names[i], "wait", "batch");
        assert_true(row > 0);
        assert_string_equal(table_text(&table, row, "status"), "ok");
        assert_true(table_number(&table, row, "samples") >= 15);
    }
    assert_string_equal(
        table_text(&table, table_find(&table, 1, "arm", names[0], NULL, NULL), "variant"),
        "drain:7x2");
    size_t rows = 0;
    for (size_t row = 1; row < table.rows; row++)
        rows += strcmp(table_text(&table, row, "wait"), "batch") == 0 && table_runs(&table, row);
    assert_int_equal(rows, 6); /* the policy's own choice too, but no side that was crossed */
    table_free(&table);
    EXPECT(&outcome, 0,
           "dispatchwise run --device sim --shapes shapes.csv --plan-only -q -o longest --arms "
           "command_reuse/unrolled:all+arms=concurrent+copy=transfer:1+binding=bindless"
           "+waiting=timeline");
}

/* Whatever is crossed in later processes, arms that are named in full run in all of them. */
static void named_arms_run_beside_all_others(void **state)
{
    char selection[512] = "plain,command,persistent";
    struct table table;
    unsigned last = 1;
    (void)state;
    for (size_t used; (used = strlen(selection)) + 32 < sizeof selection;)
        snprintf(selection + used, sizeof selection - used, ",plain_launches/infos:%u", ++last);
    write_text("sim.csv", "key,value\nworld,pipeline\n");
    write_text("full.csv", "workload,launches,b_groups,resources,copy_bytes\n"
                           "spin,100,4,8,65536\n");
    EXPECT(&outcome, 0,
           "dispatchwise run --device sim:sim.csv --shapes full.csv --budget 2 -q -o full -a %s",
           selection);
    EXPECT(&outcome, 0, "dispatchwise run --resume --budget 2 -q -o full");
    table_read(&table, "full/samples.csv");
    size_t crossed = 0;
    for (size_t row = 1; row < table.rows; row++) {
        const char *arm = table_text(&table, row, "arm");
        crossed += strstr(arm, "+copy=") && strstr(arm, "+binding=");
    }
    assert_true(crossed > 0);
    for (unsigned k = 2; k <= last; k++)
        for (unsigned process = 0; process < 5; process++) {
            char name[64], number[16];
            snprintf(name, sizeof name, "plain_launches/infos:%u", k);
            snprintf(number, sizeof number, "%u", process);
            if (table_find(&table, 1, "arm", name, "process", number) == 0)
                fail_msg("%s is not in process %u", name, process);
        }
    table_free(&table);
    /* A round of more arms than there can be is no round. */
    EXPECT(&outcome, 0,
           "head -n 1 full/samples.csv >samples && for k in $(seq 2 400); do sed -n 2p "
           "full/samples.csv | sed \"s|[a-z]*_[a-z]*/[^,]*,|plain_launches/infos:$k,|\"; done "
           ">>samples && mv samples full/samples.csv");
    EXPECT(&outcome, 2, "dispatchwise run --resume -q -o full");
    expect_text(outcome.err, "process 0, round 0: more than the ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(selections),
        cmocka_unit_test(a_choice_that_is_no_candidate),
        cmocka_unit_test(long_selections),
        cmocka_unit_test(named_arms_are_measured),
        cmocka_unit_test(named_arms_run_beside_all_others),
    };
    return cmocka_run_group_tests(tests, program_enter, program_leave);
}
