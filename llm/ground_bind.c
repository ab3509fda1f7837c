/* What belongs together in a sentence: an analyte with its number and its
 * direction, a drug with what is to be done with it. */
#include "llm/ground_private.h"

#include "base/num.h"
#include "base/utf8.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

enum { GAP = 18 }; /* bytes between a name and its number */

struct mention {
	size_t start, end; /* in the text */
	struct term_match term;
	double value; /* NAN: none */
	int sense;    /* of direction, or of what is to be done */
	bool urine;   /* the same name in another specimen */
	bool asked;   /* to be measured: 查肌酸激酶 */
};
struct mentions VEC_OF(struct mention);

/* Does a clause end here? A point between digits ends none. */
static bool clause_ends(const char *s)
{
	static const char *const marks[] = {"，", "。", "；", "、", "（", "）"};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (strncmp(s, marks[i], 3) == 0)
			return true;
	return *s == '\0' || *s == '\n' || *s == ';' ||
	       ((*s == '.' || *s == ',') && !isdigit((unsigned char)s[1]));
}

static size_t clause_end(const char *text, size_t i)
{
	while (!clause_ends(text + i))
		i++;
	return i;
}

static size_t clause_begin(const char *text, size_t i)
{
	while (i > 0 && !clause_ends(text + i - 1) &&
	       !(i >= 3 && (unsigned char)text[i - 3] >= 0x80 &&
		 clause_ends(text + i - 3)))
		i--;
	return i;
}

/* The number behind a name; of hours, days or times it is none. */
static double number_behind(const char *text, size_t i, size_t end)
{
	static const char *const others[] = {
		"小时",  "天",   "周",  "个月", "月",   "年",  "分钟",
		"倍",    "次",   "岁",  "日",   "hour", "day", "week",
		"month", "year", "min", "time", "fold"};
	size_t most = i + GAP < end ? i + GAP : end, n;
	double value;

	while (i < most && !isdigit((unsigned char)text[i])) {
		if (clause_ends(text + i) || text[i] == '+' || text[i] == '<')
			return NAN;
		i++;
	}
	/* T4, B12: a digit of a name */
	if (i >= most || (i > 0 && isalpha((unsigned char)text[i - 1])))
		return NAN;
	n = num_parse(text + i, end - i, &value);
	if (!n)
		return NAN;
	for (i += n; text[i] == ' ';)
		i++;
	for (size_t k = 0; k < sizeof others / sizeof *others; k++)
		if (strncasecmp(text + i, others[k], strlen(others[k])) == 0 &&
		    strncasecmp(text + i, "ml/min", 6) != 0)
			return NAN;
	return value;
}

static bool in_urine(const char *text, size_t i)
{
	return (i >= 6 && strncasecmp(text + i - 6, "urine ", 6) == 0) ||
	       (i >= 8 && strncasecmp(text + i - 8, "urinary ", 8) == 0) ||
	       strncasecmp(text + i, "urin", 4) == 0 ||
	       (strncmp(text + i, "尿", 3) == 0 &&
		strncmp(text + i, "尿酸", 6) != 0 &&
		strncmp(text + i, "尿素", 6) != 0);
}

static void find_mentions(struct kb *kb, enum term_domain domain,
			  const struct text_view *v, struct mentions *ret)
{
	for (size_t i = 0; i < v->f.n;) {
		struct term_match m = ground_name_at(kb, domain, v, i);
		uint32_t cp;
		if (m.len < 2) {
			i += utf8_decode(v->f.s + i, v->f.n - i, &cp);
			continue;
		}
		struct mention found = {
			v->f.at[i], v->f.at[i + m.len],
			m,          NAN,
			0,          in_urine(v->text, v->f.at[i]),
			false};
		/* folding drops blanks: the name ends at its last letter */
		while (found.end > found.start &&
		       strchr(" (:", v->text[found.end - 1]))
			found.end--;
		vec_push(ret, found);
		i += m.len;
	}
}

