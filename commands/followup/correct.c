/* add ID correct: a reading that was entered wrongly. The old one stays in the
 * chart and counts no more; the new one takes its time. */
#include "commands/followup/followup.h"

#include "base/date.h"

#include <string.h>

bool followup_is_correct(const char *word)
{
	return strcmp(word, "correct") == 0 || strcmp(word, "更正") == 0;
}

static bool is_meant(const struct followup *f,
		     const struct chart_observation *o,
		     const struct chart_observation *at)
{
	if (!f->params->at && !f->said_at)
		return true;
	return at->timed ? o->at / 60 == at->at / 60
			 : (o->at + o->zone) / DATE_DAY ==
				   (at->at + at->zone) / DATE_DAY;
}

/* The reading meant: of --at, else the last. */
static bool find(struct followup *f, const char *patient,
		 const struct chart_observation *corrected,
		 const struct chart_observation *at,
		 struct chart_observation *ret, struct err *err)
{
	struct chart_observation_vec list = {0};
	size_t found = 0;
	bool ok = chart_observation_series(f->chart, patient, corrected->code,
					   INT64_MIN, &f->arena, &list, err);

	for (size_t i = 0; ok && i < list.n; i++) {
		const struct chart_observation *o = &list.at[i];
		bool other = corrected->context && o->context &&
			     strcmp(corrected->context, o->context) != 0;
		if (!is_meant(f, o, at) || other)
			continue;
		found = f->params->at || f->said_at ? found + 1 : 1;
		*ret = *o;
	}
	vec_free(&list);
	if (ok && found == 0)
		return ERR(err, ERR_CHART, patient,
			   "no such reading there to correct; see show");
	return ok && (found == 1 ||
		      ERR(err, ERR_CHART, patient,
			  "several readings there; say which with --at and "
			  "its clock time"));
}

static bool same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool is_same(const struct chart_observation *a,
		    const struct chart_observation *b)
{
	return a->value == b->value && same_text(a->unit, b->unit) &&
	       same_text(a->comparator, b->comparator) &&
	       same_text(a->context, b->context);
}

/* *changed stays when that is what stands there: of a pressure often one of
 * the two is right. */
static bool correct_one(struct followup *f, const char *patient,
			struct chart_observation *o,
			const struct chart_observation *at, int64_t batch,
			size_t *changed, struct err *err)
{
	struct chart_observation old = {0};
	enum chart_added added;
	int64_t id;

	if (!find(f, patient, o, at, &old, err))
		return false;
	o->at = old.at;
	o->zone = old.zone;
	o->timed = old.timed;
	if (!o->context)
		o->context = old.context;
	if (is_same(o, &old))
		return true;
	++*changed;
	strbuf_adds(&f->out, "  ");
	followup_observation_text(f, &f->out, o);
	strbuf_adds(&f->out, SAY(f->app->ui, "  更正 ", "  instead of "));
	followup_observation_text(f, &f->out, &old);
	strbuf_addch(&f->out, '\n');
	return chart_observation_add(f->chart, patient, o, batch, &id, &added,
				     err) &&
	       chart_observation_supersede(f->chart, old.id, id, err);
}

bool followup_correct(struct followup *f, struct err *err)
{
	struct chart_observation_vec list = {0};
	struct chart_observation at = {0};
	struct string_vec typed = {0};
	struct chart_patient p;
	size_t changed = 0;
	int64_t batch;
	bool visit;
	bool ok = followup_format(f, "text", err) &&
		  followup_patient(f, &p, err) &&
		  followup_typed(f, 3, &typed, err) &&
		  followup_readings(f, 3, &list, &visit, err) &&
		  followup_at(f, &at, err);

	if (ok && (visit || !list.n))
		ok = ERR(err, ERR_ARGUMENT, "correct", "bp 142/90");
	ok = ok && chart_batch(f->chart, "correct", "typed", &batch, err);
	if (ok)
		strbuf_addf(&f->out, "%s\n", p.id);
	for (size_t i = 0; ok && i < list.n; i++)
		ok = correct_one(f, p.id, &list.at[i], &at, batch, &changed,
				 err);
	if (ok && !changed)
		ok = ERR(err, ERR_CHART, p.id,
			 "that is what stands there already");
	ok = ok && followup_findings(f, &p, batch, err);
	f->changed = ok && !f->params->dry_run;
	vec_free(&list);
	vec_free(&typed);
	return ok;
}
