/* Any bytes as an order list: read, resolved, checked and shown. */
#include "cli/embedded.h"
#include "commands/drug-check/run.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void message(enum lang lang, const struct err *err, struct strbuf *ret)
{
	(void)lang;
	strbuf_adds(ret, err->arg[0]);
}

static void note(struct ui *ui, const char *utf8)
{
	(void)ui;
	(void)utf8;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct kb *kb;
	static struct config config;
	struct err err;

	if (!kb &&
	    !kb_open_bytes(kb_embedded, (size_t)(kb_embedded_end - kb_embedded),
			   &kb, &err))
		abort();
	struct ui ui = {
		.lang = LANG_ZH, .width = 80, .message = message, .note = note};
	struct app app = {
		.ui = &ui, .config = &config, .kb = kb, .version = "fuzz"};
	struct drug_params params = {.many.common.all = true};
	struct drug_run run = {.app = &app, .params = &params};
	struct drug_request q = {.common = &params.many.common};
	struct batch_reply reply = {.out = STRBUF_INIT, .alerts = STRBUF_INIT};
	struct strbuf text = STRBUF_INIT;

	strbuf_add(&text, data, n);
	/* the first byte chooses the form */
	params.many.common.format =
		n && data[0] & 1 ? FORMAT_JSON : FORMAT_TEXT;
	drug_answer(&run, &q, text.buf, text.len, &reply);
	for (size_t i = 0; i < reply.out.len; i++)
		if (reply.out.buf[i] == '\033')
			abort();
	strbuf_release(&text);
	strbuf_release(&reply.out);
	strbuf_release(&reply.alerts);
	arena_free(&run.arena);
	return 0;
}
