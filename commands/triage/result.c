/* The judgement as the findings every command's result has. */
#include "commands/triage/triage.h"

#include <math.h>
#include <string.h>

static const enum urgency urgencies[] = {URGENCY_INFO, URGENCY_CRITICAL,
					 URGENCY_CRITICAL, URGENCY_URGENT,
					 URGENCY_ROUTINE};

/* The pieces of the complaint a red flag rests on. */
static void add_evidence(struct triage *t, const struct triage_item *x,
			 struct finding *f)
{
	f->evidence = arena_array(t->arena, struct evidence,
				  x->condition.n_names + 1);
	for (size_t i = 0; i < x->condition.n_names; i++) {
		const struct name *name = x->condition.names[i];
		if (name->attribute != ATTR_SYMPTOM)
			continue;
		int id = (int)name->argument / SYMPTOM_ASPECTS;
		for (size_t k = 0; k < t->complaint.evidence.n; k++) {
			const struct complaint_evidence *e =
				&t->complaint.evidence.at[k];
			if (e->symptom->id != id || e->other ||
			    e->state == STATE_UNKNOWN)
				continue;
			f->evidence[f->n_evidence++] = (struct evidence){
				e->symptom->code, (int)k, 0, e->start, e->end};
			break;
		}
	}
}

static void add_findings(struct triage *t, struct result *r)
{
	for (size_t i = 0; i < t->fired.n; i++) {
		struct triage_item *x = t->fired.at[i].item;
		struct finding f = {.id = x->name,
				    .origin = x->origin,
				    .urgency = urgencies[x->level],
				    .rank = x->level * 10,
				    .title = x->title,
				    .because = x->title,
				    .actions = x->actions,
				    .n_actions = x->n_actions,
				    .sources = x->sources,
				    .n_sources = x->n_sources};
		if (x->n_tell)
			f.patient = x->tell[0];
		add_evidence(t, x, &f);
		vec_push(&r->findings, f);
	}
	findings_order(&r->findings);
}

static void add_not_checked(struct triage *t, struct result *r)
{
	for (size_t i = 0; i < t->undecided.n; i++) {
		const struct undecided *u = &t->undecided.at[i];
		struct not_checked n = {.rule = u->item->name,
					.urgency = urgencies[u->item->level],
					.title = u->item->title};
		n.missing =
			arena_array(t->arena, struct missing, u->n_missing + 1);
		for (size_t k = 0; k < u->n_missing; k++)
			n.missing[n.n_missing++] =
				(struct missing){u->missing[k]->text, "absent"};
		vec_push(&r->not_checked, n);
	}
}

/* In both languages: who wrote it may read either. */
static void add_foreign(const struct triage *t, struct result *r)
{
	struct result_error e = {"foreign-language", NULL, 0};

	e.message = arena_printf(
		t->arena,
		"这段话像是%s，本程序只读中文和英文：请用中文或英文说明哪里不舒服、多久、多大年纪。 "
		"This looks like %s; only Chinese and English are read: please "
		"say in one of them what is wrong, since when, and the age.",
		t->language.in[LANG_ZH], t->language.in[LANG_EN]);
	vec_push(&r->errors, e);
	r->reasons |= 1u << EXIT_PARTIAL;
}

static bool is_blank(const char *s)
{
	return s[strspn(s, " \t\r\n")] == '\0';
}

static void add_nothing(const struct triage *t, struct result *r)
{
	const struct ui *ui = t->app->ui;
	struct result_error none = {"no-complaint", NULL, 0};

	if (is_blank(t->complaint.text))
		none.message =
			SAY(ui, "没有主诉：哪里不舒服、多久了、多大年纪？",
			    "There is no complaint: what is wrong, since when, "
			    "how old?");
	else if (t->complaint.supposed)
		none.message = SAY(
			ui,
			"这像是一个假设或咨询，不是某人现在的症状：谁、哪里不舒服、多久了？",
			"This reads as a supposition, not as somebody's "
			"complaint: who is ill, with what, since when?");
	else
		none.message = SAY(
			ui,
			"没有读出症状或生命体征，不能分级：哪里不舒服、多久了、多大年纪？",
			"No symptom or vital sign could be read, so there "
			"is no level: what is wrong, since when, how old?");
	vec_push(&r->errors, none);
	r->reasons |= 1u << EXIT_PARTIAL;
}

void triage_result(struct triage *t, struct result *r)
{
	r->patient = &t->patient;
	add_findings(t, r);
	add_not_checked(t, r);
	if (t->language.in[LANG_ZH])
		add_foreign(t, r);
	else if (!t->level)
		add_nothing(t, r);
}
