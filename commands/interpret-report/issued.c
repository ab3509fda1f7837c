#include "commands/interpret-report/issued.h"

#include "base/mem.h"
#include "base/strbuf.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS_MOST = 32 * 1024 };

uint64_t issued_key(const char *const *parts, size_t n)
{
	uint64_t h = 0xCBF29CE484222325u;

	for (size_t i = 0; i < n; i++) {
		for (const char *s = parts[i]; *s; s++)
			h = (h ^ (unsigned char)*s) * 0x100000001B3u;
		h = (h ^ 0x1F) * 0x100000001B3u;
	}
	return h ? h : 1;
}

static struct issued_result *slot_for(const struct issued_set *s, uint64_t key)
{
	size_t i = (key ^ key >> 32) & (s->cap - 1);

	while (s->slot[i].key && s->slot[i].key != key)
		i = (i + 1) & (s->cap - 1);
	return &s->slot[i];
}

static const struct issued_result *find(const struct issued *set, uint64_t key)
{
	const struct issued_set *sets[] = {&set->now, &set->before};

	for (size_t i = 0; i < 2; i++)
		if (sets[i]->n) {
			struct issued_result *s = slot_for(sets[i], key);
			if (s->key)
				return s;
		}
	return NULL;
}

static void clear(struct issued_set *s)
{
	if (s->n)
		memset(s->slot, 0, s->cap * sizeof *s->slot);
	s->n = 0;
}

/* Room for one more: a larger table, or the older of the two is forgotten. */
static void make_room(struct issued *set)
{
	struct issued_set old = set->now;

	if (old.n * 2 < old.cap)
		return;
	if (old.cap == SLOTS_MOST) {
		set->now = set->before;
		set->before = old;
		clear(&set->now);
		if (set->now.cap)
			return;
		old = (struct issued_set){NULL, 0, SLOTS_MOST / 2};
	}
	set->now.n = old.n;
	set->now.cap = old.cap ? old.cap * 2 : 64;
	set->now.slot = mem_calloc(set->now.cap, sizeof *set->now.slot);
	for (size_t i = 0; i < old.cap && old.slot; i++)
		if (old.slot[i].key)
			*slot_for(&set->now, old.slot[i].key) = old.slot[i];
	free(old.slot);
}

static void remember(struct issued *set, const struct raw_row *row, int index)
{
	make_room(set);
	struct issued_result *s = slot_for(&set->now, row->key);
	size_t n = row->value ? strlen(row->value) : 0;

	set->now.n += !s->key;
	*s = (struct issued_result){row->key, index, row->line, ""};
	if (n < sizeof s->value) /* a long text is not quoted */
		memcpy(s->value, row->value ? row->value : "", n + 1);
}

/* "line 5: K: corrected …; result 1 of this input gave 6.9, now void" */
static void say(struct report *r, int line, const char *name, const char *what,
		const struct issued_result *was, enum lang lang)
{
	bool zh = lang == LANG_ZH;
	struct strbuf sb = STRBUF_INIT;

	if (line > 0)
		strbuf_addf(&sb, zh ? "第 %d 行 " : "line %d: ", line);
	strbuf_addf(&sb, zh ? "%s：%s" : "%s: %s", name ? name : "?", what);
	if (was)
		strbuf_addf(&sb,
			    zh ? "；本输入此前第 %d 份结果中的 %s 作废"
			       : "; result %d of this input gave %s, now void",
			    was->index + 1, was->value);
	vec_push(&r->notes, arena_strdup(r->arena, sb.buf));
	strbuf_release(&sb);
}

static void note_withdrawal(const struct issued *set, struct report *r,
			    const struct withdrawal *w, enum lang lang)
{
	const char *what =
		arena_printf(r->arena,
			     lang == LANG_ZH ? "已撤回或未得到结果（%s）"
					     : "withdrawn or not obtained (%s)",
			     w->status);

	say(r, w->line, w->name, what, w->key ? find(set, w->key) : NULL, lang);
}

static void note_correction(const struct issued *set, struct report *r,
			    struct raw_row *row, int index, enum lang lang)
{
	const struct issued_result *was = row->key ? find(set, row->key) : NULL;

	if (was && was->index != index) {
		struct issued_result *copy =
			arena_new(r->arena, struct issued_result);
		*copy = *was;
		row->replaces = copy;
	}
	say(r, row->line, row->name,
	    lang == LANG_ZH ? "更正后的结果，取代此前发出的"
			    : "corrected, replaces what was sent before",
	    row->replaces, lang);
}

void issued_note(struct issued *set, struct report *r, int index,
		 enum lang lang)
{
	for (size_t i = 0; i < r->withdrawn.n; i++)
		note_withdrawal(set, r, &r->withdrawn.at[i], lang);
	for (size_t i = 0; i < r->rows.n; i++)
		if (r->rows.at[i].corrected)
			note_correction(set, r, &r->rows.at[i], index, lang);
	for (size_t i = 0; i < r->rows.n; i++)
		if (r->rows.at[i].key)
			remember(set, &r->rows.at[i], index);
}

void issued_clear(struct issued *set)
{
	clear(&set->now);
	clear(&set->before);
}

void issued_release(struct issued *set)
{
	free(set->now.slot);
	free(set->before.slot);
}
