#include "kb/word.h"

#include "kb/private.h"
#include "kb/term.h"

#include <string.h>

const struct word *kb_word(struct kb *kb, int id)
{
	if (id <= 0 || (size_t)id >= kb->n_words)
		return NULL;
	if (!kb->words[id]) {
		sqlite3_stmt *s = kb_query(kb, KB_Q_WORD);
		sqlite3_bind_int(s, 1, id);
		if (sqlite3_step(s) != SQLITE_ROW)
			return NULL;
		struct word *w = arena_new(&kb->arena, struct word);
		w->id = id;
		w->class = kb_text(kb, s, 0);
		w->means = kb_text(kb, s, 1);
		w->value = kb_real(s, 2);
		kb->words[id] = w;
		sqlite3_reset(s);
	}
	return kb->words[id];
}

const struct word *kb_word_find(struct kb *kb, const char *class, const char *s,
				size_t n)
{
	struct term_match m = term_exact(kb, TERM_WORD, s, n);

	for (size_t i = 0; m.len && i < m.n; i++) {
		const struct word *w = kb_word(kb, (int)m.targets[i]);
		if (w && strcmp(w->class, class) == 0)
			return w;
	}
	return NULL;
}
