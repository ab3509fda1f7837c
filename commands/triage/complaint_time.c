/* Durations, suddenness and severity onto the evidence of their clause. */
#include "commands/triage/complaint_private.h"

#include "base/date.h"
#include "base/num.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool clause_has(const struct reading *r, int clause, const char *cue)
{
	for (size_t i = 0; i < r->tokens.n; i++)
		if (r->tokens.at[i].clause == clause &&
		    token_means(&r->tokens.at[i], cue))
			return true;
	return false;
}

/* A word for the past, other than "3-day history of". */
static bool tells_past(const struct reading *r, int clause)
{
	for (size_t i = 0; i < r->tokens.n; i++) {
		const struct complaint_token *t = &r->tokens.at[i];
		if (t->clause == clause && token_means(t, "past") &&
		    !(i > 0 && t[-1].kind == TOKEN_DURATION &&
		      t->start - t[-1].end <= 1))
			return true;
	}
	return false;
}

/* "三年前心慌过": the time is that of what is over. */
static bool is_over(const struct reading *r, int clause)
{
	bool past = false;

	for (size_t i = 0; i < r->tokens.n; i++) {
		const struct complaint_token *t = &r->tokens.at[i];
		if (t->clause != clause || t->kind != TOKEN_SYMPTOM)
			continue;
		if (!t->past)
			return false;
		past = true;
	}
	return past;
}

static void set_time(struct reading *r, struct complaint_evidence *e,
		     double hours, size_t start, size_t end)
{
	while (start < end && r->s[start] == ' ')
		start++;
	e->hours = hours;
	e->onset = arena_strndup(r->arena, r->s + start, end - start);
}

/* Hours since the last such weekday named in "从周六到现在"; NaN none. */
static double since_weekday(const struct reading *r, size_t *ret_start,
			    size_t *ret_end)
{
	static const char *const days[] = {"一", "二", "三", "四",
					   "五", "六", "日"};
	static const char *const words[] = {"Monday",   "Tuesday", "Wednesday",
					    "Thursday", "Friday",  "Saturday",
					    "Sunday"};
	int64_t day = r->now / DATE_DAY;
	int today = (int)((day + 3) % 7); /* 1970-01-01 was a Thursday */

	/* few complaints name a day */
	if (!strstr(r->s, "周") && !strstr(r->s, "星期") &&
	    !text_find(r->s, "day"))
		return NUM_NONE;
	for (int i = 0; i < 7; i++) {
		char name[2][16];
		snprintf(name[0], sizeof name[0], "周%s", days[i]);
		snprintf(name[1], sizeof name[1], "星期%s", days[i]);
		const char *at = strstr(r->s, name[0]);
		size_t n = strlen(name[0]);
		if (!at && (at = strstr(r->s, name[1])))
			n = strlen(name[1]);
		if (!at && (at = text_find(r->s, words[i])))
			n = strlen(words[i]);
		if (!at)
			continue;
		*ret_start = (size_t)(at - r->s);
		*ret_end = *ret_start + n;
		int back = (today - i + 7) % 7;
		return back ? back * 24.0 : 12;
	}
	return NUM_NONE;
}

/* 上周五: hours since that day of last week; `hours` when none is named. */
static double last_week(const struct reading *r,
			const struct complaint_token *t, double hours)
{
	static const char *const days[] = {"一", "二", "三", "四",
					   "五", "六", "日", "天"};
	int today = (int)((r->now / DATE_DAY + 3) % 7);

	if (hours != 168)
		return hours;
	for (int i = 0; i < 8; i++)
		if (text_starts(r->s + t->end, days[i]))
			return (today - (i < 7 ? i : 6) + 7) * 24.0;
	return hours;
}

/* "吃了左氧氟沙星两天": how long it was treated, where the illness has a time of
 * its own. */
static bool of_treatment(const struct reading *r,
			 const struct complaint_token *t)
{
	if (!clause_has(r, t->clause, "treatment"))
		return false;
	for (size_t i = 0; i < r->tokens.n; i++)
		if (r->tokens.at[i].kind == TOKEN_DURATION &&
		    r->tokens.at[i].clause != t->clause)
			return true;
	return false;
}

/* One duration: onto its clause's evidence, else onto what was said before in
 * the sentence, else onto what comes next. */
