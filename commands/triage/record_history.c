/* The histories of the record, in the words they were told. */
#include "commands/triage/record.h"

#include "base/utf8.h"
#include "commands/triage/complaint_private.h"
#include "kb/fold.h"
#include "kb/term.h"

#include <string.h>

/* Words of the complaint: without the stops at its ends, safe to show. */
void record_phrase(struct strbuf *sb, const char *text, size_t start,
		   size_t end)
{
	while (start < end && (text[start] == ' ' || text[start] == '\n'))
		start++;
	for (;;) {
		if (end > start && strchr(" ,.;!?\n", text[end - 1]))
			end--;
		else if (end >= start + 3 &&
			 (strncmp(text + end - 3, "，", 3) == 0 ||
			  strncmp(text + end - 3, "。", 3) == 0 ||
			  strncmp(text + end - 3, "；", 3) == 0))
			end -= 3;
		else
			break;
	}
	utf8_add_safe(sb, text + start, end - start);
}

static void add(struct triage *t, struct strbuf *sb, size_t start, size_t end)
{
	if (sb->len)
		strbuf_adds(sb, SAY(t->app->ui, "；", "; "));
	record_phrase(sb, t->complaint.text, start, end);
}

static const char *told(struct triage *t, enum history_kind kind)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < t->history.n; i++)
		if (t->history.at[i].kind == kind)
			add(t, &sb, t->history.at[i].start,
			    t->history.at[i].end);
	return record_keep(t, &sb);
}

/* Clauses of one kind and, of the past, those the reader found. */
static const char *told_past(struct triage *t)
{
	const struct phrase_vec *known = &t->complaint.known;
	struct strbuf sb = STRBUF_INIT;
	size_t k = 0;

	for (size_t i = 0; i <= t->history.n; i++) {
		bool last = i == t->history.n;
		if (!last && t->history.at[i].kind != HISTORY_PAST)
			continue;
		size_t start = last ? SIZE_MAX : t->history.at[i].start;
		for (; k < known->n && known->at[k].start < start; k++)
			add(t, &sb, known->at[k].start, known->at[k].end);
		if (last)
			break;
		if (k < known->n && known->at[k].start < t->history.at[i].end)
			k++; /* the same clause */
		add(t, &sb, start, t->history.at[i].end);
	}
	return record_keep(t, &sb);
}

/* Do the words name it, by whatever name? */
static bool tells(struct triage *t, const char *words, int context)
{
	struct folded f = fold_text(t->app->kb, words, strlen(words), t->arena);

	for (size_t i = 0; i < f.n; i++) {
		struct term_match m = term_longest(t->app->kb, TERM_CONTEXT,
						   f.s + i, f.n - i);
		for (size_t k = 0; m.len && k < m.n; k++)
			if ((int)m.targets[k] == context)
				return true;
	}
	return false;
}

/* What was told, and known diseases and drugs by name that are not in it. */
static const char *past(struct triage *t)
{
	struct strbuf sb = STRBUF_INIT;
	enum lang lang = t->app->ui->lang;
	const char *words = told_past(t);

	for (size_t i = 0; i < t->patient.context.n; i++) {
		const struct context *c =
			kb_context(t->app->kb, t->patient.context.at[i]);
		bool drug = strncmp(c->code, "ON", 2) == 0;
		if ((words && (drug || text_find(words, c->name.in[lang]) ||
			       tells(t, words, c->id))) ||
		    (drug && t->record.n_treatments))
			continue;
		strbuf_addf(&sb, "%s%s",
			    sb.len ? SAY(t->app->ui, "、", ", ") : "",
			    c->name.in[lang]);
	}
	if (words)
		strbuf_addf(&sb,
			    sb.len ? SAY(t->app->ui, "（%s）", " (%s)") : "%s",
			    words);
	return record_keep(t, &sb);
}

static const char *family(struct triage *t)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < t->complaint.family.n; i++)
		add(t, &sb, t->complaint.family.at[i].start,
		    t->complaint.family.at[i].end);
	return sb.len ? record_keep(t, &sb) : told(t, HISTORY_FAMILY);
}

/* The complaint's own words and the chart's, both when both speak. */
static const char *allergies(struct triage *t)
{
	const char *now = told(t, HISTORY_ALLERGY);
	const char *known = t->chart ? t->chart->allergies : NULL;
	struct strbuf sb = STRBUF_INIT;

	if (!now || !known)
		return now ? now : known;
	strbuf_addf(&sb, SAY(t->app->ui, "%s（病历：%s）", "%s (chart: %s)"),
		    now, known);
	return record_keep(t, &sb);
}

/* Habits and work, and where somebody has been. */
static const char *personal(struct triage *t)
{
	struct strbuf sb = STRBUF_INIT;

	for (size_t i = 0; i < t->history.n; i++)
		if (t->history.at[i].kind == HISTORY_PERSONAL ||
		    t->history.at[i].kind == HISTORY_TRAVEL)
			add(t, &sb, t->history.at[i].start,
			    t->history.at[i].end);
	return record_keep(t, &sb);
}

void record_histories(struct triage *t)
{
	struct triage_record *r = &t->record;

	r->past_history = past(t);
	r->personal_history = personal(t);
	r->menstrual_history = told(t, HISTORY_MENSTRUAL);
	r->family_history = family(t);
	r->allergies = allergies(t);
}
