/* The histories of the record, in the words they were told. */
#include "commands/triage/record.h"

#include "base/utf8.h"

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

/* Known diseases and drugs by name, then what was told of the past. */
static const char *past(struct triage *t)
{
	struct strbuf sb = STRBUF_INIT;
	enum lang lang = t->app->ui->lang;

	for (size_t i = 0; i < t->patient.context.n; i++) {
		const struct context *c =
			kb_context(t->app->kb, t->patient.context.at[i]);
		strbuf_addf(&sb, "%s%s", i ? SAY(t->app->ui, "、", ", ") : "",
			    c->name.in[lang]);
	}
	const char *words = told(t, HISTORY_PAST);
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

void record_histories(struct triage *t)
{
	struct triage_record *r = &t->record;

	r->past_history = past(t);
	r->personal_history = told(t, HISTORY_PERSONAL);
	r->menstrual_history = told(t, HISTORY_MENSTRUAL);
	r->family_history = family(t);
	r->allergies = allergies(t);
}
