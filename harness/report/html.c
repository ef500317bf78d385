#include "report/html.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "base/text.h"

#define DASH "\xe2\x80\x93"

static const char *entity(unsigned char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f ? BASE_REPLACEMENT : NULL;
    }
}

void html_text(FILE *file, const char *text)
{
    const char *at = text;
    while (*at) {
        size_t length = base_utf8_length(at);
        const char *replaced = length == 0 ? BASE_REPLACEMENT : entity((unsigned char)*at);
        if (replaced)
            fputs(replaced, file);
        else
            fwrite(at, 1, length, file);
        at += length == 0 ? 1 : length;
    }
}

void html_open_table(FILE *file, const char *id, const char *caption,
                     const struct html_column *columns, size_t count)
{
    fprintf(file,
            "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"%s-caption\">\n"
            "<table id=\"%s\">\n<caption id=\"%s-caption\">",
            id, id, id);
    html_text(file, caption);
    fputs("</caption>\n<thead><tr>", file);
    for (size_t i = 0; i < count; i++) {
        fprintf(file, "<th scope=\"col\"%s aria-sort=\"none\"><button type=\"button\">",
                columns[i].kind == HTML_NUMBER ? " class=\"number\"" : "");
        html_text(file, columns[i].title);
        fputs("</button></th>", file);
    }
    fputs("</tr></thead>\n<tbody>\n", file);
}

void html_close_table(FILE *file)
{
    fputs("</tbody></table></div>\n", file);
}

void html_open_row(FILE *file)
{
    fputs("<tr>", file);
}

void html_close_row(FILE *file)
{
    fputs("</tr>\n", file);
}

static void text_cell(FILE *file, const char *open, const char *text, const char *close)
{
    fputs(open, file);
    html_text(file, text);
    fputs(close, file);
}

void html_heading_cell(FILE *file, const char *text)
{
    text_cell(file, "<th scope=\"row\">", text, "</th>");
}

void html_text_cell(FILE *file, const char *text)
{
    text_cell(file, "<td>", text, "</td>");
}

void html_code_cell(FILE *file, const char *text)
{
    text_cell(file, "<td><code>", text, "</code></td>");
}

/* data-value is what the cell sorts by. */
static void number_cell(FILE *file, double value, const char *text)
{
    fputs("<td class=\"number\" data-value=\"", file);
    if (isfinite(value))
        fprintf(file, "%.10g", value);
    fprintf(file, "\">%s</td>", text);
}

void html_count_cell(FILE *file, uint64_t count)
{
    fprintf(file, "<td class=\"number\" data-value=\"%" PRIu64 "\">%" PRIu64 "</td>", count, count);
}

void html_format_time(char text[HTML_NUMBER_SIZE], double ns)
{
    static const char *const units[] = {"ns", "\xc2\xb5s", "ms", "s"};
    double value = ns;
    size_t unit = 0;
    if (isnan(ns)) {
        snprintf(text, HTML_NUMBER_SIZE, DASH);
        return;
    }
    while (fabs(value) >= 999.5 && unit + 1 < sizeof(units) / sizeof(units[0])) {
        value /= 1e3;
        unit++;
    }
    int decimals = unit == 0 || fabs(value) >= 99.95 ? 0 : fabs(value) >= 9.995 ? 1 : 2;
    snprintf(text, HTML_NUMBER_SIZE, "%.*f\xc2\xa0%s", decimals, value, units[unit]);
}

void html_format_share(char text[HTML_NUMBER_SIZE], double share)
{
    if (isnan(share))
        snprintf(text, HTML_NUMBER_SIZE, DASH);
    else
        snprintf(text, HTML_NUMBER_SIZE, "%.*f\xc2\xa0%%", fabs(share) < 9.995 ? 1 : 0,
                 100 * share);
}

void html_time_cell(FILE *file, double ns)
{
    char text[HTML_NUMBER_SIZE];
    html_format_time(text, ns);
    number_cell(file, ns, text);
}

void html_interval_cell(FILE *file, double ns, double lo_ns, double hi_ns)
{
    char value[HTML_NUMBER_SIZE], lo[HTML_NUMBER_SIZE], hi[HTML_NUMBER_SIZE];
    char text[3 * HTML_NUMBER_SIZE + 64];
    html_format_time(value, ns);
    html_format_time(lo, lo_ns);
    html_format_time(hi, hi_ns);
    if (isnan(lo_ns) || isnan(hi_ns))
        snprintf(text, sizeof(text), "%s", value);
    else
        snprintf(text, sizeof(text), "%s <span class=\"interval\">%s to %s</span>", value, lo, hi);
    number_cell(file, ns, text);
}

void html_share_cell(FILE *file, double share)
{
    char text[HTML_NUMBER_SIZE];
    html_format_share(text, share);
    number_cell(file, share, text);
}
