/* import: a device's export → readings, each once. */
#include "commands/followup/import.h"

#include "base/encoding.h"
#include "base/io.h"
#include "base/num.h"
#include "commands/followup/bundle.h"
#include "commands/followup/followup.h"
#include "commands/followup/import_store.h"
#include "commands/followup/import_xlsx.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool is_glucose(const char *code)
{
	return strcmp(code, "GLUCOSE") == 0 || strcmp(code, "CGM") == 0 ||
	       strcmp(code, "GLU") == 0 || strcmp(code, "FPG") == 0 ||
	       strcmp(code, "PPG2H") == 0;
}

/* Most of the file's glucose is a number that only the other unit has: mg/dL
 * that call themselves mmol/L, or the other way round. */
static bool is_mislabelled(const struct importer *m)
{
	size_t n = 0, extreme = 0, absurd = 0;

	for (size_t i = 0; i < m->in.rows.n; i++) {
		const struct import_row *row = &m->in.rows.at[i];
		if (!row->code || !row->unit || isnan(row->value) ||
		    !is_glucose(row->code))
			continue;
		bool mmol = strncasecmp(row->unit, "mmol", 4) == 0;
		n++;
		extreme += mmol ? row->value >= 36 : row->value < 25;
		absurd += mmol ? row->value >= 60 : row->value < 15;
	}
	return n && (absurd * 2 > n || (n >= 3 && extreme * 2 > n));
}

/* A glucose without a unit: mmol/L has decimals and stays below 40, mg/dL are
 * whole numbers that do not. */
bool import_decide(struct importer *m, struct err *err)
{
	bool below = true, above = true, decimals = false, any = false;
	struct import_clock clock = m->clock;
	size_t n = 0;
	int64_t first = 0, last = 0;

	for (size_t i = 0; i < m->in.rows.n; i++) {
		const struct import_row *row = &m->in.rows.at[i];
		int64_t at;
		int zone;
		bool timed;
		if (!row->code)
			continue;
		if (strcmp(row->code, "GLUCOSE") == 0 &&
		    import_instant(&clock, row->when, &at, &zone, &timed)) {
			first = n && first < at ? first : at;
			last = n && last > at ? last : at;
			n++;
		}
		if (row->unit || isnan(row->value) || !is_glucose(row->code))
			continue;
		any = true;
		below &= row->value < 40;
		above &= row->value >= 40;
		decimals |= row->value != floor(row->value);
	}
	/* more than a reading every 20 minutes on average is a sensor's */
	m->glucose_code = n >= 50 && (last - first) / (int64_t)n <= 20 * 60
				  ? "CGM"
				  : "GLU";
	m->glucose_unit = below && decimals    ? "mmol/L"
			  : above && !decimals ? "mg/dL"
					       : NULL;
	return !any || m->glucose_unit ||
	       ERR(err, ERR_MESSAGE, m->in.kind, "1",
		   "the file does not say the unit of its glucose");
}

static size_t more_bytes(void *self, char *into, size_t n)
{
	return fread(into, 1, n, self);
}

/* XML is read in pieces; everything else is small enough to hold. */
static bool read_xml(struct importer *m, const char *path, bool *ret_is,
		     struct err *err)
{
	FILE *file = strcmp(path, "-") == 0 ? NULL : fopen(path, "rbe");
	char start[64];
	size_t n = file ? fread(start, 1, sizeof start - 1, file) : 0;
	const char *p = start;

	start[n] = '\0';
	if (n > 3 && memcmp(start, "\xef\xbb\xbf", 3) == 0)
		p += 3;
	p += strspn(p, " \t\r\n");
	*ret_is = file && *p == '<';
	bool ok = true;
	if (*ret_is) {
		rewind(file);
		ok = import_apple(&m->in, more_bytes, file, err);
		if (ok && ferror(file))
			ok = ERR(err, ERR_OPEN, path, strerror(errno));
	}
	if (file)
		fclose(file);
	return ok;
}

