#include "commands/followup/followup.h"

#include <string.h>

void followup_csv_cell(struct strbuf *out, const char *text, bool last)
{
	strbuf_addch(out, '"');
	if (text && strchr("=+-@\t\r", *text) && *text)
		strbuf_addch(out, '\'');
	for (const char *p = text ? text : ""; *p; p++) {
		if (*p == '"')
			strbuf_addch(out, '"');
		strbuf_addch(out, *p);
	}
	strbuf_adds(out, last ? "\"\r\n" : "\",");
}
