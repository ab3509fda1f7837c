/* A report of any content through the whole way: reader, observations, rules.
 * The first byte chooses the reader. What is there must be somewhere: every
 * row's line lies within the input. */
#include "base/utf8.h"
#include "cli/embedded.h"
#include "commands/interpret-report/judge.h"
#include "commands/interpret-report/report.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

typedef bool reader(struct kb *kb, const char *text, size_t n, struct arena *a,
		    struct report_sink *ret, struct err *err);

/* Opened once: the engine runs in one process and thread. */
static struct kb *knowledge(void)
{
	static struct kb *kb;

	if (!kb &&
	    !kb_open_bytes(kb_embedded, (size_t)(kb_embedded_end - kb_embedded),
			   &kb, NULL))
		abort();
	return kb;
}

static void judge(struct kb *kb, struct report *r, int lines)
{
	struct result result = {.patient = &r->patient};
	struct err err;

	report_observe(kb, r);
	for (size_t i = 0; i < r->rows.n; i++)
		if (r->rows.at[i].line < 0 || r->rows.at[i].line > lines)
			abort();
	for (size_t i = 0; i < r->unread.n; i++)
		if (r->unread.at[i].line < 0 || r->unread.at[i].line > lines)
			abort();
	report_judge(kb, r, &result, &err);
	result_release(&result);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static reader *const readers[] = {read_text, read_text, read_hl7,
					  read_fhir, read_csv};
	struct report_vec reports = {0};
	struct report_sink sink = report_sink_to(&reports);
	struct arena arena = ARENA_INIT;
	struct err err;
	int lines = 1;

	if (n < 2 || n > 64 * 1024)
		return 0;
	/* readers are given valid UTF-8 with a NUL behind it */
	char *text = arena_strndup(&arena, (const char *)data + 1, n - 1);
	size_t len = strlen(text);
	if (utf8_valid(text, len) != len)
		goto done;
	for (size_t i = 0; i < len; i++)
		lines += text[i] == '\n' || text[i] == '\r' || text[i] == '\f';
	readers[data[0] % 5](knowledge(), text, len, &arena, &sink, &err);
	for (size_t i = 0; i < reports.n; i++) {
		judge(knowledge(), reports.at[i], lines);
		report_release(reports.at[i]);
	}
	vec_free(&reports);
done:
	arena_free(&arena);
	return 0;
}
