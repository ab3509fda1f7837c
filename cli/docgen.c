/* The build's tool that keeps documents equal to the tables:
 *
 *     docgen completion bash|zsh|fish   a completion file
 *     docgen examples                   every example, a line each
 *     docgen splice <page >page.new     a manual page whose parts between
 *                                       .\" begin NAME and .\" end
 *                                       are written anew
 *
 * NAME is "options COMMAND", "examples COMMAND", "globals", "commands" or
 * "keys". */
#include "base/io.h"
#include "base/strbuf.h"
#include "cli/commands.h"
#include "cli/complete.h"
#include "cli/docs.h"

#include <stdio.h>
#include <string.h>

enum { PAGE_LIMIT = 1024 * 1024 };

static void all_examples(struct strbuf *out)
{
	for (const struct command *const *c = commands; *c; c++)
		for (const struct example *e = (*c)->examples; e && e->line;
		     e++)
			strbuf_addf(out, "%s\n", e->line);
}

/* Copy the page, each marked part as the tables have it now. */
static bool splice(const char *page, struct strbuf *out)
{
	static const char begin[] = ".\\\" begin ", end[] = ".\\\" end";
	bool inside = false;

	while (*page) {
		size_t n = strcspn(page, "\n");
		if (strncmp(page, end, sizeof end - 1) == 0)
			inside = false;
		if (!inside)
			strbuf_addf(out, "%.*s\n", (int)n, page);
		if (strncmp(page, begin, sizeof begin - 1) == 0) {
			char name[80];
			snprintf(name, sizeof name, "%.*s",
				 (int)(n - sizeof begin + 1),
				 page + sizeof begin - 1);
			if (!docs_part(name, out))
				return false;
			inside = true;
		}
		page += n + (page[n] == '\n');
	}
	return !inside;
}

static bool write_document(int argc, char **argv, struct strbuf *out)
{
	struct strbuf page = STRBUF_INIT;
	struct err err;
	bool ok = false;

	if (argc == 3 && strcmp(argv[1], "completion") == 0)
		return complete_write(argv[2], commands, global_options, out);
	if (argc == 2 && strcmp(argv[1], "examples") == 0) {
		all_examples(out);
		return true;
	}
	if (argc == 2 && strcmp(argv[1], "splice") == 0)
		ok = io_read("-", PAGE_LIMIT, &page, &err) &&
		     splice(page.buf, out);
	strbuf_release(&page);
	return ok;
}

int main(int argc, char **argv)
{
	struct strbuf out = STRBUF_INIT;
	bool ok = write_document(argc, argv, &out);

	if (ok)
		ok = fwrite(out.buf, 1, out.len, stdout) == out.len &&
		     fflush(stdout) == 0;
	else
		fputs("docgen: completion bash|zsh|fish, examples, splice; or "
		      "an unknown part in the page\n",
		      stderr);
	strbuf_release(&out);
	return ok ? 0 : 1;
}
