/* Many items through one function, in parallel, in input order.
 *
 * Items are lines (--batch) or files. Forked workers take chunks, the one
 * with least to do first; the parent writes what they answer in the order of
 * the input, so at most a bounded window is ever held. A worker that crashes costs one item: its
 * chunk is repeated item by item and the culprit answers with an error.
 *
 * With a journal the run can be killed at any moment: the journal names, per
 * line, how many items are finished and how long the synced output and alerts
 * were then. The same command cuts the files back to that and goes on. */
#ifndef COMMANDS_BATCH_H
#define COMMANDS_BATCH_H

#include "base/strbuf.h"
#include "commands/app.h"
#include "commands/result.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct batch_params {
	bool batch;     /* items are NDJSON lines */
	int jobs;       /* 0: one */
	bool recursive; /* folders among the files are walked */
	const char *journal, *output, *alerts;
	int summary; /* 0 text, 1 json, 2 none */
};

/* First member of the parameters of a command with batches. */
struct common_batch_params {
	struct common_params common;
	struct batch_params batch;
};
extern const struct option batch_options[];

struct batch_counts {
	uint64_t items, failed, results;
	uint64_t calls, cached, tokens_in, tokens_out; /* of a model */
	uint64_t unexplained;            /* results whose model failed */
	uint64_t urgency[URGENCY_COUNT]; /* results by their worst finding */
};

enum { BATCH_PART = 128 * 1024 };

/* What one item answers; appended to. */
struct batch_reply {
	struct strbuf out;    /* result lines */
	struct strbuf alerts; /* lines for --alerts */
	struct batch_counts counts;
	unsigned reasons; /* bits 1 << exit status */
	/* An item of many results calls this behind each: out may be written
	 * and cleared, as it is when it holds BATCH_PART bytes. NULL: it is
	 * not. */
	void (*flush)(struct batch_reply *reply);
	void *flush_self;
};

struct batch_job {
	struct app *app;
	const struct batch_params *params;
	/* Answer one item: a line without its newline, or a path. */
	void (*item)(void *self, const char *item, size_t n,
		     struct batch_reply *reply);
	/* The answer for an item whose worker crashed; it counts as failed. */
	void (*crashed)(void *self, const char *item, size_t n,
			struct batch_reply *reply);
	void *self;
	const char *head, *separator, *tail; /* round the whole output, between
	                                        items: for --format json */
};

/* Is this run one of many items (lines, several files, a folder)? */
bool batch_wanted(const struct batch_params *p, const struct string_vec *words);

/* Run over `words` (files; none: standard input, for lines). Fills *ret_reasons.
 * False: the run stopped early, *err says why and where. */
bool batch_run(const struct batch_job *job, const struct string_vec *words,
	       unsigned *ret_reasons, struct err *err);
/* The same; the exit status that comes of it. EXIT_FAILED: *err. */
int batch_run_status(const struct batch_job *job,
		     const struct string_vec *words, struct err *err);

/* A request line of --batch: values written as on the command line. `common`
 * is the options' with what the request says over it. Strings live in a. */
struct batch_request {
	struct common_params common;
	const char *id;          /* as given, numbers as text; NULL none */
	const char *text, *from; /* NULL: not there */
	struct json_t *root;     /* all of it, until it is released */
};
/* False: *err; the id is still filled when it could be read. */
bool batch_request_read(struct batch_request *ret, const char *line, size_t n,
			const struct common_params *options, struct arena *a,
			struct err *err);
void batch_request_release(struct batch_request *r);

/* Count a finished result and, when it is critical and alerts are kept, add
 * its alert line. */
void batch_count(struct batch_reply *reply, const struct app *app,
		 const struct result *r, bool alerts);

#endif
