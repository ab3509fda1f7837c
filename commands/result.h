/* What every command's result has, and how it is rendered: findings as text
 * for a terminal, Markdown and JSON (clin-output(5)). */
#ifndef COMMANDS_RESULT_H
#define COMMANDS_RESULT_H

#include "base/json.h"
#include "base/ui.h"
#include "commands/app.h"
#include "kb/finding.h"
#include "kb/patient.h"

#include <stdbool.h>
#include <stddef.h>

struct result;
struct result_section {
	const char *title, *text;
	int line;
};
struct result_section_vec VEC_OF(struct result_section);

struct result_error {
	const char *code, *message;
	int line; /* 0: none */
};
struct result_error_vec VEC_OF(struct result_error);
/* The error's code and its wording for the user; strings live in a. */
struct result_error result_error_of(const struct app *app,
				    const struct err *err, struct arena *a);

/* A model's explanation that is put off until the findings are shown. */
struct explain_later {
	struct result *result;
	struct arena *arena;
	int mode; /* enum explain_mode */
};

/* One result: one report, one order list, one complaint. Borrowed strings. */
struct result {
	const char *schema; /* "clin.report/1" */
	const char *file;   /* NULL: standard input */
	int index;          /* in the file, from 0 */
	const char *format, *encoding, *id;
	const struct patient *patient;
	struct finding_vec findings;
	struct not_checked_vec not_checked;
	struct result_section_vec not_interpreted;
	struct result_error_vec errors;
	const char *name;         /* the patient's; never printed or sent */
	const char *explanation;  /* text; "" when off */
	const char *explained_by; /* "kb", "llm", "off" */
	const char *model;        /* that worded it, or NULL */
	const char *request;      /* --dry-run: what would be sent */
	const char *ledger_id;    /* of the model's call, or NULL */
	bool cached;              /* its answer was kept from an earlier call */
	long model_calls, tokens_in, tokens_out;
	struct explain_later *later; /* the model is asked on the screen */
	struct str_vec checks;       /* what its answer passed or failed */
	unsigned reasons;            /* bits 1 << exit status */
	/* writes what finding->extra adds to a finding's object; NULL */
	void (*finding_json)(struct jw *j, const struct app *app,
			     const struct finding *f);
};

void result_release(struct result *r);

/* A word by language. */
#define SAY(ui, zh, en) ((ui)->lang == LANG_ZH ? (zh) : (en))

/* Open a result object and write the shared fields; the caller adds its own
 * and closes it with json_end. row_prefix: "o", "m", "e" for evidence refs. */
void result_json(struct jw *j, const struct app *app, const struct result *r,
		 const char *row_prefix);
/* Start and end of the whole output for --format json; nothing for ndjson. */
void results_json_begin(struct strbuf *out, const char *schema);
void results_json_end(struct strbuf *out);

/* Findings grouped and indented, at the width of the terminal. */
void result_text_findings(struct strbuf *out, const struct app *app,
			  const struct result *r);
/* What a code of `missing` is called; the code itself when it has no name. */
struct text missing_name(struct kb *kb, const char *code);
/* The name, and why a value that is there does not serve: "钾（读不出）". */
void missing_add(struct strbuf *out, const struct app *app,
		 const struct missing *m);
/* One line each: rules that could not decide and what they need. */
void result_text_not_checked(struct strbuf *out, const struct app *app,
			     const struct result *r, bool all);
void result_md_findings(struct strbuf *out, const struct app *app,
			const struct result *r);
/* "urgent 1, soon 2"; "" when there are none. */
void result_counts(struct strbuf *out, const struct ui *ui,
		   const struct result *r);
/* Note exit reason 3 when a finding reaches common->fail_on. */
void result_level(struct result *r, int fail_on);
/* The exit status of the worst reason: 3 outranks 4 outranks 5. */
int reasons_status(unsigned reasons);

/* Text wrapped to the width, continuation lines indented. */
void text_wrapped(struct strbuf *out, const struct ui *ui, const char *text,
		  int indent);
/* The word and colour of an urgency. */
const char *urgency_word(const struct ui *ui, enum urgency u);
void text_colour(struct strbuf *out, const struct ui *ui, const char *sgr);

/* --explain: the knowledge base's own wording of all findings. */
void explain_result(struct result *r, const struct app *app, int mode,
		    struct arena *a);
/* The same by the configured model, checked claim by claim; the findings are
 * not touched. `claim` (NULL: none) gets each claim as it passes. False: the
 * reason is in r->checks and was noted, and the knowledge base's wording
 * stands. */
bool explain_by_model(struct result *r, const struct app *app, struct arena *a,
		      void (*claim)(void *self, const char *text), void *self);
/* A model's wording for the terminal, marked as a draft; nothing otherwise.
 * When it is to come later, what stands in *out is written first, and the
 * claims as they come; r's reasons may gain EXIT_UNEXPLAINED. */
void result_text_explanation(struct strbuf *out, const struct app *app,
			     const struct result *r);

/* True if one of the words is the path of a file, by its look (a dot or a
 * slash, no space) and on the disk; *err then says to read it with -i. */
bool words_name_file(const struct string_vec *words, struct err *err);

/* Options of the context → patient. Contradictions with what the input said
 * itself are noted in *ret_notes (borrowed strings in a) and the option wins,
 * except for an age or sex that cannot both be true: ERR_OPTION_CONFLICT. */
bool context_apply(const struct common_params *p, struct kb *kb,
		   struct patient *patient, struct err *err);

#endif
