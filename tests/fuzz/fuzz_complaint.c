/* Any bytes as a complaint: evidence whose spans lie in the text. */
#include "cli/embedded.h"
#include "base/num.h"
#include "commands/triage/complaint.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct kb *kb;
	struct arena a = ARENA_INIT;
	struct complaint c;
	struct err err;

	if (!kb &&
	    !kb_open_bytes(kb_embedded, (size_t)(kb_embedded_end - kb_embedded),
			   &kb, &err))
		abort();
	const struct triage_kb *k = kb_triage(kb, &err);
	if (!k)
		abort();
	char *text = arena_strndup(&a, (const char *)data, n);
	struct complaint_known known = {n % 3 ? NUM_NONE : (double)n * 30,
					NUM_NONE};
	complaint_read(kb, k, text, n, 0, n % 2 ? &known : NULL, &a, &c);
	for (size_t i = 0; i < c.evidence.n; i++)
		if (c.evidence.at[i].start > c.evidence.at[i].end ||
		    c.evidence.at[i].end > n)
			abort();
	complaint_release(&c);
	arena_free(&a);
	return 0;
}
