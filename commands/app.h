/* What cli/ opened for a command, and the options every command shares. */
#ifndef COMMANDS_APP_H
#define COMMANDS_APP_H

#include "base/option.h"
#include "base/ui.h"
#include "config/config.h"
#include "kb/kb.h"

struct common_params;
struct llm_limit;

struct app {
	struct ui *ui;
	const struct config *config;
	struct kb *kb; /* open when the command NEEDS_KB */
	const char *version;
	const struct common_params *common; /* as on the command line; NULL */
	bool verbose;                       /* -v */
	/* The shipped knowledge base, whatever is in force. */
	bool (*open_base)(struct kb **ret, struct err *err);
	/* What clin drug-check says of new orders beside what the chart's
	 * patient takes (but for the one that is replaced, 0 none), as text
	 * into *out; *ret_status as it would exit. */
	void (*check_orders)(struct app *app, const char *patient,
			     const struct string_vec *orders, int64_t without,
			     struct strbuf *out, int *ret_status);
	/* What clin interpret-report says of the file, as JSON, into *out. */
	void (*read_report)(struct app *app, const char *path,
			    struct strbuf *out);
	const char *prompts; /* YAML of the prompts, and how long it is */
	size_t prompts_len;
	bool many;               /* a batch: no model unless asked for */
	struct llm_limit *limit; /* of a batch's workers; NULL: none */
	const char *banner; /* stale or invalid site knowledge: shown in every
	                       output; NULL normally */
};

enum output_format {
	FORMAT_TEXT,
	FORMAT_JSON,
	FORMAT_NDJSON,
	FORMAT_MD,
	FORMAT_FHIR,
	FORMAT_CSV,
	FORMAT_ICS,
	FORMAT_HTML,
	FORMAT_REFERRAL,
};

enum explain_mode { EXPLAIN_AUTO, EXPLAIN_KB, EXPLAIN_LLM, EXPLAIN_OFF };

/* Urgency as --fail-on takes it: index 0 is "never". */
enum fail_on {
	FAIL_NEVER,
	FAIL_CRITICAL,
	FAIL_URGENT,
	FAIL_SOON,
	FAIL_ROUTINE,
	FAIL_INFO
};

/* First member of every command's parameter struct that NEEDS_COMMON. */
struct common_params {
	int format;    /* enum output_format */
	int explain;   /* enum explain_mode */
	int fail_on;   /* enum fail_on */
	int audience;  /* enum audience (llm/prompt.h) */
	bool dry_run;  /* print what a model would be sent */
	bool no_cache; /* ask a model anew */
	bool all;      /* show normal rows too */
	/* the patient's context; texts, read by kb/patient */
	const char *age;      /* 34y, 8mo, 12d; a bare number is years */
	int sex;              /* 0 not given, 1 F, 2 M */
	const char *pregnant; /* "" or weeks */
	const char *weight;   /* kg */
	struct string_vec dx;
	struct string_vec on;
	int setting;         /* 0 not given, then gp ward dialysis … */
	const char *patient; /* id in the chart */
};

/* Tables for `struct command.shared`. */
extern const char *const fail_on_levels[]; /* words of --fail-on */
extern const struct option
	output_options[]; /* --format --explain --fail-on --all */
extern const struct option model_options
	[]; /* --audience --dry-run --no-cache; in output_options, too */
extern const struct option context_options[]; /* --age … --patient */

#endif
