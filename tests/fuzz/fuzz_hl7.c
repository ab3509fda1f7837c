/* Any bytes as HL7: decoded as MSH-18 says and as they are, read, observed,
 * judged and shown, nothing else. */
#include "commands/interpret-report/hl7_charset.h"
#include "tests/fuzz/fuzz_report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct arena a = ARENA_INIT;
	struct strbuf bytes = STRBUF_INIT, text = STRBUF_INIT;
	const char *name, *note;
	struct err err;

	strbuf_add(&bytes, data, n);
	if (hl7_decode(bytes.buf, n, "x", &a, &text, &name, &note, &err))
		fuzz_report(read_hl7, (const uint8_t *)text.buf, text.len);
	strbuf_release(&bytes);
	strbuf_release(&text);
	arena_free(&a);
	return 0;
}
