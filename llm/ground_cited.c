/* What a claim cites, line by line. */
#include "llm/ground_side.h"

#include <string.h>

/* Passages of the knowledge base are read sentence by sentence. */
static void add_text(struct strbuf *sb, const struct ground_fact *f)
{
	bool passage = *f->id == 'K';

	for (const char *p = f->text; *p; p++) {
		strbuf_addch(sb, *p);
		if (passage && p - f->text >= 2 &&
		    strncmp(p - 2, "。", 3) == 0 && p[1] && p[1] != '\n')
			strbuf_addch(sb, '\n');
	}
	if (sb->len && sb->buf[sb->len - 1] != '\n')
		strbuf_addch(sb, '\n');
}

static size_t head_of(const struct side *s, const struct ground_line *l)
{
	for (size_t i = l->first; i < l->last; i++)
		if (s->t.at[i].kind == TOKEN_CUT &&
		    (s->t.at[i].value == ':' || s->t.at[i].value == 0xFF1A))
			return i;
	return l->first;
}

static void read_lines(struct side *s, const int *fact_of, int n_lines,
		       const bool *passage)
{
	size_t k = 0;

	for (int i = 0; i < n_lines && i < LINES_MAX; i++) {
		struct ground_line *l = &s->line[i];
		bool first = i == 0 || fact_of[i - 1] != fact_of[i];
		bool second =
			!first && (i == 1 || fact_of[i - 2] != fact_of[i]);
		l->fact = fact_of[i];
		l->title = first;
		l->asserted = first || second || passage[i];
		l->first = k;
		while (k < s->t.n && s->t.at[k].line == i)
			k++;
		l->last = k;
		l->head = head_of(s, l);
		s->n_lines = i + 1;
	}
	/* "drug: harm" and then only "stop" */
	for (size_t i = 0; i < s->t.n; i++) {
		int at = s->t.at[i].line;
		size_t lo, hi;
		if (i >= k || !side_says(&s->t.at[i], SAYS(SAY_STOP)) ||
		    s->line[at].asserted || side_scope(s, i, &lo, &hi))
			continue;
		while (at > 0 && !s->line[at].title)
			at--;
		s->line[at].stopped = true;
	}
	for (; k < s->t.n; k++) /* too many: the last line has the rest */
		s->t.at[k].line = LINES_MAX - 1;
}

void side_of_facts(struct kb *kb, const struct ground_facts *facts,
		   const struct ground_claim *c, struct arena *a,
		   struct side *ret)
{
	struct strbuf sb = STRBUF_INIT;
	int fact_of[LINES_MAX] = {0}, n = 0;
	bool passage[LINES_MAX] = {false};

	*ret = (struct side){.urgency = URGENCY_INFO};
	for (size_t i = 0; i < facts->n; i++) {
		const struct ground_fact *f = &facts->at[i];
		size_t from = sb.len;
		if (!ground_cites(c, f->id))
			continue;
		if (f->urgency < ret->urgency)
			ret->urgency = f->urgency;
		add_text(&sb, f);
		for (size_t k = from; k < sb.len; k++)
			if (sb.buf[k] == '\n' && n < LINES_MAX) {
				passage[n] = *f->id == 'K';
				fact_of[n++] = (int)i;
			}
	}
	ret->text = ground_plain(arena_strndup(a, sb.buf, sb.len), a);
	strbuf_release(&sb);
	ground_tokens(kb, ret->text, a, &ret->t);
	side_turn(ret);
	read_lines(ret, fact_of, n, passage);
	side_modes(ret);
}
