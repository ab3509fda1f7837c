#include "cli/options.h"

#include "base/nearest.h"
#include "base/num.h"

#include <limits.h>
#include <string.h>
#include <strings.h>

/* <getopt.h> has a `struct option` too. */
#define option getopt_option
#include <getopt.h>
#undef option

enum { FIRST_VALUE = 256 }; /* getopt's val of option 0; letters are below */

struct entry {
	const struct option *option;
	char *member; /* where the value goes */
	bool seen;
};

struct parser {
	const struct option_input *in;
	VEC(struct entry) entries;
	VEC(struct getopt_option) longs;
	struct strbuf shorts;
};

static bool takes_value(const struct option *o)
{
	return o->type != OPTION_FLAG && o->type != OPTION_OPTIONAL;
}

static void add_entry(struct parser *p, const struct option *o, void *params)
{
	static const int argument[] = {
		[OPTION_FLAG] = no_argument,
		[OPTION_STRING] = required_argument,
		[OPTION_INT] = required_argument,
		[OPTION_NUMBER] = required_argument,
		[OPTION_CHOICE] = required_argument,
		[OPTION_LIST] = required_argument,
		[OPTION_OPTIONAL] = optional_argument,
	};
	struct entry entry = {o, (char *)params + o->offset, false};
	struct getopt_option l = {o->name, argument[o->type], NULL,
				  FIRST_VALUE + (int)p->entries.n};

	vec_push(&p->entries, entry);
	vec_push(&p->longs, l);
	if (o->letter) {
		strbuf_addch(&p->shorts, o->letter);
		strbuf_addn(&p->shorts, ':', (size_t)argument[o->type]);
	}
}

static void prepare(struct parser *p, const struct option_input *in)
{
	static const struct getopt_option end = {NULL, 0, NULL, 0};

	*p = (struct parser){.in = in, .shorts = STRBUF_INIT};
	strbuf_adds(&p->shorts, in->stop_at_word ? "+:" : "-:");
	for (int i = 0; i < OPTION_SETS; i++)
		for (const struct option *o = in->sets[i].table; o && o->name;
		     o++)
			add_entry(p, o, in->sets[i].params);
	vec_push(&p->longs, end);
}

static void finish(struct parser *p)
{
	vec_free(&p->entries);
	vec_free(&p->longs);
	strbuf_release(&p->shorts);
}

static struct entry *find_entry(struct parser *p, int value)
{
	for (size_t i = 0; i < p->entries.n; i++)
		if (p->entries.at[i].option->letter == value ||
		    FIRST_VALUE + (int)i == value)
			return &p->entries.at[i];
	return NULL;
}

void options_choices(const struct option *o, const char *separator,
		     struct strbuf *ret)
{
	bool more = false;

	for (size_t i = 0; o->choices && o->choices[i]; i++) {
		size_t n = strcspn(o->choices[i], "|");
		if (n == 0)
			continue;
		if (more)
			strbuf_adds(ret, separator);
		strbuf_add(ret, o->choices[i], n);
		more = true;
	}
}

/* Index of the choice one of whose words is `value`, ignoring ASCII case. */
static int choice_index(const struct option *o, const char *value)
{
	size_t n = strlen(value);

	for (int i = 0; n && o->choices && o->choices[i]; i++) {
		const char *word = o->choices[i];
		while (*word) {
			size_t m = strcspn(word, "|");
			if (m == n && strncasecmp(word, value, n) == 0)
				return i;
			word += m + (word[m] == '|');
		}
	}
	return -1;
}

static const char *long_name(const struct option *o, char buf[64])
{
	size_t n = strlen(o->name);

	if (n > 61)
		n = 61;
	memcpy(buf, "--", 2);
	memcpy(buf + 2, o->name, n);
	buf[n + 2] = '\0';
	return buf;
}

static bool bad_value(const struct option *o, const char *value,
		      const char *expected, struct err *err)
{
	char name[64];

	return ERR(err, ERR_OPTION_VALUE, long_name(o, name), value, expected);
}

static bool bad_choice(const struct option *o, const char *value,
		       struct err *err)
{
	struct strbuf choices = STRBUF_INIT;

	options_choices(o, "|", &choices);
	bad_value(o, value, choices.buf, err);
	strbuf_release(&choices);
	return false;
}

/* The same option again is a slip of the hand, not a correction: `-a 34 -a
 * 43` must not silently judge a patient of 43. */
static bool given_twice(const struct entry *e, struct err *err)
{
	char name[64];

	return ERR(err, ERR_OPTION_CONFLICT, long_name(e->option, name),
		   "twice");
}

