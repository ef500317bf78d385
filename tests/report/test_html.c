#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "dispatchwise/status.h"
#include "report/html.h"
#include "report/svg.h"

/* What write leaves in a stream, to be freed. */
struct written {
    FILE *stream;
    char *text;
    size_t size;
};

static void begin(struct written *written)
{
    written->stream = open_memstream(&written->text, &written->size);
    assert_non_null(written->stream);
}

static void expect(struct written *written, const char *expected)
{
    fclose(written->stream);
    assert_string_equal(written->text, expected);
    free(written->text);
}

static void test_text(void **state)
{
    static const struct {
        const char *text, *expected;
    } rows[] = {
        {"", ""},
        {"plain, \xc2\xb5s", "plain, \xc2\xb5s"},
        {"<script>&\"'", "&lt;script&gt;&amp;&quot;&#39;"},
        {"a\tb\nc", "a\tb\nc"},
        {"bell\a, escape\x1b, delete\x7f",
         "bell\xef\xbf\xbd, escape\xef\xbf\xbd, delete\xef\xbf\xbd"},
        {"\xff"
         "a\xc2",
         "\xef\xbf\xbd"
         "a\xef\xbf\xbd"},
        {"\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd"},                 /* overlong */
        {"\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"}, /* a surrogate */
        {"\xf0\x9f\x98\x80", "\xf0\x9f\x98\x80"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct written written;
        begin(&written);
        html_text(written.stream, rows[i].text);
        expect(&written, rows[i].expected);
    }
}

static void test_times(void **state)
{
    static const struct {
        double ns;
        const char *expected;
    } rows[] = {
        {0, "0\xc2\xa0ns"},
        {460.4, "460\xc2\xa0ns"},
        {999.4, "999\xc2\xa0ns"},
        {999.6, "1.00\xc2\xa0\xc2\xb5s"},
        {12345, "12.3\xc2\xa0\xc2\xb5s"},
        {-3784000, "-3.78\xc2\xa0ms"},
        {123456, "123\xc2\xa0\xc2\xb5s"},
        {5e12, "5000\xc2\xa0s"},
        {(double)NAN, "\xe2\x80\x93"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[HTML_NUMBER_SIZE];
        html_format_time(text, rows[i].ns);
        assert_string_equal(text, rows[i].expected);
    }
}

static void test_shares(void **state)
{
    char text[HTML_NUMBER_SIZE];
    (void)state;
    html_format_share(text, 0.1815);
    assert_string_equal(text, "18.1\xc2\xa0%");
    html_format_share(text, -0.004);
    assert_string_equal(text, "-0.4\xc2\xa0%");
    html_format_share(text, 142.29);
    assert_string_equal(text, "14229\xc2\xa0%");
    html_format_share(text, (double)NAN);
    assert_string_equal(text, "\xe2\x80\x93");
}

static void test_cells(void **state)
{
    struct written written;
    (void)state;
    begin(&written);
    html_time_cell(written.stream, (double)NAN);
    html_count_cell(written.stream, UINT64_MAX);
    html_interval_cell(written.stream, 1500, (double)NAN, 2000);
    html_interval_cell(written.stream, 1500, 1000, 2000);
    html_code_cell(written.stream, "<a>");
    expect(&written,
           "<td class=\"number\" data-value=\"\">\xe2\x80\x93</td>"
           "<td class=\"number\" data-value=\"18446744073709551615\">18446744073709551615</td>"
           "<td class=\"number\" data-value=\"1500\">1.50\xc2\xa0\xc2\xb5s</td>"
           "<td class=\"number\" data-value=\"1500\">1.50\xc2\xa0\xc2\xb5s "
           "<span class=\"interval\">1.00\xc2\xa0\xc2\xb5s to 2.00\xc2\xa0\xc2\xb5s</span></td>"
           "<td><code>&lt;a&gt;</code></td>");
}

static void test_table(void **state)
{
    static const struct html_column columns[] = {{"Name", HTML_TEXT}, {"Time", HTML_NUMBER}};
    struct written written;
    (void)state;
    begin(&written);
    html_open_table(written.stream, "x", "What's <here>", columns, 2);
    html_close_table(written.stream);
    expect(&written,
           "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"x-caption\">\n"
           "<table id=\"x\">\n<caption id=\"x-caption\">What&#39;s &lt;here&gt;</caption>\n"
           "<thead><tr><th scope=\"col\" aria-sort=\"none\"><button type=\"button\">Name</button>"
           "</th><th scope=\"col\" class=\"number\" aria-sort=\"none\"><button "
           "type=\"button\">Time</button></th></tr></thead>\n<tbody>\n</tbody></table></div>\n");
}

static void test_svg(void **state)
{
    static const char drawing[] =
        "<?xml version=\"1.0\"?>\n<svg \n viewBox=\"0 0 4 2\"\n xmlns=\"http://x\"\n>\n"
        "<title>Gnuplot</title>\n<desc>By gnuplot</desc>\n<path id='gpPt0' d='M0'/>"
        "<use xlink:href='#gpPt0'/><g id=\"plot_1\"><title>\"data\" using 1</title></g></svg>\n";
    struct written written;
    (void)state;
    begin(&written);
    assert_int_equal(report_inline_svg(written.stream, drawing, "map", "wide", "A \"map\""), DW_OK);
    expect(&written,
           "<svg class=\"wide\" viewBox=\"0 0 4 2\" role=\"img\" aria-label=\"A &quot;map&quot;\">"
           "\n\n\n<path id='map-gpPt0' d='M0'/><use xlink:href='#map-gpPt0'/>"
           "<g id=\"map-plot_1\"></g></svg>\n");
}

static void test_what_is_no_svg(void **state)
{
    static const char *const texts[] = {"", "<html></html>", "<svg viewBox=\"0 0 1 1\">",
                                        "<svg></svg>", "<svg><g viewBox=\"0 0 1 1\"/></svg>"};
    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct written written;
        begin(&written);
        assert_int_equal(report_inline_svg(written.stream, texts[i], "a", "b", "c"),
                         DW_ERROR_PARSE);
        expect(&written, "");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),           cmocka_unit_test(test_times),
        cmocka_unit_test(test_shares),         cmocka_unit_test(test_cells),
        cmocka_unit_test(test_table),          cmocka_unit_test(test_svg),
        cmocka_unit_test(test_what_is_no_svg),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
