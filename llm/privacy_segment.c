/* Runs of ideographs cut into known words: what is left between them as single
 * characters that stand for no word is a name of someone or somewhere. */
#include "llm/privacy_segment.h"

#include "kb/fold.h"
#include "kb/term.h"
#include "llm/privacy_find.h"
#include "llm/privacy_unknown.h"

#include <stdint.h>
#include <string.h>

enum { WORD_MOST = 16 }; /* ideographs */
enum { COST_WORD = 10, COST_KNOWN = 11, COST_UNKNOWN = 25 };

/* Every length of a word that begins at s as a bit: k for k ideographs. */
static uint32_t lengths_in(struct kb *kb, enum term_domain domain,
			   const char *s, size_t n)
{
	uint32_t lengths = 0;

	for (size_t left = n; left >= 3;) {
		size_t len = term_longest(kb, domain, s, left).len;
		if (len < 3)
			break;
		lengths |= 1u << (len / 3);
		left = len - 3;
	}
	return lengths;
}

static uint32_t clinical_lengths(struct kb *kb, const char *s, size_t n)
{
	static const enum term_domain domains[] = {
		TERM_DRUG, TERM_ANALYTE, TERM_SYMPTOM, TERM_CONTEXT,
		TERM_WORD, TERM_SITE,    TERM_CUE,     TERM_TOPIC,
		TERM_SAY,  TERM_SEARCH,  TERM_PART,    TERM_CALCULATOR};
	uint32_t lengths = 0;

	for (size_t d = 0; d < sizeof domains / sizeof *domains; d++)
		lengths |= lengths_in(kb, domains[d], s, n);
	return lengths & ~3u; /* one character of a drug is no word */
}

void cut_run(struct kb *kb, const char *s, size_t n, struct cut *ret)
{
	unsigned cost[CUT_MOST + 1];
	struct piece last[CUT_MOST + 1];
	size_t count = n / 3;

	memset(cost, 0xFF, sizeof cost);
	memset(last, 0, sizeof last);
	cost[0] = 0;
	for (size_t i = 0; i < count; i++) {
		size_t most = count - i < WORD_MOST ? count - i : WORD_MOST;
		uint32_t of = clinical_lengths(kb, s + 3 * i, 3 * most);
		uint32_t plain =
			lengths_in(kb, TERM_PLAIN, s + 3 * i, 3 * most);
		for (size_t k = 1; k <= most; k++) {
			bool clinical = of >> k & 1, word = plain >> k & 1;
			if (k > 1 && !clinical && !word)
				continue;
			unsigned add = k > 1  ? COST_WORD
				       : word ? COST_KNOWN
					      : COST_UNKNOWN;
			if (cost[i] + add >= cost[i + k])
				continue;
			cost[i + k] = cost[i] + add;
			last[i + k] = (struct piece){3 * i, 3 * k,
						     clinical ? PIECE_CLINICAL
						     : k > 1  ? PIECE_PLAIN
						     : word   ? PIECE_KNOWN
							      : PIECE_UNKNOWN,
						     false};
		}
	}
	*ret = (struct cut){.kb = kb, .s = s, .len = n};
	for (size_t end = count; end; end = last[end].at / 3)
		ret->n++;
	for (size_t end = count, k = ret->n; end; end = last[end].at / 3)
		ret->piece[--k] = last[end];
}

static const char *text_of(const struct cut *c, size_t k)
{
	return c->s + c->piece[k].at;
}

bool piece_is(const struct cut *c, size_t k, const char *const *words)
{
	if (k >= c->n)
		return false;
	for (; *words; words++)
		if (strlen(*words) == c->piece[k].len &&
		    memcmp(text_of(c, k), *words, c->piece[k].len) == 0)
			return true;
	return false;
}

static bool single(const struct cut *c, size_t k)
{
	return k < c->n && c->piece[k].len == 3;
}

static bool unknown(const struct cut *c, size_t k)
{
	return k < c->n && c->piece[k].kind == PIECE_UNKNOWN;
}

static bool sounds(const struct cut *c, size_t k)
{
	if (k >= c->n || c->piece[k].len > 6 ||
	    c->piece[k].kind == PIECE_CLINICAL)
		return false;
	for (size_t i = 0; i < c->piece[k].len; i += 3)
		if (!sound_char(text_of(c, k) + i, 3))
			return false;
	return true;
}

/* 建国 of 王建国: an ordinary word, and a given name. */
static bool word_of_name(const struct cut *c, size_t k)
{
	return k < c->n && c->piece[k].kind == PIECE_PLAIN &&
	       c->piece[k].len == 6 && all_given(text_of(c, k), 6) &&
	       !known_word(c->kb, text_of(c, k), 6);
}

/* Behind the pieces of a name whose first, unknown one is k; k: there is
 * none. */