/* The bytes of a workbook → its first sheet as CSV. */
static bool read_workbook(struct strbuf *raw, struct err *err)
{
	struct strbuf sheet = STRBUF_INIT;
	bool ok = xlsx_csv(raw->buf, raw->len, &sheet, err);

	strbuf_release(raw);
	*raw = sheet;
	return ok;
}

struct memory {
	const char *at;
	size_t n;
};

static size_t memory_bytes(void *self, char *into, size_t n)
{
	struct memory *m = self;
	size_t take = n < m->n ? n : m->n;

	memcpy(into, m->at, take);
	m->at += take;
	m->n -= take;
	return take;
}

/* By its first character; a map is for tables. */
static bool read_text(struct importer *m, const char *text, size_t n,
		      struct err *err)
{
	const char *start = text + strspn(text, " \t\r\n");
	struct memory memory = {text, n};

	if (!m->in.map && *start == '<')
		return import_apple(&m->in, memory_bytes, &memory, err);
	if (!m->in.map && *start == '{' && strstr(start, "\"resourceType\""))
		return import_fhir(&m->in, text, n, err);
	if (!m->in.map && (*start == '[' || *start == '{'))
		return import_nightscout(&m->in, text, n, err);
	return import_table(&m->in, text, n, err);
}

static bool read_file(struct importer *m, const char *path, struct err *err)
{
	struct strbuf raw = STRBUF_INIT, text = STRBUF_INIT;
	const char *encoding;
	size_t bad;
	bool is_xml;

	if (!read_xml(m, path, &is_xml, err))
		return false;
	if (is_xml)
		return true;
	bool ok = io_read(path, IO_LIMIT_REPORT, &raw, err);
	if (ok && raw.len > 4 && memcmp(raw.buf, "PK\3\4", 4) == 0)
		ok = read_workbook(&raw, err);
	ok = ok && encoding_decode(raw.buf, raw.len, NULL, path, &text,
				   &encoding, &bad, err);
	if (ok)
		ok = read_text(m,
			       arena_strndup(m->in.arena, text.buf, text.len),
			       text.len, err);
	strbuf_release(&raw);
	strbuf_release(&text);
	return ok;
}

static bool decide_order(struct importer *m, int *ret, struct err *err)
{
	int option = m->f->params->date_order;

	if (option)
		*ret = option - 1;
	else if (m->in.map && m->in.map->order >= 0)
		*ret = m->in.map->order;
	else
		return import_date_order(&m->in, m->f->today, ret) ||
		       ERR(err, ERR_OPTION_MISSING, "--date-order");
	return true;
}

bool followup_import(struct followup *f, struct err *err)
{
	struct importer m = {.f = f, .in = {.arena = &f->arena}};
	struct ui *ui = f->app->ui;
	struct import_map map;
	struct chart_patient p;
	int order = 0;

	if (!followup_format(f, "text", err))
		return false;
	if (f->words->n == 2 && !f->params->map)
		return bundle_restore(f, f->words->at[1], err);
	if (!followup_patient(f, &p, err))
		return false;
	if (f->words->n != 3)
		return ERR(err, ERR_ARGUMENT, "import", "P031 sensor.csv");
	if (f->params->map) {
		if (!import_map_read(f->params->map, &f->arena, &map, err))
			return false;
		m.in.map = &map;
	}
	bool ok = read_file(&m, f->words->at[2], err) &&
		  decide_order(&m, &order, err);
	m.clock = import_clock(&m.in, order, ui->zone, ui->now);
	if (ok && is_mislabelled(&m) && !m.in.map)
		ok = ERR(err, ERR_MESSAGE, m.in.kind, "1",
			 "its glucose is not in the unit it names; say the "
			 "unit with --map");
	ok = ok && import_decide(&m, err) && import_take(&m, err) &&
	     import_store(&m, &p, err);
	vec_free(&m.in.rows);
	vec_free(&m.in.left);
	vec_free(&m.list);
	return ok;
}
