/* Any bytes as a device's export: read by each reader, its clocks settled, its
 * readings converted and shown. */
#include "cli/embedded.h"
#include "commands/followup/import_store.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct bytes {
	const char *at;
	size_t n;
};

/* In small pieces, so that elements are cut everywhere. */
static size_t more(void *self, char *into, size_t n)
{
	struct bytes *b = self;
	size_t take = b->n < 97 ? b->n : 97;

	if (take > n)
		take = n;
	memcpy(into, b->at, take);
	b->at += take;
	b->n -= take;
	return take;
}

static bool read_as(int reader, struct importer *m, const char *text, size_t n,
		    struct err *err)
{
	struct bytes b = {text, n};

	switch (reader) {
	case 0:
		return import_nightscout(&m->in, text, n, err);
	case 1:
		return import_fhir(&m->in, text, n, err);
	case 2:
		return import_apple(&m->in, more, &b, err);
	default:
		return import_table(&m->in, text, n, err);
	}
}

static void try_reader(struct followup *f, int reader, const char *text,
		       size_t n)
{
	struct importer m = {.f = f, .in = {.arena = &f->arena}};
	struct err err;
	int order;

	if (read_as(reader, &m, text, n, &err)) {
		if (!import_date_order(&m.in, f->today, &order))
			order = 0;
		m.clock = import_clock(&m.in, order, f->app->ui->zone,
				       f->app->ui->now);
		if (import_decide(&m, &err) && import_take(&m, &err))
			for (size_t i = 0; i < m.list.n; i++)
				followup_observation_text(f, &f->out,
							  &m.list.at[i]);
	}
	vec_free(&m.in.rows);
	vec_free(&m.in.left);
	vec_free(&m.list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct kb *kb;
	static struct config config;
	struct ui ui = {.now = 1795000000, .zone = 28800, .width = 80};
	struct app app = {.ui = &ui, .config = &config};
	struct followup_params params = {0};
	struct followup f = {.app = &app,
			     .params = &params,
			     .out = STRBUF_INIT,
			     .today = 1795000000 / 86400};
	struct strbuf text = STRBUF_INIT; /* ends with NUL, as all input does */
	struct err err;

	if (!kb &&
	    !kb_open_bytes(kb_embedded, (size_t)(kb_embedded_end - kb_embedded),
			   &kb, &err))
		abort();
	app.kb = kb;
	strbuf_add(&text, data, n);
	for (int reader = 0; reader < 4; reader++)
		try_reader(&f, reader, text.buf, text.len);
	strbuf_release(&text);
	strbuf_release(&f.out);
	arena_free(&f.arena);
	return 0;
}
