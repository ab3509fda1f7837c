/* Numbers of a claim, however they are written, with their units. */
#include "llm/ground_private.h"

#include "base/num.h"
#include "base/utf8.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

struct quantity {
	double value;
	const char *unit; /* canonical; NULL: none was recognised */
	bool spelled;     /* 三, two */
	const char *at;
};
struct quantities VEC_OF(struct quantity);

const char *ground_plain(const char *text, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0, n = strlen(text); i < n;) {
		uint32_t cp;
		i += utf8_decode(text + i, n - i, &cp);
		bool sign = (cp >= 0xFF10 && cp <= 0xFF19) || cp == 0xFF05 ||
			    cp == 0xFF0E || cp == 0xFF0F ||
			    (cp >= 0xFF21 && cp <= 0xFF3A) ||
			    (cp >= 0xFF41 && cp <= 0xFF5A);
		utf8_add(&sb, sign          ? cp - 0xFEE0
			      : cp == 0x3BC ? 0xB5 /* μ, µ */
					    : cp);
	}
	const char *copy = arena_strndup(a, sb.buf, sb.len);
	strbuf_release(&sb);
	return copy;
}

/* Spellings of a unit and what it is called here; longer ones first. */
static const struct {
	const char *printed, *unit;
} units[] = {
	{"mmol/mol", "mmol/mol"},
	{"mmol/L", "mmol/l"},
	{"µmol/L", "umol/l"},
	{"umol/L", "umol/l"},
	{"nmol/L", "nmol/l"},
	{"pmol/L", "pmol/l"},
	{"mg/mmol", "mg/mmol"},
	{"mg/dL", "mg/dl"},
	{"mg/L", "mg/l"},
	{"mg/kg", "mg/kg"},
	{"mg/g", "mg/g"},
	{"g/dL", "g/dl"},
	{"g/L", "g/l"},
	{"µg/L", "ug/l"},
	{"ug/L", "ug/l"},
	{"µg/mL", "ug/ml"},
	{"ng/dL", "ng/dl"},
	{"µg/dL", "ug/dl"},
	{"ug/dL", "ug/dl"},
	{"mEq/L", "mmol/l"},
	{"µIU/mL", "miu/l"},
	{"uIU/mL", "miu/l"},
	{"mIU/mL", "miu/ml"},
	{"mU/L", "miu/l"},
	{"kPa", "kpa"},
	{"fL", "fl"},
	{"ng/mL", "ng/ml"},
	{"pg/mL", "pg/ml"},
	{"ng/L", "ng/l"},
	{"mIU/L", "miu/l"},
	{"IU/mL", "iu/ml"},
	{"IU/L", "iu/l"},
	{"U/L", "u/l"},
	{"mmHg", "mmhg"},
	{"mL/min", "ml/min"},
	{"10^9/L", "e9/l"},
	{"×10^9/L", "e9/l"},
	{"%", "%"},
	{"mcg", "ug"},
	{"µg", "ug"},
	{"ug", "ug"},
	{"mg", "mg"},
	{"kg", "kg"},
	{"mL", "ml"},
	{"mmol", "mmol"},
	{"IU", "iu"},
	{"g", "g"},
	{"毫克", "mg"},
	{"微克", "ug"},
	{"公斤", "kg"},
	{"千克", "kg"},
	{"克", "g"},
	{"毫升", "ml"},
	{"升", "l"},
	{"国际单位", "iu"},
	{"单位", "iu"},
	{"个月", "month"},
	{"月", "month"},
	{"个小时", "hour"},
	{"小时", "hour"},
	{"分钟", "minute"},
	{"星期", "week"},
	{"周", "week"},
	{"天", "day"},
	{"日", "day"},
	{"岁", "year"},
	{"年", "year"},
	{"倍", "fold"},
	{"次", "time"},
	{"片", "tablet"},
	{"粒", "tablet"},
	{"支", "ampoule"},
	{"号", "day"},
	{"点", "clock"},
	{"度", "degree"},
	{"months", "month"},
	{"month", "month"},
	{"weeks", "week"},
	{"week", "week"},
	{"days", "day"},
	{"day", "day"},
	{"years", "year"},
	{"year", "year"},
	{"hours", "hour"},
	{"hour", "hour"},
	{"minutes", "minute"},
	{"minute", "minute"},
	{"times", "time"},
	{"tablets", "tablet"},
	{"tablet", "tablet"},
	{"capsules", "tablet"},
	{"h", "hour"},
	{"d", "day"},
	{"wk", "week"},
	{"L", "l"},
};

static const char *unit_at(const char *s, size_t *ret_n)
{
	const char *from = s;

	s += strspn(s, " ");
	if (strncmp(s, "\xC3\x97", 2) == 0) /* × 10^9/L */
		s += 2;
	s += strspn(s, " ");
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t n = strlen(units[i].printed);
		if (strncasecmp(s, units[i].printed, n) != 0)
			continue;
		/* "g" of "grade" is no unit */
		if (isalpha((unsigned char)units[i].printed[n - 1]) &&
		    isalpha((unsigned char)s[n]))
			continue;
		/* 由 98 升至 168: it rises */
		if (strcmp(units[i].printed, "升") == 0 &&
		    (strncmp(s + n, "至", 3) == 0 ||
		     strncmp(s + n, "高", 3) == 0 ||
		     strncmp(s + n, "到", 3) == 0))
			continue;
		*ret_n = (size_t)(s - from) + n;
		return units[i].unit;
	}
	*ret_n = 0;
	return NULL;
}

/* "2～4 周": the first number has the second's unit. */
static bool range_sign(const char *s, size_t *ret_n)
{
	static const char *const signs[] = {"～", "~",  "-",    "–",  "—",
					    "至", "到", " to ", " - "};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
		size_t n = strlen(signs[i]);
		if (strncmp(s, signs[i], n) == 0) {
			*ret_n = n;
			return true;
		}
	}
	return false;
}

