/* Rows, their numbers and their batches → the chart. */
#include "commands/followup/bundle.h"

#include "base/date.h"

#include <stdlib.h>
#include <string.h>

/* --- numbers of the file ------------------------------------------------- */

static void note(struct bundle_reader *r, struct bundle_ids *ids,
		 int64_t number, int64_t id)
{
	if (number < 1 || number > r->most)
		return;
	while (ids->n <= (size_t)number)
		vec_push(ids, 0);
	ids->at[number] = id;
}

static int64_t known(const struct bundle_ids *ids, int64_t number)
{
	return number > 0 && (size_t)number < ids->n ? ids->at[number] : 0;
}

/* Of a resource the end of its id, else the extension. 0: none. */
static int64_t number_of(const json_t *o)
{
	const char *id = bundle_text(o, "id");
	const char *dash = id ? strrchr(id, '-') : NULL;
	int64_t number = 0;

	if (bundle_own_int(o, "number", &number))
		return number;
	return dash && strlen(dash) <= 16 ? strtoll(dash + 1, NULL, 10) : 0;
}

const char *bundle_attempted(struct bundle_reader *r, const char *number)
{
	return arena_printf(&r->f->arena, "%lld",
			    (long long)known(&r->ids[TRANSFER_VISIT],
					     strtoll(number, NULL, 10)));
}

/* --- batches ------------------------------------------------------------- */

/* "2026-11-30T00:00:00+00:00" of an extension. */
static int64_t instant_of(const json_t *o, const char *name)
{
	const char *text =
		bundle_text(bundle_extension_of(o, name), "valueDateTime");
	int64_t t;
	int zone;

	return text && date_parse_instant(text, &t, &zone) ? t : DATE_NONE;
}

void bundle_read_provenance(struct bundle_reader *r, const json_t *o)
{
	const json_t *who = json_object_get(
		json_array_get(json_object_get(o, "agent"), 0), "who");
	const char *recorded = bundle_text(o, "recorded");
	const char *actor = bundle_text(who, "display");
	struct bundle_batch b = {.number = number_of(o)};
	int zone;

	b.is.kind = bundle_own(r, o, "kind");
	b.is.source = bundle_own(r, o, "source");
	b.is.actor = arena_strdup(&r->f->arena, actor ? actor : "?");
	b.is.undone_at = instant_of(o, "undone-at");
	b.is.undone_by = bundle_own(r, o, "undone-by");
	if (!b.is.kind || !recorded ||
	    !date_parse_instant(recorded, &b.is.at, &zone) ||
	    known(&r->batch_at, b.number)) {
		r->left++;
		return;
	}
	vec_push(&r->batches, b);
	note(r, &r->batch_at, b.number, (int64_t)r->batches.n);
}

/* The batch here of one there, made when it is first needed. */
static bool batch_of(struct bundle_reader *r, int64_t number, int64_t *ret,
		     struct err *err)
{
	int64_t at_index = known(&r->batch_at, number);

	*ret = r->batch;
	if (!at_index)
		return true;
	struct bundle_batch *b = &r->batches.at[at_index - 1];
	if (!b->id && !chart_transfer_batch_add(r->f->chart, &b->is, r->batch,
						&b->id, err))
		return false;
	*ret = b->id;
	return true;
}

static void url_of(const char *column, char buf[40])
{
	size_t n = 0;

	for (; column[n] && n < 39; n++)
		buf[n] = column[n] == '_' ? '-' : column[n];
	buf[n] = '\0';
}

static bool set_batches(struct bundle_reader *r, enum transfer_table t,
			const json_t *o, struct transfer_row *row,
			struct err *err)
{
	const struct transfer_column *c = chart_transfer_shape(t)->column;

	for (int i = 0; c[i].name; i++) {
		char url[40];
		int64_t number = 0, id;
		if (c[i].kind != TRANSFER_BATCH)
			continue;
		url_of(c[i].name, url);
		bool given = bundle_own_int(o, url, &number);
		if (!given && strcmp(c[i].name, "batch") != 0)
			continue;
		if (!batch_of(r, number, &id, err))
			return false;
		bundle_set_int(row, t, c[i].name, id);
	}
	return true;
}

