/* Rows as they stand, with their whole state, whether they count or were
 * taken back: for an export, and for taking it in again. */
#ifndef CHART_TRANSFER_H
#define CHART_TRANSFER_H

#include "base/arena.h"
#include "base/option.h"
#include "base/vec.h"
#include "chart/chart.h"
#include "chart/transfer_shape.h"

struct transfer_value {
	enum {
		TRANSFER_NULL,
		TRANSFER_IS_INT,
		TRANSFER_IS_REAL,
		TRANSFER_IS_TEXT
	} is;
	int64_t i;
	double r;
	const char *text;
};
struct transfer_row {
	int64_t id;      /* 1 for a patient */
	bool live;       /* it counts */
	bool taken_back; /* its batch was undone */
	struct transfer_value at[TRANSFER_COLUMNS];
};
struct transfer_row_vec VEC_OF(struct transfer_row);

/* The patient's rows of a table, by id. */
bool chart_transfer_list(struct chart *c, enum transfer_table t,
			 const char *patient, struct arena *a,
			 struct transfer_row_vec *ret, struct err *err);
/* Add a row; its batches and rows are numbers of this chart. A patient's row
 * takes the place of one whose batch was undone. */
bool chart_transfer_add(struct chart *c, enum transfer_table t,
			const char *patient, const struct transfer_row *row,
			int64_t *ret_id, struct err *err);
/* A row that was there before the import `batch`: one that counts, by its key;
 * of those that do not, one that is the same in all but batches and rows.
 * *ret_id 0: none. */
bool chart_transfer_find(struct chart *c, enum transfer_table t,
			 const char *patient, const struct transfer_row *row,
			 int64_t batch, int64_t *ret_id, struct err *err);
/* Ids of those whose enrolment was taken back. */
bool chart_transfer_gone(struct chart *c, struct arena *a,
			 struct string_vec *ret, struct err *err);

/* A batch as it stood in the other chart. */
struct transfer_batch {
	const char *kind, *source, *actor, *undone_by;
	int64_t at, undone_at; /* instants; DATE_NONE */
};
bool chart_transfer_batch(struct chart *c, int64_t id, struct arena *a,
			  struct transfer_batch *ret, struct err *err);
/* `part_of`: the import, whose undo takes it back, too. */
bool chart_transfer_batch_add(struct chart *c, const struct transfer_batch *b,
			      int64_t part_of, int64_t *ret_id,
			      struct err *err);

#endif
