/* Inside lines.c: the little of HTML that printed reports come in. */
#ifndef COMMANDS_INTERPRET_REPORT_LINES_MARKUP_H
#define COMMANDS_INTERPRET_REPORT_LINES_MARKUP_H

#include "commands/interpret-report/lines.h"

/* "&lt;" "&#8593;" "&#x2191;": bytes read, 0 when it is none. */
size_t markup_entity(const char *s, size_t n, uint32_t *ret);

enum markup_tag { MARKUP_NONE, MARKUP_LINE, MARKUP_CELL, MARKUP_OTHER };
/* The kind of HTML tag at s ('<'); its length in *ret_n. A '<' that opens no
 * tag is a comparator. */
enum markup_tag markup_tag(const char *s, size_t n, size_t *ret_n);

/* Does the text have tags that make lines or cells? */
bool markup_is_html(const char *s, size_t n);

#endif
