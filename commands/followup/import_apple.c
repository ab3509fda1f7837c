/* Apple Health's export.xml: one element a record, read in pieces, so that
 * years of a watch's records pass through a bounded buffer. */
#include "commands/followup/import.h"

#include "base/map.h"
#include "base/num.h"
#include "base/strbuf.h"

#include <string.h>

enum { PIECE = 1 << 18, LONGEST = 1 << 16 };

struct apple {
	struct import *in;
	struct strbuf buf;
	int line;
	size_t records;
	struct map pressures; /* times at which a pressure was taken */
	struct import_row_vec pulses;
};

/* &amp; and the other four in place. */
static void decode(char *s)
{
	static const struct {
		const char *name;
		char is;
	} entities[] = {{"&amp;", '&'},
			{"&lt;", '<'},
			{"&gt;", '>'},
			{"&quot;", '"'},
			{"&apos;", '\''}};
	char *to = s;

	while (*s) {
		size_t i = 0, n = 0;
		for (; *s == '&' && i < 5; i++) {
			n = strlen(entities[i].name);
			if (strncmp(s, entities[i].name, n) == 0)
				break;
		}
		if (*s == '&' && i < 5) {
			*to++ = entities[i].is;
			s += n;
		} else {
			*to++ = *s++;
		}
	}
	*to = '\0';
}

/* An attribute of the element that stands in s…end. NULL: not there. */
static char *attribute(struct arena *a, const char *s, const char *end,
		       const char *name)
{
	size_t len = strlen(name);

	for (const char *p = s + 1; p + len + 2 < end; p++) {
		if (p[-1] != ' ' || memcmp(p, name, len) != 0 ||
		    p[len] != '=' || p[len + 1] != '"')
			continue;
		const char *from = p + len + 2;
		const char *to = memchr(from, '"', (size_t)(end - from));
		if (!to)
			return NULL;
		char *text = arena_strndup(a, from, (size_t)(to - from));
		decode(text);
		return text;
	}
	return NULL;
}

static const char *code_of(const char *s, const char *end)
{
	static const struct {
		const char *type, *code;
	} types[] = {{"BloodPressureSystolic\"", "SBP"},
		     {"BloodPressureDiastolic\"", "DBP"},
		     {"HeartRate\"", "HR"},
		     {"BodyMass\"", "BW"},
		     {"BodyTemperature\"", "TEMP"},
		     {"OxygenSaturation\"", "PULSEOX"},
		     {"BloodGlucose\"", "GLUCOSE"}};
	static const char prefix[] = "type=\"HKQuantityTypeIdentifier";
	const char *type =
		memmem(s, (size_t)(end - s), prefix, sizeof prefix - 1);

	if (!type)
		return NULL;
	type += sizeof prefix - 1;
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		size_t n = strlen(types[i].type);
		if ((size_t)(end - type) >= n &&
		    memcmp(type, types[i].type, n) == 0)
			return types[i].code;
	}
	return NULL;
}

/* "mmol<180.1558800000541>/L" names the molar mass, too. */
static const char *apple_unit(const char *unit)
{
	if (strncmp(unit, "mmol<", 5) == 0)
		return "mmol/L";
	return strcmp(unit, "count/min") == 0 ? "/min"
	       : strcmp(unit, "degC") == 0    ? "Cel"
	       : strcmp(unit, "degF") == 0    ? "[degF]"
	       : strcmp(unit, "lb") == 0      ? "[lb_av]"
					      : unit;
}

static void read_record(struct apple *x, const char *s, const char *end)
{
	struct import *in = x->in;
	struct import_row row = {
		.code = code_of(s, end), .value = NUM_NONE, .line = x->line};

	x->records++;
	if (!row.code) {
		import_leave(in, "other", x->line);
		return;
	}
	const char *value = attribute(in->arena, s, end, "value");
	const char *unit = attribute(in->arena, s, end, "unit");
	row.when = attribute(in->arena, s, end, "startDate");
	row.unit = unit ? apple_unit(unit) : NULL;
	if (row.code[1] == 'B' && row.code[2] == 'P') {
		row.context = "home";
		if (row.when &&
		    !map_find(&x->pressures, row.when, strlen(row.when)))
			map_put(&x->pressures, row.when, strlen(row.when), in);
	}
	bool number = value && num_parse_all(value, &row.value);
	/* its "%" is a part of one */
	if (number && strcmp(row.code, "PULSEOX") == 0 && row.value <= 1)
		row.value *= 100;
	if (!number)
		import_leave(in, "value", x->line);
	else if (!row.when)
		import_leave(in, "time", x->line);
	else if (strcmp(row.code, "HR") == 0)
		vec_push(&x->pulses, row);
	else
		vec_push(&in->rows, row);
}

/* Take the whole elements of what is in the buffer; what is left over stays. */
static void take_records(struct apple *x)
{
	const char *p = x->buf.buf, *end = p + x->buf.len;

	for (;;) {
		const char *at = memmem(p, (size_t)(end - p), "<Record ", 8);
		const char *stop =
			at ? memchr(at, '>', (size_t)(end - at)) : NULL;
		/* no whole element: keep it, or the start of a tag's name */
		const char *until = at ? at : end - p > 7 ? end - 7 : p;
		for (; p < (stop ? at : until); p++)
			x->line += *p == '\n';
		if (!stop)
			break;
		read_record(x, at, stop);
		p = stop;
	}
	size_t keep = (size_t)(end - p);
	if (keep > LONGEST) { /* no record is that long */
		p = end - 7;
		keep = 7;
	}
	memmove(x->buf.buf, p, keep);
	strbuf_truncate(&x->buf, keep);
}

/* A watch counts the pulse all day; what belongs to a pressure is taken. */
static void take_pulses(struct apple *x)
{
	for (size_t i = 0; i < x->pulses.n; i++) {
		const struct import_row *row = &x->pulses.at[i];
		if (map_find(&x->pressures, row->when, strlen(row->when)))
			vec_push(&x->in->rows, *row);
		else
			import_leave(x->in, "pulse", row->line);
	}
}

bool import_apple(struct import *in,
		  size_t (*bytes)(void *self, char *into, size_t n), void *self,
		  struct err *err)
{
	struct apple x = {.in = in, .buf = STRBUF_INIT, .line = 1};
	size_t n;

	in->kind = "apple-health";
	do {
		strbuf_reserve(&x.buf, PIECE + 1);
		n = bytes(self, x.buf.buf + x.buf.len, PIECE);
		x.buf.len += n;
		x.buf.buf[x.buf.len] = '\0';
		take_records(&x);
	} while (n);
	take_pulses(&x);
	vec_free(&x.pulses);
	map_free(&x.pressures);
	strbuf_release(&x.buf);
	return x.records > 0 ||
	       ERR(err, ERR_MESSAGE, "XML", "1", "no records of Apple Health");
}
