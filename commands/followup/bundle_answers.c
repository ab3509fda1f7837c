/* Answers to scales, forms and questionnaires as QuestionnaireResponse. */
#include "commands/followup/bundle.h"

#include "base/date.h"
#include "chart/answer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool together(const struct chart_answer *a, const struct chart_answer *b)
{
	return strcmp(a->form, b->form) == 0 && a->at == b->at &&
	       a->zone == b->zone;
}

static void response(struct bundle_writer *w, const struct chart_answer *first,
		     const struct chart_answer *end)
{
	struct jw *j = &w->j;
	int minutes = abs(first->zone) / 60;
	char at[32], when[40];

	bundle_begin(w, "QuestionnaireResponse");
	jw_str(j, "questionnaire",
	       arena_printf(&w->f->arena, FHIR_FORM "%s", first->form));
	jw_str(j, "status", "completed");
	bundle_subject(w, "subject");
	date_format(at, first->at + first->zone, true);
	snprintf(when, sizeof when, "%s%c%02d:%02d", at,
		 first->zone < 0 ? '-' : '+', minutes / 60 % 24, minutes % 60);
	jw_str(j, "authored", when);
	jw_array(j, "item");
	for (const struct chart_answer *a = first; a < end; a++) {
		jw_object(j, NULL);
		jw_str(j, "linkId", a->item);
		jw_array(j, "answer");
		jw_object(j, NULL);
		jw_str(j, "valueString", a->value);
		jw_end(j);
		jw_end(j);
		jw_end(j);
	}
	jw_end(j);
	bundle_end(w);
}

static int by_form(const void *pa, const void *pb)
{
	const struct chart_answer *a = pa, *b = pb;
	int forms = strcmp(a->form, b->form);

	if (forms)
		return forms;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return strcmp(a->item, b->item);
}

bool bundle_write_answers(struct bundle_writer *w, struct err *err)
{
	struct chart_answer_vec list = {0};

	if (!chart_answer_list(w->f->chart, w->id, NULL, INT64_MIN, INT64_MAX,
			       &w->f->arena, &list, err))
		return false;
	if (list.n)
		qsort(list.at, list.n, sizeof *list.at, by_form);
	for (size_t i = 0, next; i < list.n; i = next) {
		for (next = i;
		     next < list.n && together(&list.at[i], &list.at[next]);
		     next++)
			;
		response(w, &list.at[i], &list.at[next]);
	}
	vec_free(&list);
	return true;
}

static bool is_there(const struct chart_answer_vec *list,
		     const struct chart_answer *a)
{
	for (size_t i = 0; i < list->n; i++)
		if (together(&list->at[i], a) &&
		    strcmp(list->at[i].item, a->item) == 0 &&
		    strcmp(list->at[i].value, a->value) == 0)
			return true;
	return false;
}

static bool add_item(struct bundle_reader *r, const char *patient,
		     const json_t *item, struct chart_answer a,
		     const struct chart_answer_vec *there, struct err *err)
{
	const char *id = bundle_text(item, "linkId");
	const char *value =
		bundle_text(json_array_get(json_object_get(item, "answer"), 0),
			    "valueString");

	if (!id || !value) {
		r->left++;
		return true;
	}
	a.item = arena_strdup(&r->f->arena, id);
	a.value = arena_strdup(&r->f->arena, value);
	if (is_there(there, &a)) {
		r->there++;
		return true;
	}
	r->taken++;
	return chart_answer_add(r->f->chart, patient, &a, r->batch, err);
}

bool bundle_read_answers(struct bundle_reader *r, const char *patient,
			 const json_t *o, struct err *err)
{
	static const char prefix[] = FHIR_FORM;
	const char *uri = bundle_text(o, "questionnaire");
	const char *when = bundle_text(o, "authored");
	struct chart_answer_vec there = {0};
	struct chart_answer a = {0};
	json_t *item;
	size_t i;
	bool ok = true;

	if (!uri || strncmp(uri, prefix, sizeof prefix - 1) != 0 || !when ||
	    !date_parse_instant(when, &a.at, &a.zone)) {
		r->left++; /* another system's questions */
		return true;
	}
	a.form = arena_strdup(&r->f->arena, uri + sizeof prefix - 1);
	if (!chart_answer_list(r->f->chart, patient, a.form, a.at, a.at + 1,
			       &r->f->arena, &there, err))
		return false;
	json_array_foreach(json_object_get(o, "item"), i, item)
	{
		if (ok)
			ok = add_item(r, patient, item, a, &there, err);
	}
	vec_free(&there);
	return ok;
}
