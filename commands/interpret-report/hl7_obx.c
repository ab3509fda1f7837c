/* One OBX: its identifier, value and flag. */
#include "commands/interpret-report/hl7_private.h"

#include "base/date.h"
#include "base/strbuf.h"
#include "commands/interpret-report/name.h"

#include <ctype.h>
#include <string.h>

const char *hl7_text(struct hl7_state *st, const struct hl7_segment *s,
		     int field, int component)
{
	return hl7_get(&st->cursor, s, field, 0, component);
}

const char *hl7_code(struct hl7_state *st, const struct hl7_segment *s,
		     int field)
{
	const char *text = hl7_text(st, s, field, 1);
	size_t skip = strspn(text, " \t"), n = strlen(text);

	while (n > skip && strchr(" \t", text[n - 1]))
		n--;
	return skip || text[n] ? arena_strndup(st->arena, text + skip, n - skip)
			       : text;
}

int64_t hl7_time(const char *text)
{
	int64_t t;

	return date_parse(text, strlen(text), -1, &t, NULL) ? t : DATE_NONE;
}

/* LOINC stands in either triplet of OBX-3; a number with a check digit also
 * without saying so. */
static bool looks_loinc(const char *code)
{
	size_t n = strspn(code, "0123456789");

	return n >= 3 && n <= 5 && code[n] == '-' && code[n + 1] >= '0' &&
	       code[n + 1] <= '9' && code[n + 2] == '\0';
}

static bool is_known(struct hl7_state *st, const char *name)
{
	struct name_match m;

	return *name && st->kb &&
	       name_resolve(st->kb, name, false, st->arena, &m);
}

/* Without LOINC: when neither name nor code of the first triplet is one, the
 * second's can be; and there are analysers that send a bare number and the
 * name as OBX-4. */
static void prefer_known(struct hl7_state *st, const struct hl7_segment *s,
			 struct raw_row *row, const char *other,
			 const char *other_text)
{
	const char *sub = hl7_text(st, s, 4, 1);
	bool number = row->name[strspn(row->name, "0123456789")] == '\0';

	if (!*other && !*other_text && !(number && *sub))
		return;
	if (is_known(st, row->name) ||
	    (row->abbrev && is_known(st, row->abbrev)))
		return;
	if (is_known(st, other_text))
		row->name = other_text;
	else if (is_known(st, other))
		row->abbrev = other;
	else if (number && is_known(st, sub))
		row->name = sub;
}

void hl7_identifier(struct hl7_state *st, const struct hl7_segment *s,
		    struct raw_row *row)
{
	const char *part[6];

	hl7_split(&st->cursor, s, 3, 0, part, 6);
	const char *code = part[0], *text = part[1], *system = part[2];
	const char *other = part[3], *other_text = part[4],
		   *other_system = part[5];

	if ((hl7_is(system, "LN") || hl7_is(system, "LOINC") || !*system) &&
	    looks_loinc(code))
		row->loinc = code;
	else if ((hl7_is(other_system, "LN") || hl7_is(other_system, "LOINC") ||
		  !*other_system) &&
		 looks_loinc(other))
		row->loinc = other;
	row->name = *text         ? text
		    : *other_text ? other_text
		    : *code       ? code
				  : other;
	if (row->loinc != code && *code && row->name != code)
		row->abbrev = code;
	else if (*other && row->loinc != other)
		row->abbrev = other;
	if (!row->loinc)
		prefer_known(st, s, row, other, other_text);
}

/* SN: comparator^number^separator^number. */
static const char *read_sn(struct hl7_state *st, const struct hl7_segment *s,
			   size_t rep)
{
	const char *part[4];

	hl7_split(&st->cursor, s, 5, rep, part, 4);
	const char *sign = part[0], *a = part[1], *separator = part[2],
		   *b = part[3];

	if (!*a && !*b) /* not structured after all: "^" or plain text */
		return sign;
	if (strcmp(sign, "<>") == 0)
		return arena_printf(st->arena, "not equal to %s", a);
	if (hl7_is(sign, "="))
		sign = "";
	return arena_printf(st->arena, "%s%s%s%s", sign, a, separator, b);
}

static const char *read_coded(struct hl7_state *st, const struct hl7_segment *s,
			      size_t rep)
{
	static const int order[] = {2, 9, 5, 1, 4};

	for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
		const char *text = hl7_get(&st->cursor, s, 5, rep, order[i]);
		if (*text)
			return text;
	}
	return "";
}

/* DT, TM, TS, DTM: a day or an instant, not a number. */
static bool is_date_type(const char *type)
{
	return hl7_is(type, "DT") || hl7_is(type, "TS") || hl7_is(type, "DTM");
}

