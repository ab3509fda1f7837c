#include "llm/ground.h"

#include "base/num.h"
#include "base/utf8.h"
#include "kb/fold.h"
#include "kb/term.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

enum { CLAIMS_MAX = 60, CLAIM_MAX = 1200 };

static const char *join_cites(const json_t *cites, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	json_t *cite;
	size_t i;

	json_array_foreach(cites, i, cite) if (json_is_string(cite))
		strbuf_addf(&sb, "%s%s", sb.len ? " " : "",
			    json_string_value(cite));
	const char *text = arena_strndup(a, sb.buf, sb.len);
	strbuf_release(&sb);
	return text;
}

bool ground_read(const char *answer, size_t n, struct arena *a,
		 struct ground_claims *ret)
{
	const char *begin = memchr(answer, '{', n), *end = answer + n;
	json_t *root, *claims, *item;
	size_t i;

	while (end > answer && end[-1] != '}')
		end--;
	if (!begin || end <= begin)
		return false;
	root = json_loadb(begin, (size_t)(end - begin), 0, NULL);
	claims = json_object_get(root, "claims");
	bool ok = json_is_array(claims) && json_array_size(claims) > 0 &&
		  json_array_size(claims) <= CLAIMS_MAX;
	json_array_foreach(claims, i, item)
	{
		const json_t *text = json_object_get(item, "text");
		const json_t *cites = json_object_get(item, "cites");
		if (!json_is_string(text) || !json_is_array(cites) ||
		    json_string_length(text) > CLAIM_MAX) {
			ok = false;
			break;
		}
		struct strbuf safe = STRBUF_INIT;
		utf8_add_safe(&safe, json_string_value(text),
			      json_string_length(text));
		struct ground_claim claim = {
			arena_strndup(a, safe.buf, safe.len),
			join_cites(cites, a)};
		strbuf_release(&safe);
		vec_push(ret, claim);
	}
	json_decref(root);
	return ok;
}

bool ground_says_nothing(const char *answer, size_t n)
{
	const char *begin = memchr(answer, '{', n), *end = answer + n;

	while (end > answer && end[-1] != '}')
		end--;
	if (!begin || end <= begin)
		return false;
	json_t *root = json_loadb(begin, (size_t)(end - begin), 0, NULL);
	const json_t *claims = json_object_get(root, "claims");
	bool nothing = json_is_array(claims) && json_array_size(claims) == 0;
	json_decref(root);
	return nothing;
}

static const char *reason(struct arena *a, const char *what, const char *where)
{
	return arena_printf(a, "%s: %.120s", what, where);
}

static bool cites(const struct ground_claim *c, const char *id)
{
	size_t n = strlen(id);

	for (const char *p = c->cites; (p = strstr(p, id)); p += n)
		if ((p == c->cites || p[-1] == ' ') &&
		    (p[n] == ' ' || p[n] == '\0'))
			return true;
	return false;
}

/* The texts of the facts that a claim cites, together; NULL: it cites none,
 * or one that does not exist. */
static const char *cited_text(const struct ground_facts *facts,
			      const struct ground_claim *c, struct arena *a)
{
	struct strbuf sb = STRBUF_INIT;
	size_t known = 0, named = *c->cites != '\0';

	for (const char *p = c->cites; *p; p++)
		named += *p == ' ';
	for (size_t i = 0; i < facts->n; i++)
		if (cites(c, facts->at[i].id)) {
			strbuf_addf(&sb, "%s\n", facts->at[i].text);
			known++;
		}
	const char *text = arena_strndup(a, sb.buf, sb.len);
	strbuf_release(&sb);
	return named && known == named ? text : NULL;
}

/* 一 … 九十九 as a number, for "三天". Returns the bytes read. */
static size_t chinese_number(const char *s, double *ret)
{
	static const char *const digits[] = {"零", "一", "二", "三", "四",
					     "五", "六", "七", "八", "九"};
	size_t i = 0;
	int value = 0, last = -1;

	for (;;) {
		bool ten = strncmp(s + i, "十", 3) == 0;
		int d = strncmp(s + i, "两", 3) == 0 ? 2 : -1;
		for (int k = 0; d < 0 && k < 10; k++)
			if (strncmp(s + i, digits[k], 3) == 0)
				d = k;
		if (ten) {
			value = (last < 0 ? 1 : last) * 10;
			last = 0;
		} else if (d >= 0 && last <= 0) {
			value += d;
			last = d;
		} else {
			break;
		}
		i += 3;
	}
	*ret = value;
	return i;
}

static bool has_number(const char *text, double wanted)
{
	double x;

	for (const char *p = text; *p;) {
		size_t n = 0;
		if (*p >= '0' && *p <= '9')
			n = num_parse(p, strlen(p), &x);
		else
			n = chinese_number(p, &x);
		if (n && fabs(x - wanted) < 1e-9)
			return true;
		p += n ? n : 1;
	}
	return false;
}

/* Every number of the claim stands in what it cites. A Chinese numeral counts
 * only before a unit of measure or time: 一 is a word, too. */
static const char *check_numbers(const char *claim, const char *cited,
				 struct arena *a)
{
	static const char *const units[] = {
		"天", "周",   "个月", "年",   "小时", "分钟", "倍",
		"次", "毫克", "克",   "毫升", "片",   "粒"};
	double x;