static bool part_of_name(const char *text, const char *p)
{
	static const char *const names[] = {"T3", "T4", "B1",  "B2", "B6",
					    "B9", "D2", "D3",  "C3", "C4",
					    "A1", "K1", "B12", "A2"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t n = strlen(names[i]);
		if (p > text && strncmp(p - 1, names[i], n) == 0 &&
		    !isdigit((unsigned char)p[n - 1]) &&
		    (p[n - 1] != '.' || !isdigit((unsigned char)p[n])))
			return true;
	}
	return false;
}

static size_t number_at(const char *text, const char *p, struct quantity *ret)
{
	bool word = p > text && isalpha((unsigned char)p[-1]);
	size_t n;

	*ret = (struct quantity){.at = p};
	if (*p >= '0' && *p <= '9') {
		n = num_parse(p, strlen(p), &ret->value);
		/* T4, B12: of a name */
		if (word && part_of_name(text, p))
			return 0;
		/* "F1", "K2": a citation */
		if (n && word && strchr("FK", p[-1]) &&
		    (p - 1 == text || !isalpha((unsigned char)p[-2])))
			return 0;
		return n;
	}
	ret->spelled = true;
	if (strncmp(p, "百分之", 9) == 0 &&
	    (n = ground_chinese(p + 9, &ret->value))) {
		ret->unit = "%";
		return n + 9;
	}
	if ((unsigned char)*p >= 0xE4)
		return ground_chinese(p, &ret->value);
	return !word && isalpha((unsigned char)*p)
		       ? ground_english(p, &ret->value)
		       : 0;
}

size_t ground_quantity(const char *text, const char *p, double *ret,
		       const char **ret_unit)
{
	struct quantity q, next;
	size_t n = number_at(text, p, &q), unit = 0, sign;

	*ret_unit = NULL;
	if (!n)
		return 0;
	*ret = q.value;
	*ret_unit = q.unit ? q.unit : unit_at(p + n, &unit);
	if (*ret_unit || !q.spelled || n > 3)
		return n + unit;
	/* 一 is a word; in 六到八周 六 is a number */
	if (range_sign(p + n, &sign) && number_at(text, p + n + sign, &next))
		*ret_unit = unit_at(
			p + n + sign + number_at(text, p + n + sign, &next),
			&unit);
	return *ret_unit ? n : 0;
}

static void quantities_of(const char *text, struct quantities *ret)
{
	size_t open = 0; /* first of a range whose unit is still to come */

	for (const char *p = text; *p;) {
		struct quantity q;
		size_t n = number_at(text, p, &q), unit = 0, sign = 0;
		if (!n) {
			uint32_t cp;
			p += utf8_decode(p, strlen(p), &cp);
			open = ret->n;
			continue;
		}
		p += n;
		if (!q.unit)
			q.unit = unit_at(p, &unit);
		vec_push(ret, q);
		if (q.unit) {
			for (size_t i = open; i < ret->n; i++)
				if (!ret->at[i].unit)
					ret->at[i].unit = q.unit;
			open = ret->n;
			p += unit;
		} else if (range_sign(p, &sign)) {
			p += sign;
			continue;
		}
	}
}

/* 一 is a word, too: a spelled number counts before a unit; "一次", "one day"
 * say hardly more than "a". */
static bool counts(const struct quantity *q)
{
	if (!q->spelled)
		return true;
	if (!q->unit)
		return q->value > 2.5 && strncmp(q->at, "十分", 6) != 0;
	return !(fabs(q->value - 1) < 1e-9 && (strcmp(q->unit, "time") == 0 ||
					       strcmp(q->unit, "clock") == 0 ||
					       strcmp(q->unit, "day") == 0)) &&
	       !(fabs(q->value - 0.5) < 1e-9 && strcmp(q->unit, "day") == 0);
}

static bool stated(const struct quantities *there, const struct quantity *q)
{
	for (size_t i = 0; i < there->n; i++) {
		const struct quantity *o = &there->at[i];
		/* 二甲双胍 states no two of anything */
		if (o->spelled && !o->unit && q->unit)
			continue;
		if (fabs(o->value - q->value) > 1e-9 * (1 + fabs(q->value)))
			continue;
		if (!q->unit || !o->unit || strcmp(q->unit, o->unit) == 0)
			return true;
	}
	return false;
}

const char *ground_numbers(const char *claim, const char *cited,
			   struct arena *a)
{
	struct quantities said = {0}, there = {0};
	const char *wrong = NULL;

	/* "1. …", "（2）…": a list's own number */
	bool bracket = strncmp(claim, "（", 3) == 0 || *claim == '(';
	size_t open = bracket ? (*claim == '(' ? 1 : 3) : 0;
	size_t digits = strspn(claim + open, "0123456789");
	if (bracket && digits && digits < 3 &&
	    (claim[open + digits] == ')' ||
	     strncmp(claim + open + digits, "）", 3) == 0))
		claim += open + digits;
	size_t skip = strspn(claim, "0123456789");
	if (skip && skip < 3 &&
	    (claim[skip] == '.' || strncmp(claim + skip, "、", 3) == 0) &&
	    !isdigit((unsigned char)claim[skip + 1]))
		claim += skip;
	quantities_of(claim, &said);
	quantities_of(cited, &there);
	for (size_t i = 0; i < said.n && !wrong; i++)
		if (counts(&said.at[i]) && !stated(&there, &said.at[i]))
			wrong = ground_reason(a, "number", said.at[i].at);
	vec_free(&said);
	vec_free(&there);
	return wrong;
}
