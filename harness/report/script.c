#include "report/page.h"

/* A column's button sorts its table by it: first downwards for numbers, upwards for text, then the
 * other way. Cells without a value stay last. */
static const char *const lines[] = {
    "'use strict';",
    "(function () {",
    "  function key(row, column, numeric) {",
    "    var cell = row.cells[column];",
    "    if (!numeric) return cell.textContent.trim();",
    "    var value = cell.getAttribute('data-value');",
    "    return value === null || value === '' ? null : Number(value);",
    "  }",
    "  function compare(a, b, direction) {",
    "    if (a === null || b === null) return (a === null) - (b === null);",
    "    if (typeof a === 'number') return direction * (a - b);",
    "    return direction * a.localeCompare(b, 'en', { numeric: true });",
    "  }",
    "  function sort(heading) {",
    "    var numeric = heading.classList.contains('number');",
    "    var before = heading.getAttribute('aria-sort');",
    "    var first = numeric ? 'descending' : 'ascending';",
    "    var second = numeric ? 'ascending' : 'descending';",
    "    var order = before === first ? second : first;",
    "    var direction = order === 'ascending' ? 1 : -1;",
    "    var column = heading.cellIndex;",
    "    var body = heading.closest('table').tBodies[0];",
    "    var rows = Array.from(body.rows).map(function (row) {",
    "      return { row: row, key: key(row, column, numeric) };",
    "    });",
    "    rows.sort(function (a, b) { return compare(a.key, b.key, direction); });",
    "    rows.forEach(function (item) { body.appendChild(item.row); });",
    "    Array.from(heading.parentNode.cells).forEach(function (other) {",
    "      other.setAttribute('aria-sort', other === heading ? order : 'none');",
    "    });",
    "  }",
    "  document.querySelectorAll('th[aria-sort] > button').forEach(function (button) {",
    "    button.addEventListener('click', function () { sort(button.parentNode); });",
    "  });",
    "  var opened = [];",
    "  window.addEventListener('beforeprint', function () {",
    "    document.querySelectorAll('details:not([open])').forEach(function (part) {",
    "      part.open = true;",
    "      opened.push(part);",
    "    });",
    "  });",
    "  window.addEventListener('afterprint', function () {",
    "    opened.splice(0).forEach(function (part) { part.open = false; });",
    "  });",
    "})();",
};

void report_write_script(FILE *file)
{
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
        fprintf(file, "%s\n", lines[i]);
}
