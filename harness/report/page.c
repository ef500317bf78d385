#include "report/page.h"

#include "report/html.h"

static const struct {
    const char *id, *title;
    void (*write)(FILE *file, const struct report_page *page);
} sections[] = {
    {"policies", "Policy against oracle", report_write_policies},
    {"decisions", "Decision map", report_write_decisions},
    {"predictions", "Predicted against measured savings", report_write_predictions},
    {"disagreements", "Where model and measurement disagree most", report_write_disagreements},
    {"constants", "Constants", report_write_constants},
    {"arms", "Time of each arm over launches", report_write_arms},
    {"curves", "What each decision takes, over what it depends on", report_write_curves},
    {"noise", "Noise floor", report_write_noise},
    {"machine", "Machine and run", report_write_machine},
};

static void write_head(FILE *file, const struct report_page *page)
{
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
          "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
          "<meta name=\"color-scheme\" content=\"light dark\">\n"
          "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
          "img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
          "<link rel=\"icon\" href=\"data:,\">\n<title>Dispatchwise: ",
          file);
    html_text(file, page->run->device.key.name);
    fputs("</title>\n<style>\n", file);
    report_write_style(file);
    fputs("</style>\n</head>\n", file);
}

static void write_contents(FILE *file)
{
    fputs("<nav aria-label=\"Contents\"><ol>\n", file);
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
        fprintf(file, "<li><a href=\"#%s\">%s</a></li>\n", sections[i].id, sections[i].title);
    fputs("</ol></nav>\n", file);
}

void report_write_page(FILE *file, const struct report_page *page)
{
    write_head(file, page);
    fputs("<body>\n<a class=\"skip\" href=\"#main\">Skip to the results</a>\n<header>\n", file);
    report_write_headline(file, page);
    fputs("</header>\n", file);
    write_contents(file);
    fputs("<main id=\"main\" tabindex=\"-1\">\n", file);
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
        fprintf(file, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n", sections[i].id,
                sections[i].id, sections[i].title);
        sections[i].write(file, page);
        fputs("</section>\n", file);
    }
    fputs("</main>\n<footer><p>Written by <code>dispatchwise report</code>. Times are medians; "
          "intervals are 95 %, with processes as their outer level.</p></footer>\n<script>\n",
          file);
    report_write_script(file);
    fputs("</script>\n</body>\n</html>\n", file);
}