/* --- rows ---------------------------------------------------------------- */

bool bundle_look(struct bundle_reader *r, enum transfer_table t,
		 const char *patient, const json_t *o, struct transfer_row *row,
		 struct err *err)
{
	int64_t id;

	if (!chart_transfer_find(r->f->chart, t, patient, row, r->batch, &id,
				 err))
		return false;
	note(r, &r->ids[t], number_of(o), id);
	return true;
}

bool bundle_put(struct bundle_reader *r, enum transfer_table t,
		const char *patient, const json_t *o, struct transfer_row *row,
		int64_t *ret_id, bool *ret_there, struct err *err)
{
	if (!chart_transfer_find(r->f->chart, t, patient, row, r->batch, ret_id,
				 err))
		return false;
	*ret_there = *ret_id != 0;
	*(*ret_there ? &r->there : &r->taken) += 1;
	if (!*ret_there &&
	    (!set_batches(r, t, o, row, err) ||
	     !chart_transfer_add(r->f->chart, t, patient, row, ret_id, err)))
		return false;
	note(r, &r->ids[t], number_of(o), *ret_id);
	return true;
}

/* What a calendar and a counter can hold; the rest is no number of ours. */
static bool is_possible(const struct transfer_column *c, int64_t i)
{
	if (c->kind == TRANSFER_INSTANT)
		return i > INT32_MIN * (int64_t)DATE_DAY &&
		       i < INT32_MAX * (int64_t)DATE_DAY &&
		       bundle_is_date(i / DATE_DAY);
	return i >= INT32_MIN && i <= INT32_MAX;
}

static void read_column(struct bundle_reader *r,
			const struct transfer_column *c, const json_t *o,
			struct transfer_value *ret)
{
	char url[40];

	url_of(c->name, url);
	const json_t *x = bundle_extension_of(o, url);
	const char *text = bundle_text(x, "valueString");
	const char *date = bundle_text(x, "valueDate");
	const json_t *i = json_object_get(x, "valueInteger");
	const json_t *n = json_object_get(x, "valueDecimal");
	int64_t t = instant_of(o, url);

	*ret = (struct transfer_value){0};
	if (text) {
		ret->is = TRANSFER_IS_TEXT;
		ret->text = arena_strdup(&r->f->arena, text);
	} else if (json_is_number(n)) {
		ret->is = TRANSFER_IS_REAL;
		ret->r = json_number_value(n);
	} else if (json_is_integer(i)) {
		ret->is = TRANSFER_IS_INT;
		ret->i = json_integer_value(i);
	} else if (date && bundle_day(date) != DATE_NONE) {
		ret->is = TRANSFER_IS_INT;
		ret->i = bundle_day(date);
	} else if (t != DATE_NONE) {
		ret->is = TRANSFER_IS_INT;
		ret->i = t;
	}
	if (ret->is == TRANSFER_IS_INT && !is_possible(c, ret->i))
		*ret = (struct transfer_value){0};
}

/* What it refers to is here; what stands for it may come later. */
static bool refer(struct bundle_reader *r, enum transfer_table t,
		  struct transfer_row *row, int64_t *ret_superseded)
{
	const struct transfer_column *c = chart_transfer_shape(t)->column;

	*ret_superseded = 0;
	for (int i = 0; c[i].name; i++) {
		struct transfer_value *v = &row->at[i];
		if (c[i].kind != TRANSFER_ROW || v->is != TRANSFER_IS_INT)
			continue;
		if (t == TRANSFER_OBSERVATION) {
			*ret_superseded = v->i;
			*v = (struct transfer_value){0};
			continue;
		}
		v->i = known(&r->ids[c[i].of], v->i);
		if (!v->i)
			return false;
	}
	return true;
}