static bool to_measure(const char *text, size_t i)
{
	static const char *const words[] = {"查", "测", "check ", "measure ",
					    "recheck "};

	for (size_t k = 0; k < sizeof words / sizeof *words; k++) {
		size_t n = strlen(words[k]);
		if (i >= n && strncasecmp(text + i - n, words[k], n) == 0)
			return true;
	}
	return false;
}

/* Numbers and senses; `sense` reads the words round the name. */
static void bind(const struct text_view *v, struct mentions *list,
		 int (*sense)(const char *text, size_t n, struct arena *a),
		 struct arena *a)
{
	for (size_t i = 0; i < list->n; i++) {
		struct mention *m = &list->at[i];
		size_t next = i + 1 < list->n ? list->at[i + 1].start : v->n;
		size_t last = i ? list->at[i - 1].end : 0;
		size_t end = clause_end(v->text, m->end);
		size_t begin = clause_begin(v->text, m->start);
		end = end < next ? end : next;
		begin = begin > last ? begin : last;
		m->value = number_behind(v->text, m->end, next);
		m->asked = to_measure(v->text, m->start);
		/* "raised TSH and low T4": the word right before it */
		size_t word = m->start > begin ? m->start - 1 : begin;
		while (word > begin && v->text[word - 1] != ' ')
			word--;
		m->sense = isalpha((unsigned char)v->text[m->start])
				   ? sense(v->text + word, m->start - word, a)
				   : 0;
		if (!m->sense)
			m->sense = sense(v->text + m->end, end - m->end, a);
		if (!m->sense)
			m->sense = sense(v->text + begin, m->start - begin, a);
	}
}

static bool same(double x, double y)
{
	return fabs(x - y) <= 1e-9 * (1 + fabs(y));
}

/* The number stands there at other analytes only. */
static bool misplaced(const struct mention *m, const struct mentions *there)
{
	bool elsewhere = false;

	for (size_t i = 0; i < there->n; i++) {
		const struct mention *o = &there->at[i];
		if (isnan(o->value) || !same(o->value, m->value))
			continue;
		if (ground_shares(&o->term, &m->term) && o->urine == m->urine)
			return false;
		elsewhere = true;
	}
	return elsewhere;
}

/* There it has only the other sense. */
static bool turned(const struct mention *m, const struct mentions *there)
{
	bool other = false, asked = false, measured = false;

	for (size_t i = 0; i < there->n; i++) {
		const struct mention *o = &there->at[i];
		if (!ground_shares(&o->term, &m->term))
			continue;
		if (o->sense && o->sense == m->sense)
			return false;
		other |= o->sense != 0;
		asked |= o->asked && !o->sense;
		measured |= !o->asked || !isnan(o->value);
	}
	/* what is still to be measured has no direction */
	return other || (asked && !measured);
}

const char *ground_bindings(struct kb *kb, const char *claim, const char *cited,
			    struct arena *a)
{
	static const enum term_domain domains[] = {TERM_ANALYTE, TERM_DRUG};
	struct text_view c = ground_view(kb, claim, a);
	struct text_view f = ground_view(kb, cited, a);
	const char *wrong = NULL;

	for (int d = 0; d < 2 && !wrong; d++) {
		struct mentions said = {0}, there = {0};
		find_mentions(kb, domains[d], &c, &said);
		find_mentions(kb, domains[d], &f, &there);
		bind(&c, &said, d ? ground_deed : ground_direction, a);
		bind(&f, &there, d ? ground_deed : ground_direction, a);
		for (size_t i = 0; i < said.n && !wrong; i++) {
			const struct mention *m = &said.at[i];
			const char *name = arena_strndup(a, claim + m->start,
							 m->end - m->start);
			if (!d && !isnan(m->value) && misplaced(m, &there))
				wrong = ground_reason(
					a, "number at another analyte", name);
			else if (m->sense && turned(m, &there))
				wrong = ground_reason(
					a, d ? "deed" : "direction", name);
		}
		vec_free(&said);
		vec_free(&there);
	}
	return wrong;
}