static void attach_duration(struct reading *r, const struct complaint_token *t,
			    double hours)
{
	struct complaint_evidence_vec *list = &r->out->evidence;
	bool again = clause_has(r, t->clause, "again"), any = false;

	if (clause_has(r, t->clause, "recovered") || tells_past(r, t->clause) ||
	    is_over(r, t->clause))
		return;
	int passes =
		r->clauses.at[t->clause].known || of_treatment(r, t) ? 1 : 3;
	for (int pass = 0; pass < passes && !any; pass++)
		for (size_t i = 0; i < r->tokens.n; i++) {
			const struct complaint_token *s = &r->tokens.at[i];
			if (s->evidence < 0)
				continue;
			struct complaint_evidence *e = &list->at[s->evidence];
			bool here = pass == 0   ? s->clause == t->clause
				    : pass == 1 ? s->clause < t->clause
						: s->clause > t->clause;
			if (!here || e->state != STATE_PRESENT ||
			    complaint_is_known(e->symptom) ||
			    (pass > 0 && r->clauses.at[s->clause].known))
				continue;
			if (isnan(e->hours) || (again && hours < e->hours))
				set_time(r, e, hours, t->start, t->end);
			any = true;
		}
}

static void attach_degree(struct reading *r, const struct complaint_token *t)
{
	for (size_t i = 0; i < r->tokens.n; i++) {
		const struct complaint_token *s = &r->tokens.at[i];
		if (s->evidence < 0 || s->clause != t->clause)
			continue;
		struct complaint_evidence *e =
			&r->out->evidence.at[s->evidence];
		if (e->state != STATE_PRESENT)
			continue;
		if (token_means(t, "sudden"))
			e->sudden = true;
		else if (s->mild)
			e->severity = 2;
		else if (isnan(e->severity) || t->word->value > e->severity)
			e->severity = t->word->value;
	}
}

/* 昨晚11点: the time of day says it better. */
static bool clock_follows(const struct reading *r, size_t i)
{
	const struct complaint_token *t = &r->tokens.at[i];

	return i + 1 < r->tokens.n && t[1].kind == TOKEN_DURATION &&
	       t[1].start - t->end <= 6;
}

/* A name that holds its own duration ("咳嗽一个月"). */
static void times_within(struct reading *r)
{
	for (size_t i = 0; i < r->out->evidence.n; i++) {
		struct complaint_evidence *e = &r->out->evidence.at[i];
		if (!isnan(e->hours) || e->state != STATE_PRESENT)
			continue;
		for (size_t at = e->start; at < e->end;) {
			struct complaint_token t;
			bool token = false;
			size_t n = complaint_number_begins(r, at)
					   ? complaint_number(r, at, &t, &token)
					   : 0;
			if (n && token && t.kind == TOKEN_DURATION &&
			    at + n <= e->end) {
				set_time(r, e, t.value, at, at + n);
				break;
			}
			at += n ? n : 1;
		}
	}
}

/* "走快了加重", "活动后加重", "worse when I walk": what makes it worse, not its
 * course. */
static bool by_something(const struct reading *r,
			 const struct complaint_token *t)
{
	static const char *const before[] = {"时", "时候",   "后", "就",
					     "会", "走快了", NULL};
	static const char *const behind[] = {
		" when",     " with",     " on ",     " after",   " if ",
		" sitting",  " standing", " lying",   " walking", " at night",
		" in the m", " in bed",   " in cold", NULL};

	for (size_t i = 0; before[i]; i++) {
		size_t n = strlen(before[i]);
		if (t->start >= n &&
		    text_starts(r->s + t->start - n, before[i]))
			return true;
	}
	for (size_t i = 0; behind[i]; i++)
		if (text_starts(r->s + t->end, behind[i]))
			return true;
	return false;
}

void complaint_attach(struct reading *r)
{
	size_t start = 0, end = 0;

	for (size_t i = 0; i < r->tokens.n; i++) {
		const struct complaint_token *t = &r->tokens.at[i];
		bool pregnancy = i > 0 && token_means(t - 1, "pregnant") &&
				 t->start - t[-1].end <= 4;
		pregnancy |=
			i + 1 < r->tokens.n && token_means(t + 1, "pregnant");
		if (t->kind == TOKEN_DURATION && !pregnancy)
			attach_duration(r, t, t->value);
		else if (token_means(t, "ago") && !clock_follows(r, i))
			attach_duration(r, t, last_week(r, t, t->word->value));
		else if (token_means(t, "sudden") || token_means(t, "severe"))
			attach_degree(r, t);
		else if (token_means(t, "worse") && !by_something(r, t))
			r->out->worse = true;
		else if (token_means(t, "better"))
			r->out->better = true;
	}
	times_within(r);
	double hours = since_weekday(r, &start, &end);
	for (size_t i = 0; !isnan(hours) && i < r->out->evidence.n; i++) {
		struct complaint_evidence *e = &r->out->evidence.at[i];
		if (isnan(e->hours) && e->state == STATE_PRESENT)
			set_time(r, e, hours, start, end);
	}
}
