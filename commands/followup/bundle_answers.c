/* Answers to scales, forms and questionnaires as QuestionnaireResponse. */
#include "commands/followup/bundle.h"

#include "base/date.h"
#include "chart/answer.h"

#include <stdlib.h>
#include <string.h>

static bool together(const struct chart_answer *a, const struct chart_answer *b)
{
	return strcmp(a->form, b->form) == 0 && a->at == b->at &&
	       a->zone == b->zone && a->batch == b->batch;
}

static void response(struct bundle_writer *w, const struct chart_answer *first,
		     const struct chart_answer *end)
{
	struct jw *j = &w->j;
	bool attempt = strcmp(first->form, "attempt") == 0;
	char when[48];

	bundle_begin_row(w, "QuestionnaireResponse", TRANSFER_ANSWER,
			 first->id);
	jw_array(j, "extension");
	bundle_marks(w, TRANSFER_ANSWER, first->id, false);
	jw_end(j);
	jw_str(j, "questionnaire",
	       arena_printf(&w->f->arena, FHIR_FORM "%s", first->form));
	jw_str(j, "status", "completed");
	bundle_subject(w, "subject");
	jw_str(j, "authored", bundle_instant(when, first->at, first->zone));
	jw_array(j, "item");
	for (const struct chart_answer *a = first; a < end; a++) {
		jw_object(j, NULL);
		jw_str(j, "linkId",
		       attempt ? bundle_attempt(w, a->item) : a->item);
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
	if (a->batch != b->batch)
		return a->batch < b->batch ? -1 : 1;
	int items = strcmp(a->item, b->item);
	return items ? items : a->id < b->id ? -1 : a->id > b->id;
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

static bool add_item(struct bundle_reader *r, const char *patient,
		     const json_t *o, const json_t *item,
		     const struct chart_answer *a, struct err *err)
{
	const char *id = bundle_text(item, "linkId");
	const char *value =
		bundle_text(json_array_get(json_object_get(item, "answer"), 0),
			    "valueString");
	struct transfer_row row = {.live = true};
	int64_t stored;
	bool there;

	if (!id || !value) {
		r->left++;
		return true;
	}
	if (strcmp(a->form, "attempt") == 0)
		id = bundle_attempted(r, id);
	bundle_set_text(&row, TRANSFER_ANSWER, "form", a->form);
	bundle_set_text(&row, TRANSFER_ANSWER, "item", id);
	bundle_set_text(&row, TRANSFER_ANSWER, "value", value);
	bundle_set_int(&row, TRANSFER_ANSWER, "at", a->at);
	bundle_set_int(&row, TRANSFER_ANSWER, "zone", a->zone);
	return bundle_put(r, TRANSFER_ANSWER, patient, o, &row, &stored, &there,
			  err);
}

bool bundle_read_answers(struct bundle_reader *r, const char *patient,
			 const json_t *o, struct err *err)
{
	static const char prefix[] = FHIR_FORM;
	const char *uri = bundle_text(o, "questionnaire");
	const char *when = bundle_text(o, "authored");
	struct chart_answer a = {0};
	json_t *item;
	size_t i;

	if (!uri || strncmp(uri, prefix, sizeof prefix - 1) != 0 || !when ||
	    !date_parse_instant(when, &a.at, &a.zone)) {
		r->left++; /* another system's questions */
		return true;
	}
	a.form = uri + sizeof prefix - 1;
	json_array_foreach(json_object_get(o, "item"), i, item)
	{
		if (!add_item(r, patient, o, item, &a, err))
			return false;
	}
	return true;
}
