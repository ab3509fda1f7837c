#include "chart/transfer_rule.h"

#define COUNTS(table, id)                                                \
	"(SELECT ob.undone_at IS NULL FROM " table " o JOIN batch ob ON" \
	" ob.id = o.batch WHERE o.id = " id ")"

/* How rows of a patient (?1) are found; and what else must count for a row to
 * count. */
const struct transfer_rule transfer_rules[TRANSFER_TABLES] = {
	[TRANSFER_PATIENT] = {"1", "t.id = ?1", "1"},
	[TRANSFER_CONTEXT] = {"t.rowid", "t.patient = ?1", "1"},
	[TRANSFER_OBSERVATION] = {"t.id", "t.patient = ?1",
				  "t.superseded_by IS NULL"},
	[TRANSFER_PLAN] = {"t.id", "t.patient = ?1", "1"},
	[TRANSFER_VISIT] =
		{"t.id", "t.plan IN (SELECT id FROM plan WHERE patient = ?1)",
		 COUNTS("plan", "t.plan")},
	[TRANSFER_MEDICATION] = {"t.id", "t.patient = ?1", "1"},
	[TRANSFER_ANSWER] = {"t.id", "t.patient = ?1", "1"},
	[TRANSFER_SENT] = {"t.id", "t.patient = ?1", "1"},
	[TRANSFER_CRITICAL] =
		{"t.id", "t.patient = ?1",
		 COUNTS("observation",
			"t.observation") " AND (SELECT superseded_by IS NULL FROM"
					 " observation WHERE id = t.observation)"},
	[TRANSFER_TAKE] = {"t.id",
			   "t.medication IN (SELECT id FROM medication WHERE"
			   " patient = ?1)",
			   COUNTS("medication", "t.medication")},
	[TRANSFER_REFILL] = {"t.id",
			     "t.medication IN (SELECT id FROM medication WHERE"
			     " patient = ?1)",
			     COUNTS("medication", "t.medication")},
};
