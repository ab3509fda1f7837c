/* What a feeling is only likened to: "像被电击一样", "like being stabbed". */
#include "commands/triage/complaint_private.h"

#include <string.h>

/* Injuries and poisons a pain is told by, not the wounds it leaves. */
static bool is_event(const struct symptom *s)
{
	return strcmp(s->system, "injury_poison") == 0;
}

/* Behind a word of likeness, with nothing but a particle between. */
static bool is_likened(const struct reading *r, size_t at)
{
	static const char *const words[] = {"像",
					    "像被",
					    "像是",
					    "像是被",
					    "仿佛",
					    "仿佛被",
					    "如同",
					    "如同被",
					    "似的被",
					    "跟被",
					    "跟触了",
					    "和被",
					    "like ",
					    "like a ",
					    "like an ",
					    "like being ",
					    "as if ",
					    "like i was ",
					    "like i've been ",
					    NULL};

	for (size_t i = 0; words[i]; i++) {
		size_t n = strlen(words[i]);
		if (at < n || !text_starts(r->s + at - n, words[i]))
			continue;
		/* 好像 supposes, it does not liken */
		return !(at >= n + 3 && text_starts(r->s + at - n - 3, "好"));
	}
	return false;
}

void complaint_likened(struct reading *r)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->tokens.n; i++) {
		const struct complaint_token *t = &r->tokens.at[i];
		if (t->kind == TOKEN_SYMPTOM &&
		    is_event(&r->k->symptoms[t->id]) && is_likened(r, t->start))
			continue;
		r->tokens.at[kept++] = *t;
	}
	r->tokens.n = kept;
}
