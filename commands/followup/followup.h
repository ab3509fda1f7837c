/* Shared by the verbs of clin followup. */
#ifndef COMMANDS_FOLLOWUP_FOLLOWUP_H
#define COMMANDS_FOLLOWUP_FOLLOWUP_H

#include "chart/answer.h"
#include "chart/observation.h"
#include "chart/patient.h"
#include "chart/plan.h"
#include "commands/app.h"
#include "commands/chart_context.h"
#include "commands/result.h"
#include "kb/protocol.h"
#include "kb/sheet.h"

enum due_when { DUE_TODAY, DUE_WEEK, DUE_MONTH, DUE_OVERDUE };

struct followup_params {
	struct common_params common;
	struct string_vec protocol, allergy;
	const char *name, *birth, *start, *doctor, *village, *phone;
	const char *at, *outcome, *reason, *backup;
	const char *target; /* of trend: "2-3" */
	const char *map;    /* of import: a file of columns */
	int when;           /* enum due_when */
	struct option_number days;
	int date_order; /* 0 by the file, 1 month first, 2 day first */
	const char *times;
	const char *told, *quarter, *year;
	bool read_back, notify;
	bool with_names, dry_run, ended, access;
};

/* One run of a verb. */
struct followup {
	struct app *app;
	const struct followup_params *params;
	const struct string_vec *words; /* the verb first */
	struct chart *chart;
	struct arena arena;
	struct strbuf out;
	const char *said_at; /* a day among the words, in place of --at */
	struct string_vec remarks; /* typed, and neither reading nor field */
	const char *seen;    /* the patient who was looked at; NULL: a list */
	int64_t today;
	int status;
	bool batch_said; /* the batch was named already */
	bool changed;    /* something was written: commit */
};

/* A verb; false: *err, and nothing was written. */
bool followup_enrol(struct followup *f, struct err *err);
bool followup_list(struct followup *f, struct err *err);
bool followup_show(struct followup *f, struct err *err);
bool followup_add(struct followup *f, struct err *err);
bool followup_import(struct followup *f, struct err *err);
bool followup_due(struct followup *f, struct err *err);
bool followup_trend(struct followup *f, struct err *err);
bool followup_alerts(struct followup *f, struct err *err);
bool followup_med(struct followup *f, struct err *err);
bool followup_scale(struct followup *f, struct err *err);
bool followup_critical(struct followup *f, struct err *err);
bool followup_report(struct followup *f, struct err *err);
bool followup_ask(struct followup *f, struct err *err);
bool followup_close(struct followup *f, struct err *err);
bool followup_undo(struct followup *f, struct err *err);
bool followup_export(struct followup *f, struct err *err);
bool followup_restore(struct followup *f, struct err *err);
bool followup_access(struct followup *f, struct err *err);

/* --format is one that this verb offers; else ERR_OPTION_VALUE. */
bool followup_format(const struct followup *f, const char *offered,
		     struct err *err);
bool followup_json(const struct followup *f);

/* With --format=json what was written a line a result becomes one document. */
void followup_lines_json(struct followup *f, const char *schema);

/* The patient that the second word names. */
bool followup_patient(struct followup *f, struct chart_patient *ret,
		      struct err *err);

/* Evaluate what the chart holds of the last `days` days. ret->patient must
 * point to an unknown patient; it is filled. *ret_list: what refs index. */
bool followup_judge(struct followup *f, const struct chart_patient *p, int days,
		    struct patient *patient,
		    struct chart_observation_vec *ret_list, struct result *ret,
		    struct err *err);

/* A day of the calendar, "2026-11-30", from text; DATE_NONE as NULL. */
bool followup_day(const char *option, const char *text, int64_t *ret,
		  struct err *err);
const char *followup_date(struct followup *f, int64_t day); /* "" for none */

/* The day a plan counts from: --start, the birth or the last period where the
 * protocol says so, else today. ERR_CHART_START: it must be given. */
bool followup_plan_start(struct followup *f, const struct protocol *p,
			 const struct chart_patient *patient, int64_t *ret,
			 struct err *err);
/* Plan the first visit of a repeated kind, or all of a counted one whose
 * window is not over; *ret_past counts those that are. */
bool followup_schedule(struct followup *f, const struct protocol *p,
		       int64_t plan, const struct protocol_visit *v,
		       int64_t from, int64_t batch, int *ret_past,
		       struct err *err);
/* One visit on a planned day, with the protocol's window. */
bool followup_plan_visit(struct followup *f, int64_t plan,
			 const struct protocol_visit *v, int64_t planned,
			 int64_t batch, struct err *err);

/* One patient judged and shown: all of it, the alerts, or the alerts when
 * there are any. `seen` is told of the findings; may be NULL. */
enum one_how { ONE_WHOLE, ONE_ALERTS, ONE_IF_ANY };
bool followup_one(struct followup *f, const struct chart_patient *p,
		  const char *schema, enum one_how how,
		  void (*seen)(struct followup *f,
			       const struct chart_patient *p,
			       const struct result *r, void *self),
		  void *self, struct err *err);

