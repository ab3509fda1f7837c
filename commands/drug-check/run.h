/* One order list from text to result. */
#ifndef COMMANDS_DRUG_CHECK_RUN_H
#define COMMANDS_DRUG_CHECK_RUN_H

#include "commands/batch.h"
#include "commands/drug-check/check.h"

struct drug_params {
	struct common_batch_params many;
	const char *input; /* -i */
	bool breastfeeding;
	const char *egfr, *creatinine, *child_pugh;
	struct string_vec allergies, labs;
	int min_tier; /* 0 all, else enum drug_tier + 1 */
};

struct drug_run {
	struct app *app;
	const struct drug_params *params;
	struct arena arena;
};

/* What a list came with: the options, or a request of a batch over them. */
struct drug_request {
	const char *file, *id;
	const struct common_params *common;
	const struct json_t *orders; /* of a request; NULL: they are text */
	const char *egfr, *creatinine, *child_pugh;
	bool breastfeeding;
	struct string_vec allergies, labs;
	int64_t without; /* a medication of the chart that is replaced; 0 */
};

/* A value of the chart, and whether it was used. */
struct chart_value {
	const char *code;
	int64_t at; /* on the clinic's clock */
	struct fact fact;
	double limit; /* days it is taken as current; NaN: any */
	bool stale;
	bool passed; /* something newer was given */
};
struct chart_value_vec VEC_OF(struct chart_value);

/* What came from the chart; id NULL: nothing. */
struct drug_chart {
	const char *id;
	size_t orders;
	struct string_vec allergies;
	struct chart_value_vec values;
};

/* A checked list, as it is shown. */
struct drug_result {
	struct result result;
	struct patient patient;
	struct order_vec orders;
	struct checking checking;
	size_t hidden; /* findings below --min-tier */
	int min_tier;
	double crcl;
	const char *format;
	struct drug_chart chart;
};

int drug_format(const struct drug_run *run);
/* Text of a list → reply. */
void drug_answer(struct drug_run *run, const struct drug_request *q,
		 const char *bytes, size_t n, struct batch_reply *reply);
void drug_line(void *self, const char *line, size_t n,
	       struct batch_reply *reply);
void drug_crashed(void *self, const char *item, size_t n,
		  struct batch_reply *reply);
void drug_answer_error(struct drug_run *run, const struct drug_request *q,
		       const struct err *err, struct batch_reply *reply);

/* Patient, facts and allergies of a request (request.c). */
bool drug_facts_read(struct drug_run *run, const struct drug_request *request,
		     struct drug_result *d, struct facts *facts,
		     struct drug_facts *more, struct err *err);
void drug_allergies_read(struct drug_run *run, const struct drug_request *q,
			 struct drug_result *d, struct allergy_given **ret,
			 size_t *ret_n);

/* unchecked.c: into not_checked and errors of the result. */
void drug_list_unchecked(struct drug_run *run, struct drug_result *d);
void drug_note_unresolved(struct drug_run *run, struct drug_result *d);

/* show_*.c */
void drug_json(struct strbuf *out, const struct app *app,
	       const struct drug_result *d);
void drug_text(struct strbuf *out, const struct app *app,
	       const struct drug_result *d, bool all);
void drug_text_finding(struct strbuf *out, const struct app *app,
		       const struct finding *f, bool all);
void drug_text_missing(struct strbuf *out, const struct app *app,
		       const struct drug_result *d, bool all);
void drug_md(struct strbuf *out, const struct app *app,
	     const struct drug_result *d);
/* Findings by weight; what stands under a stack is not counted. */
void drug_count(const struct drug_result *d, size_t ret[TIERS]);
/* "stop 1, change 2, check 3" */
void drug_counts(struct strbuf *out, const struct app *app,
		 const struct drug_result *d);
const char *drug_tier_word(const struct ui *ui, enum drug_tier t);

#endif
