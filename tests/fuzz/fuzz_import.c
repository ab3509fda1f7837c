/* Any bytes as a device's export: read by each reader, its clocks settled, its
 * readings converted and shown; then as a Bundle into a chart, and back. */
#include "cli/embedded.h"
#include "commands/followup/bundle.h"
#include "commands/followup/import_store.h"
#include "commands/followup/import_xlsx.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
	struct strbuf sheet = STRBUF_INIT;
	bool ok;

	switch (reader) {
	case 0:
		return import_nightscout(&m->in, text, n, err);
	case 1:
		return import_fhir(&m->in, text, n, err);
	case 2:
		return import_apple(&m->in, more, &b, err);
	case 3:
		ok = xlsx_csv(text, n, &sheet, err) &&
		     import_table(&m->in, sheet.buf, sheet.len, err);
		strbuf_release(&sheet);
		return ok;
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

/* A chart of its own for this process, removed at its end. */
static char dir[] = "/tmp/clin-fuzz-XXXXXX";
static struct chart *chart;

static void remove_chart(void)
{
	static const char *const names[] = {"chart.db", "chart.db-wal",
					    "chart.db-shm"};
	char path[64];

	chart_close(chart);
	for (size_t i = 0; i < 3; i++) {
		snprintf(path, sizeof path, "%s/%s", dir, names[i]);
		unlink(path);
	}
	rmdir(dir);
}

static void open_chart(void)
{
	char path[64];
	struct err err;

	if (!mkdtemp(dir))
		abort();
	snprintf(path, sizeof path, "%s/chart.db", dir);
	struct chart_place place = {.path = path,
				    .actor = "fuzz",
				    .now = 1795000000,
				    .create = true};
	if (!chart_open(&place, &chart, &err) || atexit(remove_chart) != 0)
		abort();
}

static void try_bundle(struct followup *f, const char *text, size_t n)
{
	struct err err;

	if (!chart_begin(f->chart, &err))
		abort();
	if (bundle_take(f, text, n, &err) && !bundle_write(f, NULL, &err))
		abort();
	chart_rollback(f->chart);
}

static bool write_nowhere(struct ui *ui, const char *utf8, size_t n,
			  struct err *err)
{
	(void)ui;
	(void)utf8;
	(void)n;
	(void)err;
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct kb *kb;
	static struct config config;
	struct ui ui = {.now = 1795000000,
			.zone = 28800,
			.width = 80,
			.write = write_nowhere};
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
	if (!chart)
		open_chart();
	app.kb = kb;
	f.chart = chart;
	strbuf_add(&text, data, n);
	for (int reader = 0; reader < 5; reader++)
		try_reader(&f, reader, text.buf, text.len);
	try_bundle(&f, text.buf, text.len);
	strbuf_release(&text);
	strbuf_release(&f.out);
	arena_free(&f.arena);
	return 0;
}
