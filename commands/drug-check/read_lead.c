/* What leads to a name in running text and in front of columns: "Patient takes",
 * "Tab.", 院外继续口服, "降压:". It is left only where a known name follows. */
#include "commands/drug-check/read_order.h"
#include "commands/order_forms.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

struct lead {
	struct order said; /* the way, the form, how often */
	bool stopped;
};

static size_t blanks(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && strchr(" \t\"'(:", s[i]))
		i++;
	return i;
}

/* Bytes of a whole Latin word of the list, with a dot behind it. */
static size_t latin_word(const char *s, size_t n, const char *const *list)
{
	for (int i = 0; list[i]; i++) {
		const char *const one[] = {list[i], NULL};
		size_t m = reading_starts(s, n, one);
		if (!m || (m < n && isalnum((unsigned char)s[m])))
			continue;
		return m + (m < n && s[m] == '.');
	}
	return 0;
}

static bool of_discharge(const char *s, size_t n)
{
	static const char *const words[] = {
		" med",  " rx",   " prescription", " instruction", " summary",
		" home", " list", " on ",          " with ",       " plan",
		NULL};

	return reading_starts(s, n, words) > 0;
}

static size_t lead_verb(const char *s, size_t n, struct lead *lead)
{
	static const char *const verbs[] = {
		"patient",   "pt",          "she",        "he",
		"is",        "currently",   "now",        "please",
		"kindly",    "to",          "continue",   "continues",
		"continued", "cont",        "restart",    "resume",
		"start",     "started",     "starting",   "begin",
		"add",       "added",       "give",       "given",
		"increase",  "increased",   "decrease",   "decreased",
		"reduce",    "reduced",     "change",     "changed",
		"switch",    "takes",       "taking",     "take",
		"on",        "prescribed",  "prescribe",  "home",
		"dose",      "of",          "also",       "and",
		"her",       "his",         "their",      "the",
		"back",      "with",        "uses",       "using",
		"use",       "was",         "were",       "been",
		"has",       "will",        "should",     "we",
		"i",         "have",        "treated",    "regular",
		"could",     "you",         "would",      "can",
		"remains",   "maintained",  "receiving",  "receives",
		"needs",     "requires",    "commenced",  "commence",
		"initiated", "initiate",    "advised",    "trial",
		"then",      "recommend",   "suggest",    "discharged",
		"seeing",    "this",        "man",        "woman",
		"lady",      "gentleman",   "for",        "thank",
		"many",      "thanks",      "admitted",   "current",
		"meds",      "medications", "medication", "include",
		"includes",  "including",   "are",        "generic",
		"baby",      "low-dose",    "low",        "ec",
		"coated",    "enteric",     "liquid",     "chewable",
		NULL};
	static const char *const ends[] = {
		"stop", "stopped", "hold",        "held",         "d/c",
		"dc",   "d/c'd",   "discontinue", "discontinued", NULL};
	static const char *const han[] = {
		"院外",   "继续",   "长期", "规律", "目前", "现在",   "现",
		"自行",   "自服",   "服用", "给予", "予以", "予",     "加用",
		"改用",   "改服",   "换用", "嘱",   "建议", "同时",   "联合",
		"联用",   "并",     "应用", "使用", "患者", "请",     "既往",
		"复查前", "现",     "平素", "一直", "仍",   "续用",   "续服",
		"加服",   "出院后", "院内", "术后", "术前", "可",     "用药",
		"治疗",   "服",     "抗凝", "降压", "降脂", "降糖",   "吃着",
		"在吃",   "正在",   "吃",   "服着", "打着", "口服着", "平时",
		"每天吃", NULL};
	static const char *const han_ends[] = {"停用", "停服", "暂停", "停",
					       NULL};
	size_t m = latin_word(s, n, ends);

	if (!m)
		m = reading_starts(s, n, han_ends);
	/* "D/C meds" are those of the discharge */
	lead->stopped |= m > 0 && !of_discharge(s + m, n - m);
	if (!m)
		m = latin_word(s, n, verbs);
	return m ? m : reading_starts(s, n, han);
}

/* "Tab.", "Inj": bytes, and what it says. */
static size_t lead_form(const char *s, size_t n, struct order *said)
{
	static const struct {
		const char *word, *form, *route;
	} forms[] = {{"tablet", "tablet", "oral"},
		     {"tabs", "tablet", "oral"},
		     {"tab", "tablet", "oral"},
		     {"t", "tablet", "oral"},
		     {"capsule", "capsule", "oral"},
		     {"caps", "capsule", "oral"},
		     {"cap", "capsule", "oral"},
		     {"c", "capsule", "oral"},
		     {"syrup", "syrup", "oral"},
		     {"syp", "syrup", "oral"},
		     {"syr", "syrup", "oral"},
		     {"susp", "suspension", "oral"},
		     {"injection", "injection", NULL},
		     {"inj", "injection", NULL},
		     {"ointment", "cream", "topical"},
		     {"oint", "cream", "topical"},
		     {"ung", "cream", "topical"},
		     {"cream", "cream", "topical"},
		     {"sol", "solution", NULL}};

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		const char *const one[] = {forms[i].word, NULL};
		size_t m = latin_word(s, n, one);
		/* "T." and "C." only with their dot */
		if (!m || (m == 1 && isalpha((unsigned char)*s)))
			continue;
		said->form = forms[i].form;
		if (forms[i].route)
			said->route = forms[i].route;
		return m;
	}
	return 0;
}

