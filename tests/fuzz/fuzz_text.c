/* Bytes of any encoding → UTF-8 → safe text → lines → an output encoding.
 * What comes out is valid, without controls, and within its width. */
#include "base/encoding.h"
#include "base/utf8.h"
#include "base/wrap.h"
#include "cli/symbols.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check_safe(const struct strbuf *safe)
{
	if (utf8_valid(safe->buf, safe->len) != safe->len)
		abort();
	for (size_t i = 0; i < safe->len;) {
		uint32_t cp;
		i += utf8_decode(safe->buf + i, safe->len - i, &cp);
		if ((cp < 0x20 && cp != '\n' && cp != '\t') ||
		    (cp >= 0x7F && cp < 0xA0))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const encodings[] = {NULL, "GB18030", "BIG5",
						"UTF-16LE"};
	struct strbuf text = STRBUF_INIT, safe = STRBUF_INIT,
		      wrapped = STRBUF_INIT, out = STRBUF_INIT;
	const char *name;
	size_t bad;

	if (n < 2)
		return 0;
	if (encoding_decode((const char *)data + 2, n - 2,
			    encodings[data[0] % 4], "x", &text, &name, &bad,
			    NULL)) {
		utf8_add_safe(&safe, text.buf, text.len);
		check_safe(&safe);
		wrap_add(&wrapped, safe.buf, safe.len, 0, 2, 20 + data[1] % 80);
		if (utf8_valid(wrapped.buf, wrapped.len) != wrapped.len)
			abort();
		symbols_replace(wrapped.buf, wrapped.len, data[1] & 1, &out);
		strbuf_clear(&text);
		encoding_encode(out.buf, out.len, data[1] & 2 ? "GBK" : "ASCII",
				&text, NULL);
	}
	strbuf_release(&text);
	strbuf_release(&safe);
	strbuf_release(&wrapped);
	strbuf_release(&out);
	return 0;
}