static const char *read_date(struct hl7_state *st, const char *text)
{
	int64_t when = hl7_time(text);
	char buf[32];

	return when == DATE_NONE
		       ? text
		       : arena_strdup(st->arena,
				      date_format(buf, when, strlen(text) > 8));
}

/* "0830", "083015.5": a time of day. */
static const char *read_time(struct hl7_state *st, const char *text)
{
	size_t n = strspn(text, "0123456789");

	return n < 4 ? text
		     : arena_printf(st->arena, "at %.2s:%.2s", text, text + 2);
}

const char *hl7_point_commas(struct hl7_state *st, const char *text)
{
	const char *comma = strchr(text, ',');
	char *copy;

	if (!comma)
		return text;
	copy = arena_strdup(st->arena, text);
	for (char *p = copy; *p; p++)
		if (*p == ',' && p > copy && isdigit((unsigned char)p[-1]) &&
		    isdigit((unsigned char)p[1]) &&
		    strspn(p + 1, "0123456789") != 3)
			*p = '.';
	return copy;
}

static const char *value_of(struct hl7_state *st, const struct hl7_segment *s,
			    const char *type, size_t rep)
{
	const char *text;

	if (hl7_is(type, "SN"))
		return read_sn(st, s, rep);
	if (hl7_is(type, "CE") || hl7_is(type, "CWE") || hl7_is(type, "CF") ||
	    hl7_is(type, "CNE"))
		return read_coded(st, s, rep);
	text = hl7_whole(&st->cursor, s, 5, rep);
	if (is_date_type(type))
		return read_date(st, text);
	if (hl7_is(type, "TM"))
		return read_time(st, text);
	return hl7_is(type, "NM") ? hl7_point_commas(st, text) : text;
}

size_t hl7_values(struct hl7_state *st, const struct hl7_segment *s,
		  const char *type)
{
	bool apart = hl7_is(type, "NM") || hl7_is(type, "SN");
	size_t n = hl7_repetitions(&st->cursor, s, 5);

	return apart && n > 1 ? n : 1;
}

const char *hl7_value(struct hl7_state *st, const struct hl7_segment *s,
		      const char *type, size_t value)
{
	struct strbuf sb = STRBUF_INIT;
	size_t n = hl7_repetitions(&st->cursor, s, 5);
	bool apart = hl7_values(st, s, type) > 1;

	for (size_t i = apart ? value : 0; i < (apart ? value + 1 : n); i++) {
		const char *text = value_of(st, s, type, i);
		if (sb.len && *text)
			strbuf_addch(&sb, '\n');
		strbuf_adds(&sb, text);
	}
	while (sb.len && strchr(" \t\n", sb.buf[sb.len - 1]))
		strbuf_truncate(&sb, sb.len - 1);
	size_t skip = strspn(sb.buf, " \t");
	/* a number's own sign: "+2" leucocytes are no "++" */
	if (hl7_is(type, "NM") && sb.buf[skip] == '+' &&
	    isdigit((unsigned char)sb.buf[skip + 1]))
		skip++;
	const char *text = arena_strdup(st->arena, sb.buf + skip);
	strbuf_release(&sb);
	return text;
}

/* What laboratories write beside table 0078 for critical results. */
static const char *flag_alias(const char *text)
{
	static const char *const alias[][2] = {
		{"CH", "HH"}, {"CL", "LL"}, {"PH", "HH"}, {"PL", "LL"},
		{"H*", "HH"}, {"L*", "LL"}, {"HX", "HH"}, {"LX", "LL"}};

	for (size_t i = 0; i < sizeof alias / sizeof *alias; i++)
		if (hl7_is(text, alias[i][0]))
			return alias[i][1];
	return text;
}

/* "null" and the like are none. */
const char *hl7_flag(struct hl7_state *st, const struct hl7_segment *s)
{
	static const char *const order[] = {"HH", "LL",  ">", "<",   "AA", "H",
					    "L",  "POS", "A", "NEG", "N"};
	size_t n = hl7_repetitions(&st->cursor, s, 8), best = 99;
	const char *flag = NULL;

	for (size_t i = 0; i < n; i++) {
		const char *text = hl7_get(&st->cursor, s, 8, i, 1);
		if (!*text)
			text = hl7_get(&st->cursor, s, 8, i, 2);
		text = flag_alias(text);
		/* "H~A": behind the comparison an analyser's alarm */
		if (i > 0 && hl7_is(text, "A"))
			continue;
		for (size_t k = 0; k < sizeof order / sizeof *order; k++)
			if (hl7_is(text, order[k]) && k < best) {
				best = k;
				flag = text;
			}
		if (!flag && *text && !hl7_is(text, "null"))
			flag = text;
	}
	return flag;
}