static bool store(struct entry *e, const char *value, struct err *err)
{
	const struct option *o = e->option;
	double x;
	int i;

	if (e->seen && o->type != OPTION_LIST && o->type != OPTION_FLAG)
		return given_twice(e, err);
	e->seen = true;
	switch (o->type) {
	case OPTION_FLAG:
		*(bool *)(void *)e->member = true;
		return true;
	case OPTION_STRING:
		*(const char **)(void *)e->member = value;
		return true;
	case OPTION_OPTIONAL:
		*(const char **)(void *)e->member = value ? value : "";
		return true;
	case OPTION_LIST:
		vec_push((struct string_vec *)(void *)e->member, value);
		return true;
	case OPTION_INT:
		if (!num_parse_all(value, &x) || x != (double)(int)x)
			return bad_value(o, value, "123", err);
		*(int *)(void *)e->member = (int)x;
		return true;
	case OPTION_NUMBER:
		if (!num_parse_all(value, &x))
			return bad_value(o, value, "12.3", err);
		*(struct option_number *)(void *)e->member =
			(struct option_number){true, x};
		return true;
	case OPTION_CHOICE:
		i = choice_index(o, value);
		if (i < 0)
			return bad_choice(o, value, err);
		*(int *)(void *)e->member = i;
		return true;
	}
	return true;
}

static bool unknown(struct parser *p, const char *given, struct err *err)
{
	size_t n = strcspn(given, "=");
	char word[64], name[64];
	struct nearest near;

	if (n >= sizeof word)
		n = sizeof word - 1;
	memcpy(word, given, n);
	word[n] = '\0';
	near = nearest_to(word + (n > 1 ? 2 : 0));
	for (size_t i = 0; i < p->entries.n; i++) {
		const char *known = p->entries.at[i].option->name;
		nearest_try(&near, known);
		/* an abbreviation: what it was to become is near enough */
		if (n > 3 && strncmp(known, word + 2, n - 2) == 0) {
			near.word = known;
			near.distance = 0;
		}
	}
	if (!near.word[0])
		return ERR(err, ERR_OPTION_UNKNOWN, word, "");
	const struct option found = {.name = near.word};
	return ERR(err, ERR_OPTION_UNKNOWN, word, long_name(&found, name));
}

/* What getopt has just refused: '?' or ':'. */
static bool refuse(struct parser *p, int what, struct err *err)
{
	const char *given = p->in->argv[optind > 1 ? optind - 1 : 1];
	struct entry *e = optopt ? find_entry(p, optopt) : NULL;
	char name[64];

	if (e && what == ':')
		return ERR(err, ERR_OPTION_MISSING, long_name(e->option, name));
	if (e && strncmp(given, "--", 2) == 0)
		return bad_value(e->option, strchr(given, '=') + 1, "", err);
	if (optopt && strncmp(given, "--", 2) != 0) {
		char letter[] = {'-', (char)optopt, '\0'};
		return ERR(err, ERR_OPTION_UNKNOWN, letter, "");
	}
	return unknown(p, given, err);
}

/* getopt takes any unambiguous beginning of a long name; we take the name. */
static bool written_in_full(const struct parser *p, const struct entry *e,
			    const char **ret_given)
{
	int i = optind - 1;

	if (optarg && optarg == p->in->argv[i] && takes_value(e->option))
		i--;
	const char *given = p->in->argv[i];
	size_t n = strlen(e->option->name);
	*ret_given = given;
	return strncmp(given + 2, e->option->name, n) == 0 &&
	       (given[2 + n] == '\0' || given[2 + n] == '=');
}

static bool take(struct parser *p, int value, struct string_vec *words,
		 struct err *err)
{
	const char *given;

	if (value == 1) {
		vec_push(words, (const char *)optarg);
		return true;
	}
	if (value == '?' || value == ':')
		return refuse(p, value, err);
	struct entry *e = find_entry(p, value);
	if (!e)
		return refuse(p, value, err);
	if (value >= FIRST_VALUE && !written_in_full(p, e, &given))
		return unknown(p, given, err);
	return store(e, optarg, err);
}

bool options_parse(const struct option_input *in, struct string_vec *words,
		   int *ret_next, struct err *err)
{
	struct parser p;
	bool ok = true;
	int value;

	prepare(&p, in);
	opterr = 0;
	optind = 0; /* glibc: start anew, also after another command line */
	while (ok && (value = getopt_long(in->argc, in->argv, p.shorts.buf,
					  p.longs.at, NULL)) != -1)
		ok = take(&p, value, words, err);
	*ret_next = optind;
	for (int i = optind; ok && !in->stop_at_word && i < in->argc; i++)
		vec_push(words, (const char *)in->argv[i]);
	finish(&p);
	return ok;
}

void options_release(const struct option *table, void *params)
{
	for (const struct option *o = table; o && o->name; o++)
		if (o->type == OPTION_LIST)
			vec_free((struct string_vec *)(void *)((char *)params +
							       o->offset));
}
