/* Answers: items of a visit's form, of a scale, of a questionnaire; and the
 * questionnaires that were handed out. The latest answer to an item counts. */
#ifndef CHART_ANSWER_H
#define CHART_ANSWER_H

#include "base/arena.h"
#include "base/vec.h"
#include "chart/chart.h"

struct chart_answer {
	int64_t id;
	const char *form, *item; /* "visit" "smoke"; "phq-9" "item3" */
	const char *value;       /* as given */
	int64_t at;              /* instant, UTC */
	int zone;                /* seconds east of UTC */
	int64_t batch;
};
struct chart_answer_vec VEC_OF(struct chart_answer);

bool chart_answer_add(struct chart *c, const char *patient,
		      const struct chart_answer *a, int64_t batch,
		      struct err *err);
/* Oldest first, from <= at < until; form NULL: every form. */
bool chart_answer_list(struct chart *c, const char *patient, const char *form,
		       int64_t from, int64_t until, struct arena *a,
		       struct chart_answer_vec *ret, struct err *err);

/* A questionnaire handed out on `day`, to be back by `due`. */
struct chart_sent {
	int64_t id;
	const char *patient, *form;
	int64_t day, due;
	int64_t answered; /* DATE_NONE: not yet */
};
struct chart_sent_vec VEC_OF(struct chart_sent);

bool chart_sent_add(struct chart *c, const struct chart_sent *s, int64_t batch,
		    int64_t *ret_id, struct err *err);
bool chart_sent_answer(struct chart *c, int64_t id, int64_t day, int64_t batch,
		       struct err *err);
/* patient NULL: those of everybody; oldest first. */
bool chart_sent_list(struct chart *c, const char *patient, struct arena *a,
		     struct chart_sent_vec *ret, struct err *err);

#endif
