#include "report/svg.h"

#include <string.h>

#include "dispatchwise/status.h"
#include "report/html.h"

/* Where ids stand: the prefix goes behind each of these. */
static const char *const id_places[] = {" id='", " id=\"", "href='#", "href=\"#", "url(#"};

/* The end of an element that starts at text, or NULL. */
static const char *skip_element(const char *text, const char *open, const char *close)
{
    if (strncmp(text, open, strlen(open)) != 0)
        return NULL;
    const char *end = strstr(text, close);
    return end ? end + strlen(close) : NULL;
}

static void write_body(FILE *file, const char *at, const char *end, const char *prefix)
{
    while (at < end) {
        const char *after = skip_element(at, "<title>", "</title>");
        if (!after)
            after = skip_element(at, "<desc>", "</desc>");
        if (after) {
            at = after;
            continue;
        }
        size_t length = 0;
        for (size_t i = 0; i < sizeof(id_places) / sizeof(id_places[0]) && length == 0; i++) {
            if (strncmp(at, id_places[i], strlen(id_places[i])) == 0)
                length = strlen(id_places[i]);
        }
        if (length > 0) {
            fwrite(at, 1, length, file);
            fprintf(file, "%s-", prefix);
            at += length;
        } else {
            fputc(*at++, file);
        }
    }
}

int report_inline_svg(FILE *file, const char *svg, const char *prefix, const char *class_name,
                      const char *label)
{
    const char *start = strstr(svg, "<svg");
    const char *body = start ? strchr(start, '>') : NULL;
    const char *box = start ? strstr(start, "viewBox=\"") : NULL;
    const char *end = body ? strstr(body, "</svg>") : NULL;
    if (!end || !box || box > body)
        return DW_ERROR_PARSE;
    box += strlen("viewBox=\"");
    fprintf(file, "<svg class=\"%s\" viewBox=\"%.*s\" role=\"img\" aria-label=\"", class_name,
            (int)strcspn(box, "\"<>&"), box);
    html_text(file, label);
    fputs("\">", file);
    write_body(file, body + 1, end, prefix);
    fputs("</svg>\n", file);
    return DW_OK;
}
