/* Text → tokens: names of symptoms, sites, cues, diseases and drugs, longest
 * first, and numbers with what they count. */
#include "commands/triage/complaint_private.h"

#include "base/num.h"
#include "base/utf8.h"
#include "kb/fold.h"
#include "kb/term.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

bool token_means(const struct complaint_token *t, const char *cue)
{
	return t->kind == TOKEN_CUE && strcmp(t->word->means, cue) == 0;
}

int token_complaint(const struct complaint_token *t)
{
	for (int c = 0; c < COMPLAINTS; c++)
		if (token_means(t, complaint_names[c]))
			return c;
	return -1;
}

static bool alnum_at(const struct reading *r, size_t i)
{
	return i < r->n && isalnum((unsigned char)r->s[i]);
}

/* English names stand between other characters than letters; a plural s is
 * let pass, but "is" is no plural of "I". */
bool complaint_bounded(const struct reading *r, size_t start, size_t end)
{
	if (isalpha((unsigned char)r->s[start]) && start > 0 &&
	    alnum_at(r, start - 1))
		return false;
	if (end == 0 || !isalpha((unsigned char)r->s[end - 1]) ||
	    !alnum_at(r, end))
		return true;
	return r->s[end] == 's' && !alnum_at(r, end + 1) && end - start >= 3;
}

size_t complaint_end_of(const struct reading *r, size_t i, size_t len)
{
	size_t last = r->folded.at[i + len - 1], end = last;
	uint32_t cp;

	end += utf8_decode(r->s + last, r->n - last, &cp);
	/* a character of several folded bytes: at[] names its start for each */
	return end;
}

/* "不拉，肚子胀" has no 拉肚子: no Chinese name goes over a stop. */
static bool over_stop(const struct reading *r, size_t start, size_t end)
{
	for (size_t i = start + 1; i + 3 <= end; i++)
		if (memcmp(r->s + i, "，", 3) == 0 ||
		    memcmp(r->s + i, "。", 3) == 0)
			return true;
	return false;
}

/* The longest name that ends where a word ends: "fever since" folds to
 * "feversince", where "fevers" must give way to "fever". */
struct term_match complaint_name(const struct reading *r, size_t i,
				 enum term_domain domain)
{
	const struct folded *f = &r->folded;
	size_t n = f->n - i;
	struct term_match m;

	while ((m = term_longest(r->kb, domain, f->s + i, n)).len &&
	       (!complaint_bounded(r, f->at[i],
				   complaint_end_of(r, i, m.len)) ||
		over_stop(r, f->at[i], complaint_end_of(r, i, m.len))))
		n = m.len - 1;
	return m;
}

/* A name with fillers in it or in other words, when it is more than what stands
 * there whole. */
static void take_filled(struct reading *r, size_t i,
			struct complaint_token *ret, size_t *ret_len)
{
	size_t len = 0, start = r->folded.at[i], end = 0;
	struct term_match m = complaint_filled_name(r, i, &len);
	int id =
		m.len ? (int)m.targets[0] : complaint_gist_name(r, start, &end);

	if (m.len)
		end = complaint_end_of(r, i, len);
	if (!id || (*ret_len && end <= ret->end))
		return;
	*ret_len = end - start;
	*ret = (struct complaint_token){.kind = TOKEN_SYMPTOM,
					.id = id,
					.start = start,
					.end = end,
					.value = NUM_NONE,
					.evidence = -1};
}

/* The longest name of any domain at folded byte i. */
static bool match_at(struct reading *r, size_t i, struct complaint_token *ret,
		     size_t *ret_len)
{
	static const struct {
		enum term_domain domain;
		enum token_kind kind;
	} domains[] = {{TERM_SYMPTOM, TOKEN_SYMPTOM},
		       {TERM_CUE, TOKEN_CUE},
		       {TERM_CONTEXT, TOKEN_CONTEXT},
		       {TERM_SITE, TOKEN_SITE}};

	*ret_len = 0;
	for (size_t d = 0; d < sizeof domains / sizeof *domains; d++) {
		struct term_match m = complaint_name(r, i, domains[d].domain);
		/* 疼 is a symptom by itself, and of a site when one is named */
		if (m.len && m.len == *ret_len &&
		    domains[d].kind == TOKEN_CUE) {
			struct complaint_token cue = *ret;
			cue.kind = TOKEN_CUE;
			cue.word = kb_word(r->kb, (int)m.targets[0]);
			cue.plain = ret->id;
			if (token_complaint(&cue) >= 0)
				*ret = cue;
		}
		if (m.len <= *ret_len)
			continue;
		/* short Latin abbreviations of diseases mean too much else */
		if (domains[d].kind == TOKEN_CONTEXT && m.len < 5)
			continue;
		size_t start = r->folded.at[i],
		       end = complaint_end_of(r, i, m.len);
		*ret_len = m.len;
		*ret = (struct complaint_token){.kind = domains[d].kind,
						.id = (int)m.targets[0],
						.start = start,
						.end = end,
						.value = NUM_NONE,
						.evidence = -1};
		if (ret->kind == TOKEN_CUE)
			ret->word = kb_word(r->kb, ret->id);
	}
	take_filled(r, i, ret, ret_len);
	struct complaint_token denial;
	if (*ret_len && complaint_denies_longer(r, i, ret, *ret_len, &denial))
		*ret = denial;
	else if (*ret_len <= 6 && complaint_denied_within(r, i, &denial) &&
		 (!*ret_len || ret->kind == TOKEN_SITE)) {
		*ret = denial;
		*ret_len = ret->end - ret->start;
	}
	return *ret_len > 0;
}

