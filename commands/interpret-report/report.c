#include "commands/interpret-report/report.h"

#include "base/date.h"

struct report *report_new(struct arena *a)
{
	struct report *r = arena_new(a, struct report);

	r->arena = a;
	r->patient = patient_unknown();
	r->when = DATE_NONE;
	return r;
}

void report_hand(struct report_sink *sink, struct report *r)
{
	sink->n++;
	sink->take(sink->self, r);
}

static void append(void *self, struct report *r)
{
	struct report_vec *list = self;

	vec_push(list, r);
}

struct report_sink report_sink_to(struct report_vec *list)
{
	return (struct report_sink){append, list, 0};
}

void report_release(struct report *r)
{
	patient_release(&r->patient);
	vec_free(&r->rows);
	vec_free(&r->unread);
	vec_free(&r->withdrawn);
	vec_free(&r->not_interpreted);
	vec_free(&r->observations);
	vec_free(&r->notes);
	vec_free(&r->past);
}

void report_shift(struct report *r, int lines, size_t bytes)
{
	for (size_t k = 0; k < r->rows.n; k++) {
		struct raw_row *row = &r->rows.at[k];
		if (row->line) /* a resource of FHIR has none */
			row->line += lines;
		if (row->end) {
			row->start += bytes;
			row->end += bytes;
		}
	}
	for (size_t k = 0; k < r->unread.n; k++)
		r->unread.at[k].line += lines;
	for (size_t k = 0; k < r->withdrawn.n; k++)
		if (r->withdrawn.at[k].line)
			r->withdrawn.at[k].line += lines;
	for (size_t k = 0; k < r->not_interpreted.n; k++)
		if (r->not_interpreted.at[k].line)
			r->not_interpreted.at[k].line += lines;
}
