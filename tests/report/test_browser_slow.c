/* The page in a browser: its tables sort, and nothing complains. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dispatchwise/status.h"
#include "report/report.h"
#include "report_folder.h"

static const char *browser;

/* Appended to a copy of the page; says in the body's attribute what it found. */
static const char self_test[] =
    "<script>\n"
    "(function () {\n"
    "  var table = document.getElementById('scores');\n"
    "  function column(i) {\n"
    "    return Array.from(table.tBodies[0].rows).map(function (row) {\n"
    "      var value = row.cells[i].getAttribute('data-value');\n"
    "      return value === null ? row.cells[i].textContent : value;\n"
    "    }).join(' ');\n"
    "  }\n"
    "  function press(i) {\n"
    "    var button = table.tHead.rows[0].cells[i].firstElementChild;\n"
    "    button.focus();\n"
    "    if (document.activeElement !== button) throw new Error('no focus');\n"
    "    button.click();\n"
    "    return table.tHead.rows[0].cells[i].getAttribute('aria-sort') + ': ' + column(i);\n"
    "  }\n"
    "  var found = [press(3), press(3), press(6), press(6), press(0)].join('|');\n"
    "  found += '|' + table.querySelectorAll('[aria-sort=none]').length;\n"
    "  found += '|' + document.querySelectorAll('main, nav, header, footer').length;\n"
    "  document.body.setAttribute('data-found', found);\n"
    "})();\n"
    "</script>\n";

static const char expected[] =
    "data-found=\"descending: 19 9.2 1.3 0.19 0.18 0.02 0|ascending: 0 0.02 0.18 0.19 1.3 9.2 19|"
    "descending: 0.984 0.75 0.625 -4.5   |ascending: -4.5 0.625 0.75 0.984   |"
    "ascending: always_persistent_kernel/drain:132x1 always_plain_launches/each oracle "
    "planner reference_defaults reference_fitted reference_fitted|9|4\"";

static const char complaint[] = "<script>console.error('planted');</script>\n";

static bool find_browser(void)
{
    static const char *const names[] = {"chromium", "chromium-browser", "google-chrome"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (report_has_program(names[i])) {
            browser = names[i];
            return true;
        }
    }
    return false;
}

/* The document after its scripts ran, and all that the console said; both to be freed. */
static void browse(const char *folder, char **document, char **console)
{
    char command[2048];
    snprintf(command, sizeof(command),
             "timeout 120 %s --headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
             "--disable-background-networking --disable-component-update --disable-sync "
             "--disable-dev-shm-usage --user-data-dir=%s/profile --enable-logging=stderr --v=0 "
             "--dump-dom file://%s/page.html >%s/dom.html 2>%s/console.txt; rm -rf %s/profile",
             browser, folder, folder, folder, folder, folder);
    assert_int_equal(system(command), 0);
    *document = folder_read(folder, "dom.html");
    *console = folder_read(folder, "console.txt");
    assert_non_null(*document);
    assert_non_null(*console);
}

static void test_page(void **state)
{
    char folder[FOLDER_SIZE], *page, *copy, *document, *console;
    (void)state;
    folder_create(folder);
    report_write_run(folder, true);
    const char *const runs[] = {folder};
    int status = report_write(runs, 1, folder);
    assert_true(status == DW_OK || status == DW_ERROR_UNSUPPORTED); /* gnuplot may be absent */
    page = folder_read(folder, "report.html");
    assert_non_null(page);

    copy = folder_replace(page, "</body>", self_test);
    folder_write(folder, "page.html", copy);
    browse(folder, &document, &console);
    if (strstr(console, "CONSOLE"))
        fail_msg("the console says: %s", strstr(console, "CONSOLE"));
    const char *found = strstr(document, "data-found=");
    if (!found || strncmp(found, expected, strlen(expected)) != 0)
        fail_msg("expected %s\nfound    %.600s", expected, found ? found : "nothing");
    free(copy);
    free(document);
    free(console);

    /* A complaint would have been seen. */
    copy = folder_replace(page, "</body>", complaint);
    folder_write(folder, "page.html", copy);
    browse(folder, &document, &console);
    assert_non_null(strstr(console, "CONSOLE"));
    free(copy);
    free(document);
    free(console);
    free(page);
    folder_remove(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_page)};
    if (!find_browser()) {
        fputs("skipped: there is no chromium to load the page in\n", stderr);
        return 77;
    }
    setenv("DISPATCHWISE_PLOT_DIR", DISPATCHWISE_SOURCE_DIR "/scripts/plot", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