/* "q8h(00-08-16)", "08-12-16": how often, when, in front. */
static size_t lead_often(struct reading *r, const char *s, size_t n,
			 struct order *said)
{
	size_t i = 0, marks = 0;

	while (i + 1 < n && isdigit((unsigned char)s[i]) &&
	       isdigit((unsigned char)s[i + 1])) {
		i += 2;
		if (i >= n || !strchr("-,/", s[i]))
			break;
		marks++;
		i++;
	}
	if (marks >= 2 && i < n && s[i] == ' ')
		return i;
	if (!n || (*s | 0x20) != 'q')
		return 0;
	size_t m = frequency_read(s, n, said, r->a);
	if (m && m < n && s[m] == '(') {
		const char *end = memchr(s + m, ')', n - m);
		m = end ? (size_t)(end - s) + 1 : m;
	}
	return m;
}

/* "降压:", "用药情况:": no name in it, no number. */
static size_t lead_label(struct reading *r, size_t at)
{
	struct order scratch = order_blank();
	size_t known, i = at;

	/* "Twice daily: …" is read with the order */
	if (frequency_read(r->s + at, r->n - at, &scratch, r->a))
		return 0;
	while (i < r->n && i < at + 36 && r->s[i] != ':' &&
	       !(i > at && i + 2 < r->n && memcmp(r->s + i, " - ", 3) == 0)) {
		if (isdigit((unsigned char)r->s[i]) || strchr(",;", r->s[i]))
			return 0;
		i++;
	}
	if (i >= r->n || i == at || i == at + 36)
		return 0;
	for (size_t k = at; k < i; k++)
		if (((unsigned char)r->s[k] & 0xC0) != 0x80 &&
		    (k == at || (unsigned char)r->s[k] >= 0x80 ||
		     !isalpha((unsigned char)r->s[k - 1])) &&
		    reading_known(r, k, &known) && known >= 4)
			return 0;
	return i + (r->s[i] == ' ' ? 3 : 1) - at;
}

/* "1)", "(2)", "3." */
static size_t lead_number(const char *s, size_t n)
{
	static const char *const circled[] = {"①", "②", "③", "④", "⑤",
					      "⑥", "⑦", "⑧", NULL};
	size_t i = reading_starts(s, n, circled);

	if (i)
		return i;
	i = n && *s == '(';

	while (i < n && i < 3 && isdigit((unsigned char)s[i]))
		i++;
	return i && i < n && isdigit((unsigned char)s[i - 1]) &&
			       (s[i] == ')' ||
				(s[i] == '.' && i + 1 < n &&
				 !isdigit((unsigned char)s[i + 1])))
		       ? i + 1
		       : 0;
}

/* A known name at i, behind 注射用 or 吸入用 too. */
static bool name_ahead(struct reading *r, size_t i)
{
	size_t known;
	const struct order_form *form =
		(unsigned char)r->s[i] >= 0x80
			? form_at(r->s + i, r->n - i, false)
			: NULL;

	if (form && strstr(form->word, "用"))
		i += strlen(form->word);
	return i < r->n && reading_known(r, i, &known) &&
	       known >= (isupper((unsigned char)r->s[i]) ? 3 : 4);
}

/* "takes 1000mg metformin": the dose stands in front of the name. */
static bool dose_ahead(struct reading *r, size_t at)
{
	struct quantity q;
	double high;
	size_t m = isdigit((unsigned char)r->s[at])
			   ? quantity_read(r->s + at, r->n - at, &q, &high)
			   : 0;

	if (!m || !q.unit)
		return false;
	at += m;
	while (at < r->n && r->s[at] == ' ')
		at++;
	if (at + 3 < r->n && strncasecmp(r->s + at, "of ", 3) == 0)
		at += 3;
	return at < r->n && name_ahead(r, at);
}

size_t reading_lead(struct reading *r)
{
	struct lead lead = {.said = order_blank()};
	size_t at = r->at, m;
	const char *route;
	bool push = false, pushes;

	if (r->n - at > 10 && strncasecmp(r->s + at, "insulin - ", 10) == 0 &&
	    name_ahead(r, at + 10))
		return 10;
	for (int words = 0; words < 10 && at < r->n; words++) {
		const char *s = r->s + at;
		size_t left = r->n - at;
		if (name_ahead(r, at) || (words && dose_ahead(r, at)))
			break;
		if (!(m = blanks(s, left)) &&
		    !(m = lead_verb(s, left, &lead)) &&
		    !(m = lead_form(s, left, &lead.said)) &&
		    !(m = lead_often(r, s, left, &lead.said)) &&
		    !(m = lead_number(s, left)) && !(m = lead_label(r, at))) {
			m = route_read(s, left, &route, &pushes);
			if (m) {
				lead.said.route = route;
				push |= pushes;
			}
		}
		if (!m)
			return 0;
		at += m;
	}
	if (at == r->at || at >= r->n ||
	    !(name_ahead(r, at) || dose_ahead(r, at)))
		return 0;
	r->o->stopped |= lead.stopped;
	if (lead.said.route)
		r->o->route = lead.said.route;
	r->o->push |= push;
	if (lead.said.form)
		r->o->form = lead.said.form;
	if (lead.said.frequency) {
		r->o->frequency = lead.said.frequency;
		r->o->per_day = lead.said.per_day;
	}
	return at - r->at;
}
