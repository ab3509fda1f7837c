/* The chief complaint: symptom and duration, at most twenty characters. */
#include "commands/triage/record.h"

#include <string.h>

enum { CHIEF_MAX = 20 };

static size_t characters(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

static const struct complaint_evidence *first_present(const struct triage *t)
{
	int at = record_main(t);

	return at < 0 ? NULL : &t->complaint.evidence.at[at];
}

/* "昨晚", "3天前" tell when it began, not how long it has lasted. */
static const char *lasting(struct triage *t, const struct complaint_evidence *e,
			   bool as_told)
{
	static const char *const dates[] = {"昨", "今",   "前", "从", "上",
					    "刚", "凌晨", "早", "晚", NULL};
	const char *told = record_duration(t, e, as_told);

	for (size_t i = 0; told && e->hours >= 1 && dates[i]; i++)
		if (strstr(told, dates[i]))
			return record_duration(t, e, false);
	return told;
}

static void add_since(struct strbuf *sb, const struct ui *ui, const char *since)
{
	strbuf_addf(sb, "%s%s", ui->lang == LANG_ZH ? "" : record_since(since),
		    since);
}

/* "停经27天，下腹痛、阴道出血2天": one time for all that goes with it. */
static const char *chief(struct triage *t, size_t symptoms, bool as_told)
{
	const struct ui *ui = t->app->ui;
	struct strbuf sb = STRBUF_INIT;
	const struct complaint_evidence *first = first_present(t);
	const char *since = NULL; /* of the symptoms written last */
	size_t n = 0;

	if (!first)
		return NULL;
	for (size_t i = 0; i < t->complaint.evidence.n && n < symptoms; i++) {
		const struct complaint_evidence *e =
			&t->complaint.evidence.at[i];
		if (!record_own(e, STATE_PRESENT) || !record_written(t, e) ||
		    (e != first && record_modifier(e->symptom)))
			continue;
		const char *own = lasting(t, e, as_told);
		bool apart = since && own && strcmp(since, own) != 0;
		if (apart)
			add_since(&sb, ui, since);
		strbuf_addf(&sb, "%s%s",
			    !n      ? record_again(t, e) && ui->lang == LANG_ZH
						 ? "反复"
						 : ""
			    : apart ? SAY(ui, "，", "; ")
				    : SAY(ui, "、", ", "),
			    e->symptom->name.in[ui->lang]);
		since = own ? own : since;
		n++;
	}
	if (since)
		add_since(&sb, ui, since);
	const char *turn, *worse = record_worse(t, &turn);
	if (worse && since && strcmp(worse, since) != 0 && ui->lang == LANG_ZH)
		strbuf_addf(&sb, "，%s%s", turn, worse);
	return record_keep(t, &sb);
}

/* At most CHIEF_MAX characters in Chinese: fewer symptoms, then a shorter
 * duration, then without it. */
void record_chief(struct triage *t)
{
	const char *text = NULL;

	for (size_t n = 3; n > 0; n--) {
		text = chief(t, n, true);
		if (!text || characters(text) <= CHIEF_MAX ||
		    t->app->ui->lang == LANG_EN)
			break;
		if (n == 1)
			text = chief(t, 1, false);
	}
	if (text && t->app->ui->lang == LANG_ZH && characters(text) > CHIEF_MAX)
		text = first_present(t)->symptom->name.in[LANG_ZH];
	t->record.chief_complaint = text;
	if (!text)
		t->record.missing[t->record.n_missing++] =
			SAY(t->app->ui, "主诉", "chief complaint");
}