static size_t name_end_piece(const struct cut *c, size_t k)
{
	bool plain = false;
	size_t surname = surname_at(text_of(c, k), 3, &plain);
	size_t end = k + 1, given = 0;

	while (unknown(c, end) || (given < 2 && single(c, end) &&
				   given_char(text_of(c, end), 3))) {
		given++;
		end++;
	}
	if (!given && word_of_name(c, end))
		end++;
	if (end > k + 1 || !surname || !plain)
		return end > k + 1 ? end : k;
	/* 王老五, 王家庄; a surname that is nothing else is enough */
	if (end < c->n && c->piece[end].kind == PIECE_PLAIN &&
	    c->piece[end].len == 6 &&
	    (end + 1 == c->n || starts_with(text_of(c, end), 3, "家")))
		return end + 1;
	while (end < k + 3 && single(c, end))
		end++;
	return end == c->n ? end : k ? k : k + 1;
}

/* 买买提, 苏木其格: the sounds round an unknown one. */
static bool mark_sounds(struct cut *c, size_t k)
{
	size_t from = k, end = k, all = 0;

	while (from > 0 && sounds(c, from - 1))
		from--;
	while (sounds(c, end))
		end++;
	static const char *const remedies[] = {
		"丸",   "散", "片", "膏",   "酥",   "替",   "酸",
		"钠",   "酚", "坦", "母",   "方案", "胶囊", "颗粒",
		"注射", "滴", "菌", "病毒", NULL};
	for (size_t i = from; i < end; i++)
		all += c->piece[i].len;
	if (all < 9 ||
	    (end < c->n &&
	     han_one_of(text_of(c, end), c->len - c->piece[end].at, remedies)))
		return false;
	for (size_t i = from; i < end; i++)
		c->piece[i].out = true;
	return true;
}

/* 代俊, 才旺: a short run of single characters, one of them unknown. */
static void mark_short(struct cut *c)
{
	bool any = false;

	for (size_t k = 0; k < c->n; k++) {
		if (!single(c, k))
			return;
		any |= unknown(c, k);
	}
	for (size_t k = 0; any && c->n > 1 && c->n < 5 && k < c->n; k++)
		c->piece[k].out = true;
}

void cut_names(struct cut *c)
{
	/* 小薇, 阿香, 老庞 */
	static const char *const small[] = {"小", "老", "阿", NULL};
	static const char *const big[] = {"大", NULL};

	mark_short(c);

	for (size_t k = 0; k < c->n; k++) {
		if (!unknown(c, k) || c->piece[k].out || mark_sounds(c, k))
			continue;
		bool plain = false;
		size_t end = name_end_piece(c, k), from = k;
		bool given = given_char(text_of(c, k), 3);
		if (k && single(c, k - 1) &&
		    (piece_is(c, k - 1, small) ||
		     (given && piece_is(c, k - 1, big))))
			from--;
		/* 曾广贤 */
		else if (k > 1 && given && single(c, k - 1) &&
			 single(c, k - 2) &&
			 surname_at(text_of(c, k - 2), 3, &plain) && plain)
			from -= 2;
		/* 高晓薇; 水封 is none */
		else if (k && single(c, k - 1) &&
			 surname_at(text_of(c, k - 1), 3, &plain) &&
			 (plain || end > k + 1 || given))
			from--;
		if (end == k && from < k)
			end = k + 1;
		for (size_t i = from; i < end; i++)
			c->piece[i].out = true;
	}
}

void cut_typed(struct cut *c)
{
	bool plain;

	for (size_t k = 0; k < c->n; k++) {
		struct piece *p = &c->piece[k];
		bool own =
			term_exact(c->kb, TERM_OWN, text_of(c, k), p->len).len >
			0;
		p->out |= p->kind != PIECE_CLINICAL && !own;
		/* 安然, 春花 */
		p->out |= k && p[-1].out && p[-1].len < 9 && single(c, k) &&
			  given_char(text_of(c, k), 3);
	}
	for (size_t k = c->n; k-- > 1;)
		if (c->piece[k].out && single(c, k - 1) &&
		    ((surname_at(text_of(c, k - 1), 3, &plain) && plain) ||
		     given_char(text_of(c, k - 1), 3)))
			c->piece[k - 1].out = true;
}

void han_unknown(struct kb *kb, enum term_domain ordinary, const char *s,
		 size_t n, unsigned char *mark)
{
	struct arena a = ARENA_INIT;
	struct folded f = fold_text(kb, s, n, &a);
	struct cut c;

	/* traditional script as simplified; where it is not one for one, as it
	 * stands */
	if (f.n == n)
		s = f.s;
	for (size_t from = 0; from < n; from += c.len) {
		size_t most = n - from < 3 * CUT_MOST ? n - from : 3 * CUT_MOST;
		cut_run(kb, s + from, most, &c);
		cut_names(&c);
		cut_context(&c);
		if (ordinary == TERM_OWN)
			cut_typed(&c);
		for (size_t k = 0; k < c.n; k++)
			if (c.piece[k].out)
				memset(mark + from + c.piece[k].at, 1,
				       c.piece[k].len);
	}
	arena_free(&a);
}
