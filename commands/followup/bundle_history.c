/* Rows and batches behind a Bundle: their numbers, what counts no more, and
 * who entered what when. */
#include "commands/followup/bundle.h"

#include "base/date.h"
#include "base/num.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* URL of a column: done_batch → urn:clin:done-batch. */
static const char *url_of(const char *column, char buf[40])
{
	snprintf(buf, 40, "%s", column);
	for (char *p = buf; *p; p++)
		if (*p == '_')
			*p = '-';
	return buf;
}

bool bundle_history_load(struct bundle_writer *w, struct err *err)
{
	bool ok = true;

	for (int t = 0; ok && t < TRANSFER_TABLES; t++) {
		struct transfer_row_vec *rows = &w->rows[t];
		rows->n = w->numbers[t].n = 0;
		ok = chart_transfer_list(w->f->chart, (enum transfer_table)t,
					 w->id, &w->f->arena, rows, err);
		for (size_t i = 0; i < rows->n; i++) {
			struct bundle_number number = {rows->at[i].id, 0};
			vec_push(&w->numbers[t], number);
		}
	}
	return ok;
}

void bundle_history_free(struct bundle_writer *w)
{
	for (int t = 0; t < TRANSFER_TABLES; t++) {
		vec_free(&w->rows[t]);
		vec_free(&w->numbers[t]);
	}
	vec_free(&w->batches);
	vec_free(&w->pending);
}

/* Its place among the rows of this patient; n: not there. */
static size_t place_of(const struct bundle_writer *w, enum transfer_table t,
		       int64_t id)
{
	const struct transfer_row_vec *rows = &w->rows[t];
	size_t low = 0, high = rows->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (rows->at[middle].id < id)
			low = middle + 1;
		else
			high = middle;
	}
	return low < rows->n && rows->at[low].id == id ? low : rows->n;
}

const struct transfer_row *bundle_row(const struct bundle_writer *w,
				      enum transfer_table t, int64_t id)
{
	size_t i = place_of(w, t, id);

	return i < w->rows[t].n ? &w->rows[t].at[i] : NULL;
}

int64_t bundle_row_number(struct bundle_writer *w, enum transfer_table t,
			  int64_t id)
{
	size_t i = place_of(w, t, id);

	if (i == w->rows[t].n)
		return 0;
	if (!w->numbers[t].at[i].number)
		w->numbers[t].at[i].number = ++w->last[t];
	return w->numbers[t].at[i].number;
}

static int64_t batch_number(struct bundle_writer *w, int64_t id)
{
	while (w->batches.n <= (size_t)id)
		vec_push(&w->batches, 0);
	if (!w->batches.at[id]) {
		w->batches.at[id] = ++w->last_batch;
		vec_push(&w->pending, id);
	}
	return w->batches.at[id];
}

void bundle_begin_row(struct bundle_writer *w, const char *type,
		      enum transfer_table t, int64_t id)
{
	char buf[48];

	bundle_begin(w, type);
	snprintf(buf, sizeof buf, "%s-%lld", chart_transfer_shape(t)->name,
		 (long long)bundle_row_number(w, t, id));
	jw_str(&w->j, "id", buf);
}

void bundle_refer(struct bundle_writer *w, const char *key, const char *type,
		  enum transfer_table t, int64_t id)
{
	char buf[80];

	snprintf(buf, sizeof buf, "%s/%s-%lld", type,
		 chart_transfer_shape(t)->name,
		 (long long)bundle_row_number(w, t, id));
	jw_object(&w->j, key);
	jw_str(&w->j, "reference", buf);
	jw_end(&w->j);
}

const char *bundle_instant(char buf[48], int64_t at, int zone)
{
	char local[32];
	int minutes = abs(zone) / 60;

	snprintf(buf, 48, "%s%c%02d:%02d", date_format(local, at + zone, true),
		 zone < 0 ? '-' : '+', minutes / 60 % 24, minutes % 60);
	return buf;
}

void bundle_number(struct jw *j, const char *key, double x)
{
	char buf[NUM_SIZE];
	double back;

	if (!num_is_finite(x) ||
	    (num_parse_all(num_format(buf, x), &back) && back == x)) {
		jw_num(j, key, x);
		return;
	}
	int n = snprintf(buf, sizeof buf, "%.16g", x);
	if (!num_parse_all(buf, &back) || back != x)
		n = snprintf(buf, sizeof buf, "%.17g", x);
	jw_raw(j, key, buf, (size_t)n);
}

void bundle_marks(struct bundle_writer *w, enum transfer_table t, int64_t id,
		  bool nested)
{
	const struct transfer_row *row = bundle_row(w, t, id);
	const struct transfer_column *c = chart_transfer_shape(t)->column;
	char url[40];

	if (nested)
		bundle_extension_int(&w->j, "number",
				     bundle_row_number(w, t, id));
	for (int i = 0; row && c[i].name; i++)
		if (c[i].kind == TRANSFER_BATCH &&
		    row->at[i].is == TRANSFER_IS_INT)
			bundle_extension_int(&w->j, url_of(c[i].name, url),
					     batch_number(w, row->at[i].i));
}

bool bundle_is_date(int64_t day)
{
	return day >= date_days((struct date){1900, 1, 1}) &&
	       day <= date_days((struct date){2199, 12, 31});
}

static void real(struct jw *j, const char *name, double x)
{
	char url[64];

	snprintf(url, sizeof url, FHIR_OWN "%s", name);
	jw_object(j, NULL);
	jw_str(j, "url", url);
	bundle_number(j, "valueDecimal", x);
	jw_end(j);
}

