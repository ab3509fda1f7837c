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

void report_release(struct report *r)
{
	patient_release(&r->patient);
	vec_free(&r->rows);
	vec_free(&r->unread);
	vec_free(&r->not_interpreted);
	vec_free(&r->observations);
	vec_free(&r->notes);
	vec_free(&r->past);
}
