/* One reader after another through the whole of interpret-report. */
#ifndef TESTS_FUZZ_FUZZ_REPORT_H
#define TESTS_FUZZ_FUZZ_REPORT_H

#include "cli/embedded.h"
#include "commands/interpret-report/issued.h"
#include "commands/interpret-report/judge.h"
#include "commands/interpret-report/report.h"

#include <stdint.h>
#include <stdlib.h>

typedef bool (*fuzz_reader)(struct kb *kb, const char *text, size_t n,
			    struct arena *a, struct report_sink *ret,
			    struct err *err);

static inline void fuzz_report(fuzz_reader read, const uint8_t *data, size_t n)
{
	static struct kb *kb;
	struct arena a = ARENA_INIT;
	struct report_vec reports = {0};
	struct report_sink sink = report_sink_to(&reports);
	struct issued issued = {{0}, {0}};
	struct strbuf text = STRBUF_INIT; /* ends with NUL, as all input does */
	struct err err;

	if (!kb && !kb_open_bytes(kb_embedded,
				  (size_t)(kb_embedded_end - kb_embedded), &kb, &err))
		abort();
	strbuf_add(&text, data, n);
	(void)!read(kb, text.buf, text.len, &a, &sink, &err);
	for (size_t i = 0; i < reports.n; i++) {
		struct result result = {0};
		issued_note(&issued, reports.at[i], (int)i, LANG_EN);
		report_observe(kb, reports.at[i]);
		if (!report_judge(kb, reports.at[i], &result, &err))
			abort();
		result_release(&result);
		report_release(reports.at[i]);
	}
	issued_release(&issued);
	vec_free(&reports);
	strbuf_release(&text);
	arena_free(&a);
}

#endif
