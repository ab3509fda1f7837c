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
	size_t blank = strspn(s, " ");

	s += blank;
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
		*ret_n = blank + n;
		return units[i].unit;
	}
	*ret_n = 0;
	return NULL;
}

static int chinese_digit(const char *s)
{
	static const char *const digits[] = {"零", "一", "二", "三", "四",
					     "五", "六", "七", "八", "九"};

	if (strncmp(s, "两", 3) == 0)
		return 2;
	for (int k = 0; k < 10; k++)
		if (strncmp(s, digits[k], 3) == 0)
			return k;
	return -1;
}

/* 二十五, 一百二十, 三点五, 半. Returns the bytes read; 0: none. */
static size_t chinese_number(const char *s, double *ret)
{
	static const struct {
		const char *word;
		double value;
	} powers[] = {{"十", 10}, {"百", 100}, {"千", 1000}, {"万", 10000}};
	double total = 0, digit = -1, part = 0.1;
	size_t i = 0;

	if (strncmp(s, "半", 3) == 0) {
		*ret = 0.5;
		return 3;
	}
	for (;;) {
		int d = chinese_digit(s + i);
		double power = 0;
		for (size_t k = 0; k < 4; k++)
			if (strncmp(s + i, powers[k].word, 3) == 0)
				power = powers[k].value;
		if (d >= 0 && digit < 0)
			digit = d;
		else if (power > 0 && (digit >= 0 || power < 11)) {
			total += (digit < 0 ? 1 : digit) * power;
			digit = -1;
		} else
			break;
		i += 3;
	}
	if (digit >= 0)
		total += digit;
	if (i && strncmp(s + i, "点", 3) == 0 && chinese_digit(s + i + 3) >= 0)
		for (i += 3; chinese_digit(s + i) >= 0; i += 3, part /= 10)
			total += chinese_digit(s + i) * part;
	*ret = total;
	return i;
}

/* one … ninety-nine, half. */
static size_t english_number(const char *s, double *ret)
{
	static const char *const small[] = {
		"zero",    "one",     "two",       "three",    "four",
		"five",    "six",     "seven",     "eight",    "nine",
		"ten",     "eleven",  "twelve",    "thirteen", "fourteen",
		"fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
	static const char *const tens[] = {"twenty", "thirty", "forty",
					   "fifty",  "sixty",  "seventy",
					   "eighty", "ninety"};
	size_t n;

	for (size_t k = 8; k-- > 0;) {
		n = strlen(tens[k]);
		if (strncasecmp(s, tens[k], n) != 0)
			continue;
		*ret = (double)(k + 2) * 10;
		double rest;
		size_t more = s[n] == '-' || s[n] == ' '
				      ? english_number(s + n + 1, &rest)
				      : 0;
		if (more && rest < 10) {
			*ret += rest;
			return n + 1 + more;
		}
		return isalpha((unsigned char)s[n]) ? 0 : n;
	}
	for (size_t k = 20; k-- > 0;) {
		n = strlen(small[k]);
		if (strncasecmp(s, small[k], n) == 0 &&
		    !isalpha((unsigned char)s[n])) {
			*ret = (double)k;
			return n;
		}
	}
	return 0;
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

static size_t number_at(const char *text, const char *p, struct quantity *ret)
{
	bool word = p > text && isalpha((unsigned char)p[-1]);
	size_t n;

	*ret = (struct quantity){.at = p};
	if (*p >= '0' && *p <= '9') {
		n = num_parse(p, strlen(p), &ret->value);
		/* "F1", "K2": a citation */
		if (n && word && strchr("FK", p[-1]) &&
		    (p - 1 == text || !isalpha((unsigned char)p[-2])))
			return 0;
		return n;
	}
	ret->spelled = true;
	if (strncmp(p, "百分之", 9) == 0 &&
	    (n = chinese_number(p + 9, &ret->value))) {
		ret->unit = "%";
		return n + 9;
	}
	if ((unsigned char)*p >= 0xE4)
		return chinese_number(p, &ret->value);
	return !word && isalpha((unsigned char)*p)
		       ? english_number(p, &ret->value)
		       : 0;
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
		return false;
	return !(fabs(q->value - 1) < 1e-9 && (strcmp(q->unit, "time") == 0 ||
					       strcmp(q->unit, "clock") == 0 ||
					       strcmp(q->unit, "day") == 0)) &&
	       !(fabs(q->value - 0.5) < 1e-9 && strcmp(q->unit, "day") == 0);
}

static bool stated(const struct quantities *there, const struct quantity *q)
{
	for (size_t i = 0; i < there->n; i++) {
		const struct quantity *o = &there->at[i];
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