static void instant(struct jw *j, const char *name, int64_t at)
{
	char url[64], buf[48];

	snprintf(url, sizeof url, FHIR_OWN "%s", name);
	jw_object(j, NULL);
	jw_str(j, "url", url);
	jw_str(j, "valueDateTime", bundle_instant(buf, at, 0));
	jw_end(j);
}

static void column(struct bundle_writer *w, const struct transfer_column *c,
		   const struct transfer_value *v)
{
	struct jw *j = &w->j;
	char url[40];
	const char *name = url_of(c->name, url);

	if (v->is == TRANSFER_IS_TEXT)
		bundle_extension(j, name, v->text);
	else if (v->is == TRANSFER_IS_REAL)
		real(j, name, v->r);
	else if (v->is != TRANSFER_IS_INT)
		return;
	else if (c->kind == TRANSFER_BATCH)
		bundle_extension_int(j, name, batch_number(w, v->i));
	else if (c->kind == TRANSFER_ROW)
		bundle_extension_int(j, name,
				     bundle_row_number(w, c->of, v->i));
	else if (c->kind == TRANSFER_DAY)
		bundle_extension_day(w, j, name, v->i);
	else if (c->kind == TRANSFER_INSTANT && bundle_is_date(v->i / DATE_DAY))
		instant(j, name, v->i);
	else
		bundle_extension_int(j, name, v->i);
}

void bundle_columns(struct bundle_writer *w, enum transfer_table t,
		    const struct transfer_row *row)
{
	const struct transfer_column *c = chart_transfer_shape(t)->column;
	bool names = w->f->params->with_names;

	for (int i = 0; c[i].name; i++)
		if (names || t != TRANSFER_PATIENT ||
		    (strcmp(c[i].name, "name") != 0 &&
		     strcmp(c[i].name, "phone") != 0))
			column(w, &c[i], &row->at[i]);
}

static void code(struct jw *j, const char *system, const char *word)
{
	jw_object(j, "code");
	jw_array(j, "coding");
	jw_object(j, NULL);
	jw_str(j, "system", system);
	jw_str(j, "code", word);
	jw_end(j);
	jw_end(j);
	jw_end(j);
}

/* Of a try to reach somebody the item is the number of a visit. */
static struct transfer_row renumbered(struct bundle_writer *w,
				      enum transfer_table t,
				      const struct transfer_row *row)
{
	struct transfer_row x = *row;
	int form = chart_transfer_column(TRANSFER_ANSWER, "form");
	int item = chart_transfer_column(TRANSFER_ANSWER, "item");

	if (t == TRANSFER_ANSWER && strcmp(x.at[form].text, "attempt") == 0)
		x.at[item].text = bundle_attempt(w, x.at[item].text);
	return x;
}

const char *bundle_attempt(struct bundle_writer *w, const char *visit)
{
	return arena_printf(
		&w->f->arena, "%lld",
		(long long)bundle_row_number(w, TRANSFER_VISIT,
					     strtoll(visit, NULL, 10)));
}

static void basic(struct bundle_writer *w, enum transfer_table t,
		  const struct transfer_row *row)
{
	struct transfer_row x = renumbered(w, t, row);
	char id[64];

	bundle_begin(w, "Basic");
	if (t != TRANSFER_PATIENT) {
		snprintf(id, sizeof id, "%s-%lld",
			 chart_transfer_shape(t)->name,
			 (long long)bundle_row_number(w, t, row->id));
		jw_str(&w->j, "id", id);
	}
	jw_array(&w->j, "extension");
	bundle_columns(w, t, &x);
	/* of somebody who is gone */
	if (row->live)
		bundle_extension_int(&w->j, "counts", 1);
	if (row->taken_back)
		bundle_extension_int(&w->j, "taken-back", 1);
	jw_end(&w->j);
	code(&w->j, FHIR_HISTORY, chart_transfer_shape(t)->name);
	bundle_subject(w, "subject");
	bundle_end(w);
}

static void provenance(struct bundle_writer *w, int64_t id,
		       const struct transfer_batch *b)
{
	struct jw *j = &w->j;
	char buf[48];

	bundle_begin(w, "Provenance");
	snprintf(buf, sizeof buf, "batch-%lld", (long long)batch_number(w, id));
	jw_str(j, "id", buf);
	jw_array(j, "extension");
	bundle_extension(j, "kind", b->kind);
	bundle_extension(j, "source", b->source);
	if (b->undone_at != DATE_NONE)
		instant(j, "undone-at", b->undone_at);
	bundle_extension(j, "undone-by", b->undone_by);
	jw_end(j);
	jw_array(j, "target");
	bundle_subject(w, NULL);
	jw_end(j);
	jw_str(j, "recorded", bundle_instant(buf, b->at, 0));
	jw_array(j, "agent");
	jw_object(j, NULL);
	jw_object(j, "who");
	jw_str(j, "display", b->actor);
	jw_end(j);
	jw_end(j);
	jw_end(j);
	bundle_end(w);
}

bool bundle_write_history(struct bundle_writer *w, bool all, struct err *err)
{
	for (int t = all ? TRANSFER_PATIENT : TRANSFER_CONTEXT;
	     t < TRANSFER_TABLES; t++)
		for (size_t i = 0; i < w->rows[t].n; i++)
			if (all || !w->rows[t].at[i].live)
				basic(w, (enum transfer_table)t,
				      &w->rows[t].at[i]);
	for (size_t i = 0; i < w->pending.n; i++) {
		struct transfer_batch b;
		if (!chart_transfer_batch(w->f->chart, w->pending.at[i],
					  &w->f->arena, &b, err))
			return false;
		provenance(w, w->pending.at[i], &b);
	}
	w->pending.n = 0;
	return true;
}
