/* Critical values, what was taken and dispensed, questionnaires handed out:
 * with FHIR's own fields for those who read them, and column by column. */
#include "commands/followup/bundle.h"

#include "base/date.h"

#include <string.h>

static const struct transfer_value *at(const struct transfer_row *row,
				       enum transfer_table t, const char *name)
{
	return &row->at[chart_transfer_column(t, name)];
}

static void begin(struct bundle_writer *w, const char *type,
		  enum transfer_table t, const struct transfer_row *row)
{
	bundle_begin_row(w, type, t, row->id);
	jw_array(&w->j, "extension");
	bundle_columns(w, t, row);
	jw_end(&w->j);
}

static void text_in(struct jw *j, const char *array, const char *key,
		    const char *text)
{
	jw_array(j, array);
	jw_object(j, NULL);
	jw_str(j, key, text);
	jw_end(j);
	jw_end(j);
}

static void critical(struct bundle_writer *w, const struct transfer_row *row)
{
	enum transfer_table t = TRANSFER_CRITICAL;
	const char *told = at(row, t, "told")->text;
	const char *action = at(row, t, "action")->text;
	struct jw *j = &w->j;
	char when[48];

	begin(w, "Communication", t, row);
	jw_str(j, "status",
	       at(row, t, "closed")->is ? "completed" : "in-progress");
	jw_array(j, "category");
	jw_object(j, NULL);
	jw_array(j, "coding");
	jw_object(j, NULL);
	jw_str(j, "system", FHIR_RECORD);
	jw_str(j, "code", "critical");
	jw_end(j);
	jw_end(j);
	jw_end(j);
	jw_end(j);
	bundle_subject(w, "subject");
	jw_array(j, "about");
	bundle_refer(w, NULL, "Observation", TRANSFER_OBSERVATION,
		     at(row, t, "observation")->i);
	jw_end(j);
	if (at(row, t, "told_at")->is)
		jw_str(j, "sent",
		       bundle_instant(when, at(row, t, "told_at")->i, 0));
	if (told)
		text_in(j, "recipient", "display", told);
	if (action)
		text_in(j, "payload", "contentString", action);
	bundle_end(w);
}

/* What the medication of a take or a refill says, and where it stands. */
static void medication(struct bundle_writer *w, int64_t id)
{
	const struct transfer_row *m = bundle_row(w, TRANSFER_MEDICATION, id);
	struct jw *j = &w->j;

	jw_object(j, "medicationCodeableConcept");
	jw_str(j, "text", m ? at(m, TRANSFER_MEDICATION, "text")->text : "?");
	jw_end(j);
	bundle_subject(w, "subject");
	jw_array(j, "supportingInformation");
	bundle_refer(w, NULL, "MedicationStatement", TRANSFER_MEDICATION, id);
	jw_end(j);
}

static void take(struct bundle_writer *w, const struct transfer_row *row)
{
	enum transfer_table t = TRANSFER_TAKE;
	char when[48];

	begin(w, "MedicationAdministration", t, row);
	jw_str(&w->j, "status",
	       at(row, t, "taken")->i ? "completed" : "not-done");
	medication(w, at(row, t, "medication")->i);
	jw_str(&w->j, "effectiveDateTime",
	       bundle_instant(when, at(row, t, "at")->i, 0));
	bundle_end(w);
}

static void refill(struct bundle_writer *w, const struct transfer_row *row)
{
	enum transfer_table t = TRANSFER_REFILL;
	const struct transfer_value *days = at(row, t, "days");
	struct jw *j = &w->j;

	begin(w, "MedicationDispense", t, row);
	jw_str(j, "status", "completed");
	medication(w, at(row, t, "medication")->i);
	jw_object(j, "daysSupply");
	bundle_number(j, "value",
		      days->is == TRANSFER_IS_REAL ? days->r : (double)days->i);
	jw_str(j, "unit", "d");
	jw_str(j, "system", FHIR_UCUM);
	jw_str(j, "code", "d");
	jw_end(j);
	jw_str(j, "whenHandedOver", followup_date(w->f, at(row, t, "day")->i));
	bundle_end(w);
}

static void sent(struct bundle_writer *w, const struct transfer_row *row)
{
	enum transfer_table t = TRANSFER_SENT;
	bool back = at(row, t, "answered")->is;
	struct jw *j = &w->j;

	begin(w, "Task", t, row);
	jw_str(j, "status", back ? "completed" : "requested");
	jw_str(j, "intent", "order");
	jw_object(j, "code");
	jw_array(j, "coding");
	jw_object(j, NULL);
	jw_str(j, "system", FHIR_RECORD);
	jw_str(j, "code", "sent");
	jw_end(j);
	jw_end(j);
	jw_str(j, "text", at(row, t, "form")->text);
	jw_end(j);
	bundle_subject(w, "for");
	if (back) {
		jw_object(j, "executionPeriod");
		jw_str(j, "end",
		       followup_date(w->f, at(row, t, "answered")->i));
		jw_end(j);
	}
	jw_str(j, "authoredOn", followup_date(w->f, at(row, t, "day")->i));
	jw_object(j, "restriction");
	jw_object(j, "period");
	jw_str(j, "end", followup_date(w->f, at(row, t, "due")->i));
	jw_end(j);
	jw_end(j);
	bundle_end(w);
}

bool bundle_write_records(struct bundle_writer *w, struct err *err)
{
	static const struct {
		enum transfer_table t;
		void (*write)(struct bundle_writer *w,
			      const struct transfer_row *row);
	} kinds[] = {{TRANSFER_SENT, sent},
		     {TRANSFER_CRITICAL, critical},
		     {TRANSFER_TAKE, take},
		     {TRANSFER_REFILL, refill}};

	(void)err;
	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		const struct transfer_row_vec *rows = &w->rows[kinds[k].t];
		for (size_t i = 0; i < rows->n; i++)
			if (rows->at[i].live)
				kinds[k].write(w, &rows->at[i]);
	}
	return true;
}
