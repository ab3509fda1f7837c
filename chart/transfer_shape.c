/* The tables of the chart, as an export sees them. */
#include "chart/transfer_shape.h"

#include <string.h>

#define BATCH_COLUMN                              \
	{                                         \
		"batch", TRANSFER_BATCH, 0, false \
	}
#define TEXT_COLUMN(name, key)              \
	{                                   \
		name, TRANSFER_TEXT, 0, key \
	}
#define DAY_COLUMN(name, key)              \
	{                                  \
		name, TRANSFER_DAY, 0, key \
	}
#define INSTANT_COLUMN(name, key)              \
	{                                      \
		name, TRANSFER_INSTANT, 0, key \
	}
#define INT_COLUMN(name)                     \
	{                                    \
		name, TRANSFER_INT, 0, false \
	}
#define REAL_COLUMN(name, key)              \
	{                                   \
		name, TRANSFER_REAL, 0, key \
	}
#define ROW_COLUMN(name, of, key)           \
	{                                   \
		name, TRANSFER_ROW, of, key \
	}
#define BY_COLUMN(name)                        \
	{                                      \
		name, TRANSFER_BATCH, 0, false \
	}

static const struct transfer_shape shapes[TRANSFER_TABLES] = {
	[TRANSFER_PATIENT] =
		{"patient",
		 {TEXT_COLUMN("name", false), TEXT_COLUMN("sex", false),
		  DAY_COLUMN("birth", false), INT_COLUMN("birth_exact"),
		  TEXT_COLUMN("doctor", false), TEXT_COLUMN("village", false),
		  TEXT_COLUMN("phone", false), DAY_COLUMN("ended", false),
		  TEXT_COLUMN("outcome", false), TEXT_COLUMN("reason", false),
		  BATCH_COLUMN, BY_COLUMN("end_batch")}},
	[TRANSFER_CONTEXT] = {"context",
			      {TEXT_COLUMN("kind", true),
			       TEXT_COLUMN("text", true),
			       TEXT_COLUMN("code", false), BATCH_COLUMN}},
	[TRANSFER_OBSERVATION] =
		{"observation",
		 {TEXT_COLUMN("code", true), REAL_COLUMN("value", true),
		  TEXT_COLUMN("comparator", false), TEXT_COLUMN("text", true),
		  TEXT_COLUMN("unit", true), REAL_COLUMN("canonical", false),
		  TEXT_COLUMN("canonical_unit", false),
		  INSTANT_COLUMN("at", true), INT_COLUMN("zone"),
		  INT_COLUMN("timed"), TEXT_COLUMN("context", true),
		  TEXT_COLUMN("source", true), BATCH_COLUMN, INT_COLUMN("row"),
		  ROW_COLUMN("superseded_by", TRANSFER_OBSERVATION, false)}},
	[TRANSFER_PLAN] = {"plan",
			   {TEXT_COLUMN("protocol", true),
			    TEXT_COLUMN("version", false),
			    DAY_COLUMN("start", true),
			    DAY_COLUMN("ended", false),
			    TEXT_COLUMN("reason", false), BATCH_COLUMN,
			    BY_COLUMN("end_batch")}},
	[TRANSFER_VISIT] =
		{"visit",
		 {ROW_COLUMN("plan", TRANSFER_PLAN, true),
		  TEXT_COLUMN("kind", true), DAY_COLUMN("planned", true),
		  DAY_COLUMN("first", false), DAY_COLUMN("last", false),
		  DAY_COLUMN("lost", false), INT_COLUMN("sequence"),
		  DAY_COLUMN("done", false), TEXT_COLUMN("outcome", false),
		  TEXT_COLUMN("note", false), DAY_COLUMN("cancelled", false),
		  BATCH_COLUMN, BY_COLUMN("done_batch"),
		  BY_COLUMN("cancel_batch")}},
	[TRANSFER_MEDICATION] = {"medication",
				 {TEXT_COLUMN("text", true),
				  DAY_COLUMN("start", true),
				  DAY_COLUMN("stop", false),
				  TEXT_COLUMN("reason", false), BATCH_COLUMN,
				  BY_COLUMN("stop_batch")}},
	[TRANSFER_ANSWER] = {"answer",
			     {TEXT_COLUMN("form", true),
			      TEXT_COLUMN("item", true),
			      TEXT_COLUMN("value", true),
			      INSTANT_COLUMN("at", true), INT_COLUMN("zone"),
			      BATCH_COLUMN}},
	[TRANSFER_SENT] = {"sent",
			   {TEXT_COLUMN("form", true), DAY_COLUMN("day", true),
			    DAY_COLUMN("due", true),
			    DAY_COLUMN("answered", false), BATCH_COLUMN,
			    BY_COLUMN("answer_batch")}},
	[TRANSFER_CRITICAL] =
		{"critical",
		 {ROW_COLUMN("observation", TRANSFER_OBSERVATION, true),
		  TEXT_COLUMN("code", true), TEXT_COLUMN("value", true),
		  TEXT_COLUMN("finding", true), INSTANT_COLUMN("opened", false),
		  TEXT_COLUMN("told", false), INSTANT_COLUMN("told_at", false),
		  INT_COLUMN("read_back"), TEXT_COLUMN("action", false),
		  INSTANT_COLUMN("closed", false), BATCH_COLUMN,
		  BY_COLUMN("close_batch")}},
	[TRANSFER_TAKE] = {"take",
			   {ROW_COLUMN("medication", TRANSFER_MEDICATION, true),
			    INSTANT_COLUMN("at", true), INT_COLUMN("taken"),
			    BATCH_COLUMN}},
	[TRANSFER_REFILL] = {"refill",
			     {ROW_COLUMN("medication", TRANSFER_MEDICATION,
					 true),
			      DAY_COLUMN("day", true),
			      REAL_COLUMN("days", true), BATCH_COLUMN}},
};

const struct transfer_shape *chart_transfer_shape(enum transfer_table t)
{
	return &shapes[t];
}

int chart_transfer_column(enum transfer_table t, const char *name)
{
	const struct transfer_column *c = shapes[t].column;

	for (int i = 0; c[i].name; i++)
		if (strcmp(c[i].name, name) == 0)
			return i;
	return -1;
}