/* The columns that the chart insists on have a value of their kind. */
static bool is_whole(enum transfer_table t, const struct transfer_row *row)
{
	static const char *const needed[TRANSFER_TABLES] = {
		[TRANSFER_PATIENT] = "",
		[TRANSFER_CONTEXT] = "kind text",
		[TRANSFER_OBSERVATION] = "code at zone timed",
		[TRANSFER_PLAN] = "protocol version start",
		[TRANSFER_VISIT] = "plan kind planned first last lost sequence",
		[TRANSFER_MEDICATION] = "text",
		[TRANSFER_ANSWER] = "form item value at zone",
		[TRANSFER_SENT] = "form day due",
		[TRANSFER_CRITICAL] = "observation code value finding opened",
		[TRANSFER_TAKE] = "medication at taken",
		[TRANSFER_REFILL] = "medication day days",
	};
	const struct transfer_column *c = chart_transfer_shape(t)->column;

	for (int i = 0; c[i].name; i++) {
		const struct transfer_value *v = &row->at[i];
		const char *at_word = strstr(needed[t], c[i].name);
		size_t n = strlen(c[i].name);
		bool must = at_word &&
			    (at_word == needed[t] || at_word[-1] == ' ') &&
			    (at_word[n] == '\0' || at_word[n] == ' ');
		bool text = c[i].kind == TRANSFER_TEXT;
		if ((must && !v->is) ||
		    (v->is && text != (v->is == TRANSFER_IS_TEXT)))
			return false;
	}
	return true;
}

bool bundle_read_columns(struct bundle_reader *r, enum transfer_table t,
			 const char *patient, const json_t *o, bool live,
			 struct err *err)
{
	const struct transfer_column *c = chart_transfer_shape(t)->column;
	struct transfer_row row = {0};
	int item = chart_transfer_column(TRANSFER_ANSWER, "item");
	int form = chart_transfer_column(TRANSFER_ANSWER, "form");
	int64_t superseded, id;
	bool there;

	row.live = live || bundle_own_int(o, "counts", &id);
	row.taken_back = bundle_own_int(o, "taken-back", &id);
	for (int i = 0; c[i].name; i++)
		if (c[i].kind != TRANSFER_BATCH)
			read_column(r, &c[i], o, &row.at[i]);
	if (t == TRANSFER_REFILL) {
		struct transfer_value *days =
			&row.at[chart_transfer_column(t, "days")];
		if (days->is == TRANSFER_IS_INT)
			bundle_set_real(&row, t, "days", (double)days->i);
	}
	if (!refer(r, t, &row, &superseded) || !is_whole(t, &row)) {
		r->left++;
		return true;
	}
	if (t == TRANSFER_ANSWER && row.at[form].text &&
	    strcmp(row.at[form].text, "attempt") == 0)
		row.at[item].text = bundle_attempted(r, row.at[item].text);
	if (!bundle_put(r, t, patient, o, &row, &id, &there, err))
		return false;
	if (superseded && !there) {
		struct bundle_number pair = {id, superseded};
		vec_push(&r->superseded, pair);
	}
	return true;
}

int bundle_history_table(const json_t *o)
{
	const json_t *coding = json_array_get(
		json_object_get(json_object_get(o, "code"), "coding"), 0);
	const char *system = bundle_text(coding, "system");
	const char *code = bundle_text(coding, "code");

	for (int t = 0; system && code && t < TRANSFER_TABLES; t++)
		if (strcmp(system, FHIR_HISTORY) == 0 &&
		    strcmp(code, chart_transfer_shape((enum transfer_table)t)
					 ->name) == 0)
			return t;
	return -1;
}

bool bundle_read_superseded(struct bundle_reader *r, struct err *err)
{
	for (size_t i = 0; i < r->superseded.n; i++) {
		int64_t by = known(&r->ids[TRANSFER_OBSERVATION],
				   r->superseded.at[i].number);
		if (by && !chart_observation_supersede(
				  r->f->chart, r->superseded.at[i].id, by, err))
			return false;
	}
	return true;
}
