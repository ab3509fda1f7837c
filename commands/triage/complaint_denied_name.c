/* Names of findings with a negation in them, or before a longer one. */
#include "commands/triage/complaint_private.h"

#include "base/num.h"

#include <string.h>

/* "没有尿频" is a negation and 尿频, not 没有尿: a name that begins with a
 * negation gives way to a longer one behind it. */
bool complaint_denies_longer(const struct reading *r, size_t i,
			     const struct complaint_token *name, size_t len,
			     struct complaint_token *ret)
{
	struct term_match cue = complaint_name(r, i, TERM_CUE);

	if ((name->kind != TOKEN_SYMPTOM && name->kind != TOKEN_CONTEXT) ||
	    !cue.len || cue.len >= len)
		return false;
	*ret = *name;
	ret->kind = TOKEN_CUE;
	ret->word = kb_word(r->kb, (int)cue.targets[0]);
	if (!token_means(ret, "negation"))
		return false;
	struct term_match m = complaint_name(r, i + cue.len, TERM_SYMPTOM);
	if (cue.len + m.len <= len)
		return false;
	ret->id = (int)cue.targets[0];
	ret->end = complaint_end_of(r, i, cue.len);
	return true;
}

/* The bytes of a "not" that stands in a name, 0 none. */
static size_t not_at(const char *s)
{
	static const char *const words[] = {"没有", "不", "没", "未", NULL};

	for (size_t i = 0; words[i]; i++)
		if (strncmp(s, words[i], strlen(words[i])) == 0)
			return strlen(words[i]);
	return 0;
}

/* 气不短, 大便不黑, 体重没有下降: a name with "not" before its last one or two
 * characters. */
bool complaint_denied_within(const struct reading *r, size_t i,
			     struct complaint_token *ret)
{
	enum { HAN = 3, MOST = 3 };
	const struct folded *f = &r->folded;
	size_t head = 0, not = 0;
	char name[(MOST + 2) * HAN];

	for (size_t k = 1; k <= MOST && !not ; k++)
		if (i + (k + 2) * HAN <= f->n &&
		    (not = not_at(f->s + i + k * HAN)))
			head = k * HAN;
	for (size_t tail = 2 * HAN; not &&tail >= HAN; tail -= HAN) {
		size_t n = head + tail, end = i + n + not ;
		if (end > f->n || f->at[end - HAN] != f->at[i] + n + not -HAN)
			continue;
		memcpy(name, f->s + i, head);
		memcpy(name + head, f->s + i + head + not, tail);
		struct term_match m =
			term_longest(r->kb, TERM_SYMPTOM, name, n);
		if (m.len != n)
			continue;
		*ret = (struct complaint_token){.kind = TOKEN_SYMPTOM,
						.id = (int)m.targets[0],
						.start = f->at[i],
						.end = f->at[i] + n + not,
						.value = NUM_NONE,
						.denied = true,
						.evidence = -1};
		return true;
	}
	return false;
}