/* 1: ends a clause, 2: ends a sentence. */
static int break_at(const struct reading *r, size_t i, size_t len, uint32_t cp)
{
	(void)len;
	switch (cp) {
	case 0x3002: /* 。 */
	case 0xFF01:
	case 0xFF1F:
	case '!':
	case '?':
	case '\n':
		return 2;
	case '.':
		return i > 0 && isdigit((unsigned char)r->s[i - 1]) &&
				       alnum_at(r, i + 1)
			       ? 0
			       : 2;
	case ',':
	case ';':
	case 0xFF0C: /* ， */
	case 0xFF1B: /* ； */
		return 1;
	default:
		return 0;
	}
}

static void close_clause(struct reading *r, size_t *start, size_t end,
			 int sentence)
{
	struct clause c = {*start,   end,   sentence, SUBJECT_NEUTRAL,
			   NUM_NONE, false, 1};

	vec_push(&r->clauses, c);
	*start = end;
}

static void push(struct reading *r, struct complaint_token *t, int sentence)
{
	t->clause = (int)r->clauses.n;
	t->sentence = sentence;
	vec_push(&r->tokens, *t);
}

/* Is there a number here that does not go on one before it? */
bool complaint_number_begins(const struct reading *r, size_t i)
{
	static const char *const numerals =
		"一二两三四五六七八九十半几俩仨叁兩幾";
	unsigned char c = (unsigned char)r->s[i];

	if (isdigit(c))
		return i == 0 || (!isdigit((unsigned char)r->s[i - 1]) &&
				  r->s[i - 1] != '.');
	if (isalpha(c))
		return i == 0 || !alnum_at(r, i - 1);
	if (c < 0x80 || i + 3 > r->n)
		return false;
	if (c == 0xEF)
		return i < 3 || (unsigned char)r->s[i - 3] != 0xEF;
	for (const char *p = numerals; *p; p += 3)
		if (memcmp(p, r->s + i, 3) == 0)
			return true;
	return false;
}

/* A number; one that shows a fever also stands where it is. */
static size_t take_number(struct reading *r, size_t i,
			  struct complaint_token *ret, bool *ret_token,
			  int sentence)
{
	double before = r->out->vitals.temp;
	size_t n = complaint_number(r, i, ret, ret_token);

	if (r->out->vitals.temp >= 38 && !(before >= 38)) {
		struct complaint_token fever = {.kind = TOKEN_AMOUNT,
						.id = MEASURE_HOT,
						.start = i,
						.end = i + n,
						.evidence = -1};
		push(r, &fever, sentence);
	}
	return n;
}

/* The site that a denied name begins with: "耳朵不疼也不流水" goes on about it. */
static void push_site(struct reading *r, size_t i, int sentence)
{
	struct term_match m = complaint_name(r, i, TERM_SITE);
	struct complaint_token site = {.kind = TOKEN_SITE,
				       .value = NUM_NONE,
				       .start = r->folded.at[i],
				       .evidence = -1};

	if (!m.len)
		return;
	site.id = (int)m.targets[0];
	site.end = complaint_end_of(r, i, m.len);
	push(r, &site, sentence);
}

void complaint_tokens(struct reading *r)
{
	const struct folded *f = &r->folded;
	size_t clause = 0, i = 0, fi = 0;
	int sentence = 0;

	while (i < r->n) {
		struct complaint_token t;
		uint32_t cp;
		size_t taken = 0, len = utf8_decode(r->s + i, r->n - i, &cp);
		bool token = false;
		while (fi < f->n && f->at[fi] < i)
			fi++;
		int ends = break_at(r, i, len, cp);
		if (ends) {
			close_clause(r, &clause, i + len, sentence);
			sentence += ends == 2;
			i += len;
			continue;
		}
		size_t name = 0;
		bool named = fi < f->n && f->at[fi] == i &&
			     match_at(r, fi, &t, &name);
		struct complaint_token number;
		if (complaint_number_begins(r, i))
			taken = take_number(r, i, &number, &token, sentence);
		if (token && (!named || i + taken >= t.end)) {
			push(r, &number, sentence);
			i += taken;
		} else if (named) {
			if (token_means(&t, "stop"))
				close_clause(r, &clause, i, sentence);
			if (t.denied)
				push_site(r, fi, sentence);
			push(r, &t, sentence);
			i = t.end;
		} else {
			i += taken ? taken : len;
		}
	}
	close_clause(r, &clause, r->n, sentence);
}