	for (const char *p = claim; *p;) {
		size_t n = 0;
		bool counts = true;
		if (*p >= '0' && *p <= '9') {
			n = num_parse(p, strlen(p), &x);
		} else if ((n = chinese_number(p, &x))) {
			counts = false;
			for (size_t k = 0; k < sizeof units / sizeof *units;
			     k++)
				counts |= strncmp(p + n, units[k],
						  strlen(units[k])) == 0;
		}
		if (n && counts && !has_number(cited, x))
			return reason(a, "number", p);
		p += n ? n : 1;
	}
	return NULL;
}

/* Words of a direction, and of its opposite. */
static const struct {
	const char *up, *down;
} directions[] = {
	{"高", "低"},           {"升", "降"},      {"增", "减"},
	{"high", "low"},        {"rais", "lower"}, {"elevat", "reduc"},
	{"increas", "decreas"}, {"阳性", "阴性"},  {"positive", "negative"}};

/* A claim that speaks of one direction only, where what it cites speaks only
 * of the other, is turned round. */
static const char *check_direction(const char *claim, const char *cited,
				   struct arena *a)
{
	for (size_t i = 0; i < sizeof directions / sizeof *directions; i++) {
		const char *up = directions[i].up, *down = directions[i].down;
		bool says_up = strcasestr(claim, up) != NULL;
		bool says_down = strcasestr(claim, down) != NULL;
		bool is_up = strcasestr(cited, up) != NULL;
		bool is_down = strcasestr(cited, down) != NULL;
		if ((says_up && !says_down && is_down && !is_up) ||
		    (says_down && !says_up && is_up && !is_down))
			return reason(a, "direction", claim);
	}
	return NULL;
}

/* Names of a vocabulary in the claim that the facts do not name. */
static const char *check_names(struct kb *kb, enum term_domain domain,
			       const char *claim, const char *cited,
			       struct arena *a)
{
	struct folded c = fold_text(kb, claim, strlen(claim), a);
	struct folded f = fold_text(kb, cited, strlen(cited), a);

	for (size_t i = 0; i < c.n;) {
		struct term_match m =
			term_longest(kb, domain, c.s + i, c.n - i);
		if (m.len >= 4 && !memmem(f.s, f.n, c.s + i, m.len)) {
			bool same = false;
			for (size_t k = 0; !same && k < f.n; k++) {
				struct term_match o = term_longest(
					kb, domain, f.s + k, f.n - k);
				for (size_t x = 0; x < o.n && !same; x++)
					for (size_t y = 0; y < m.n; y++)
						same |= o.targets[x] ==
							m.targets[y];
			}
			if (!same)
				return reason(a, "name",
					      arena_strndup(a, c.s + i, m.len));
		}
		uint32_t cp;
		i += m.len ? m.len : utf8_decode(c.s + i, c.n - i, &cp);
	}
	return NULL;
}

/* A number, a unit of dose and a frequency in one claim, which nothing cited
 * says: that is a prescription, and no model may write one. */
static const char *check_prescription(const char *claim, const char *cited,
				      struct arena *a)
{
	static const char *const doses[] = {
		"mg",   "毫克", "片",     "粒",      "支", "ml", "毫升",
		"单位", "IU",   "tablet", "capsule", "µg", "μg"};
	static const char *const often[] = {
		"每日",        "每天",  "次/日", "一日",       "每晚",
		"qd",          "bid",   "tid",   "once daily", "twice",
		"times a day", "daily", "every "};
	bool dose = false, frequency = false;

	for (size_t i = 0; i < sizeof doses / sizeof *doses; i++) {
		const char *at = strcasestr(claim, doses[i]);
		while (at && at > claim && at[-1] == ' ')
			at--;
		dose |= at && at > claim && at[-1] >= '0' && at[-1] <= '9';
	}
	for (size_t i = 0; i < sizeof often / sizeof *often; i++)
		frequency |= strcasestr(claim, often[i]) &&
			     !strcasestr(cited, often[i]);
	return dose && frequency ? reason(a, "prescription", claim) : NULL;
}

const char *ground_check_claim(struct kb *kb, const struct ground_facts *facts,
			       const struct ground_claim *c, struct arena *a)
{
	const char *cited = cited_text(facts, c, a), *wrong;

	if (!cited)
		return reason(a, "citation", c->text);
	if ((wrong = check_numbers(c->text, cited, a)) ||
	    (wrong = check_direction(c->text, cited, a)) ||
	    (wrong = check_prescription(c->text, cited, a)))
		return wrong;
	if ((wrong = check_names(kb, TERM_ANALYTE, c->text, cited, a)))
		return wrong;
	return check_names(kb, TERM_DRUG, c->text, cited, a);
}

const char *ground_check(struct kb *kb, const struct ground_facts *facts,
			 const struct ground_claims *claims, struct arena *a)
{
	for (size_t i = 0; i < claims->n; i++) {
		const char *wrong =
			ground_check_claim(kb, facts, &claims->at[i], a);
		if (wrong)
			return wrong;
	}
	for (size_t i = 0; i < facts->n; i++) {
		bool mentioned = !facts->at[i].critical;
		for (size_t k = 0; k < claims->n; k++)
			mentioned |= cites(&claims->at[k], facts->at[i].id);
		if (!mentioned)
			return reason(a, "critical finding not mentioned",
				      facts->at[i].id);
	}
	return NULL;
}
