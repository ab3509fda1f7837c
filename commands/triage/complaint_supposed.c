/* What is asked or supposed, and what is told of now. */
#include "commands/triage/complaint_private.h"

#include <string.h>

/* Does the clause tell of now, or of how long? */
bool complaint_tells_now(const struct reading *r, int clause)
{
	static const char *const words[] = {"现在", "目前",   "今天",
					    "昨天", "这两天", "已经",
					    "最近", " now",   NULL};
	const struct clause *c = &r->clauses.at[clause];

	for (size_t i = c->start; i < c->end; i++)
		for (size_t k = 0; words[k]; k++)
			if (text_starts(r->s + i, words[k]))
				return true;
	return false;
}

/* "窒息多久大脑会瘫痪": how long until something would happen. */
bool complaint_asks_what_happens(const struct reading *r,
				 const struct complaint_token *t)
{
	size_t end = r->clauses.at[t->clause].end;

	for (size_t i = t->end; i + 3 <= end; i++)
		if (strncmp(r->s + i, "会", 3) == 0)
			return true;
	return false;
}

/* "这药会引起腹泻": said of what a thing does to anybody, unless 就会. */
static bool would_cause(const struct reading *r, size_t at)
{
	static const char *const words[] = {"会引起",   "会导致", "会造成",
					    "可引起",   "可导致", "可能引起",
					    "可能导致", "能引起", NULL};

	for (size_t i = 0; words[i]; i++) {
		size_t n = strlen(words[i]);
		if (at >= n && text_starts(r->s + at - n, words[i]))
			return !(at >= n + 3 &&
				 text_starts(r->s + at - n - 3, "就"));
	}
	return false;
}

/* "打疫苗会发烧吗": asked, not told. */
bool complaint_asked(const struct reading *r, const struct complaint_token *t)
{
	static const char *const ends[] = {"吗", "么？", "么?", "嘛？", NULL};
	const struct clause *c = &r->clauses.at[t->clause];
	size_t at = t->start;

	if (would_cause(r, at))
		return true;
	if (at < 3 || !text_starts(r->s + at - 3, "会") ||
	    (at >= 6 && (text_starts(r->s + at - 6, "就") ||
			 text_starts(r->s + at - 6, "总") ||
			 text_starts(r->s + at - 6, "老"))))
		return false;
	for (size_t i = t->end; i < c->end; i++)
		for (int k = 0; ends[k]; k++)
			if (text_starts(r->s + i, ends[k]))
				return true;
	return false;
}