/* --at, or now: into o's at, zone, timed. */
bool followup_at(const struct followup *f, struct chart_observation *o,
		 struct err *err);
/* At entry: what the findings say, records of critical values opened for what
 * `batch` brought, protocols called for, the batch, the exit status. */
bool followup_findings(struct followup *f, const struct chart_patient *p,
		       int64_t batch, struct err *err);
bool followup_say_findings(struct followup *f, const struct chart_patient *p,
			   struct result *r,
			   const struct chart_observation_vec *seen,
			   int64_t batch, struct err *err);
/* Open critical records, patient NULL: everybody's; *ret: how many. */
bool followup_open_criticals(struct followup *f, const char *patient,
			     size_t *ret, struct err *err);

/* A cell of a CSV line (RFC 4180); none that a spreadsheet would take for a
 * formula. */
void followup_csv_cell(struct strbuf *out, const char *text, bool last);
/* What to tell the patient. */
bool followup_advise(struct followup *f, const char *patient,
		     const struct result *r, struct err *err);

/* Protocols of the patient: targets, referral, what they cannot judge
 * without. */
bool followup_plans_text(struct followup *f, const struct chart_patient *p,
			 struct err *err);
bool followup_say_needs(struct followup *f, const struct chart_patient *patient,
			const struct protocol *p, struct err *err);
/* Protocols that the findings call for and the patient does not follow. */
bool followup_suggest(struct followup *f, const char *patient,
		      const struct result *r, struct err *err);

/* After a visit was done or given up: the next of its kind. */
bool followup_plan_next(struct followup *f, const struct chart_visit *done,
			int64_t day, int64_t batch, struct err *err);
/* The patient was seen on `day`: the visits whose windows have begun are done
 * and the next ones planned. When none has, the next of each plan, unless it is
 * more than half its interval ahead: then it stays, and this one is entered
 * besides, as it is in a plan that has had no visit yet. ERR_CHART_VISIT: nothing is planned. */
bool followup_record_visit(struct followup *f, const struct chart_patient *p,
			   int64_t day, int64_t batch, struct err *err);
/* add P012 missed | skip --reason WHY */
bool followup_is_missed(const char *word);
bool followup_missed(struct followup *f, struct err *err);

/* add P012 correct bp 142/90 [--at WHEN]: instead of the reading there */
bool followup_is_correct(const char *word);
bool followup_correct(struct followup *f, struct err *err);

/* The forms a patient's plans have, or those of a yearly check. */
bool followup_sheets(struct followup *f, const char *patient, bool check,
		     struct sheet_vec *ret, struct err *err);
bool followup_is_check(const char *word); /* "check", 体检 */
/* "smoke=10/0" among the words → answers (at, zone not set). */
bool followup_form_words(struct followup *f, const char *patient, bool check,
			 struct chart_answer_vec *ret, struct err *err);
/* The words with what names a field, or says it by itself ("smoke 10/0",
 * "足背动脉 触及正常", "规律"), as "id=value". */
bool followup_field_pairs(struct followup *f, const char *patient, bool check,
			  struct string_vec *ret, struct err *err);
/* A value of the field as it is kept; a pair is two of them. Refused when it
 * is none of the choices. */
bool followup_field_value(struct followup *f, const struct sheet_field *field,
			  const char *text, const char **ret, struct err *err);
/* One line on questionnaires when some are not back. */
bool followup_ask_summary(struct followup *f, struct err *err);
/* Ask at the terminal; *words gets what could have been typed. */
bool followup_ask_form(struct followup *f, const char *patient, bool check,
		       struct string_vec *words, struct err *err);

/* Quick readings: words → observations (at, zone, batch not set). */
bool followup_readings(struct followup *f, size_t first,
		       struct chart_observation_vec *ret, bool *ret_visit,
		       struct err *err);
/* The code of the analyte a word means, of a ward round's words, too; of "bp"
 * *ret_second is what stands behind the slash, else NULL. NULL: none, or
 * several. */
const char *followup_code(struct followup *f, const char *word,
			  const char **ret_second);
/* "血压 148/92 mmHg (home)": both numbers, of one unit. */
void followup_pressure_text(struct followup *f, struct strbuf *out,
			    const struct chart_observation *sbp,
			    const struct chart_observation *dbp);
/* fasting, home …: it says how the reading before it was taken. */
bool followup_is_after(const char *word);
/* Its context; of a glucose *ret_glucose is the code it changes to, or NULL. */
const char *followup_context(const char *word, const char **ret_glucose);
/* What was typed in a hurry, from the word `first` on, as the words that are
 * read below; they become f->words, and a day among them f->said_at. */
bool followup_typed(struct followup *f, size_t first, struct string_vec *ret,
		    struct err *err);
/* "收缩压 148 mmHg" for one observation. */
void followup_observation_text(struct followup *f, struct strbuf *out,
			       const struct chart_observation *o);
const char *visit_state_name(enum visit_state s);
const char *visit_state_word(const struct ui *ui, enum visit_state s);

#endif
