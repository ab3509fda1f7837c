#include "llm/concede.h"

#include <ctype.h>
#include <string.h>

static bool part_of_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Is one of the words there, whole? "information" does not say "format". */
static bool mentions(const char *text, const char *const *words)
{
	for (; *words; words++) {
		size_t n = strlen(*words);
		for (const char *p = text; (p = strcasestr(p, *words)); p++)
			if ((p == text || !part_of_word(p[-1])) &&
			    !part_of_word(p[n]))
				return true;
	}
	return false;
}

/* What no other form of the same question can mend. */
static bool hopeless(const char *why)
{
	static const char *const words[] = {"content_filter",
					    "data_inspection_failed",
					    "inappropriate",
					    "content management",
					    "content policy",
					    "ResponsibleAIPolicyViolation",
					    "sensitive",
					    "context length",
					    "context size",
					    "context window",
					    "context_length_exceeded",
					    "exceed_context_size_error",
					    "too long",
					    NULL};

	return mentions(why, words);
}

static bool tokens_refused(const char *why)
{
	static const char *const other[] = {"max_completion_tokens", NULL};
	static const char *const field[] = {"max_tokens", NULL};
	static const char *const refused[] = {
		"unsupported",   "not supported", "unsupported_parameter",
		"unrecognized",  "unknown",       "extra_forbidden",
		"not permitted", "not allowed",   NULL};

	return mentions(why, other) ||
	       (mentions(why, field) && mentions(why, refused));
}

/* Once only: false when it had been granted before. */
static bool grant(bool *what)
{
	bool news = !*what;

	*what = true;
	return news;
}

bool llm_concede(struct llm_shape *shape, const struct exchange *x,
		 const struct llm_reply *r)
{
	static const char *const temperature[] = {"temperature", NULL};
	static const char *const usage[] = {"stream_options", "include_usage",
					    NULL};
	static const char *const form[] = {"response_format",
					   "json_schema",
					   "json_object",
					   "schema",
					   "format",
					   "guided_json",
					   "grammar",
					   "json mode",
					   "structured output",
					   "structured outputs",
					   NULL};
	static const char *const role[] = {"system role", "role system",
					   "'system' role", "system message",
					   NULL};
	struct strbuf why = STRBUF_INIT;
	bool refused =
		     x->end == EXCHANGE_ANSWERED && !x->content &&
		     (x->status == 400 || x->status == 422 || x->status == 501),
	     again = false;

	strbuf_addf(&why, "%s %s", r->error.buf, r->error_kind);
	if (refused && !hopeless(why.buf)) {
		if (tokens_refused(why.buf))
			again = grant(&shape->other_tokens);
		if (!again && mentions(why.buf, temperature))
			again = grant(&shape->no_temperature);
		if (!again && mentions(why.buf, usage))
			again = grant(&shape->no_usage);
		if (!again && shape->rung + 1 < RUNGS &&
		    mentions(why.buf, form)) {
			shape->rung++;
			again = true;
		}
	}
	/* a template's exception is a server's error to some */
	if (!again && x->end == EXCHANGE_ANSWERED && !x->content &&
	    (refused || x->status == 500) && mentions(why.buf, role))
		again = grant(&shape->one_message);
	strbuf_release(&why);
	return again;
}
