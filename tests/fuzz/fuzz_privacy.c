/* Any text through the privacy guard and back: never a crash; what is redacted
 * once stays as it is the second time; restoring brings no placeholder back. */
#include "cli/embedded.h"
#include "llm/privacy.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct kb *kb;
	struct strbuf out = STRBUF_INIT, back = STRBUF_INIT;
	struct privacy p;
	struct err err;

	if (!kb &&
	    !kb_open_bytes(kb_embedded, (size_t)(kb_embedded_end - kb_embedded),
			   &kb, &err))
		abort();
	if (n > 4096)
		return 0;
	privacy_init(&p, kb);
	privacy_redact(&p, (const char *)data, n, &out);
	privacy_clean(&p, out.buf, out.len);
	privacy_restore(&p, out.buf, out.len, &back);
	privacy_counts(&p, true, &back);
	for (size_t i = 0; i < p.pairs.n; i++)
		if (!*p.pairs.at[i].original || !*p.pairs.at[i].placeholder)
			abort();
	privacy_release(&p);
	strbuf_release(&out);
	strbuf_release(&back);
	return 0;
}
