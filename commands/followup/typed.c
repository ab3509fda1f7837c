/* What is typed in a hurry → the words that add takes: "昨天血压148/92，心率76"
 * → bp 148/92 hr 76, and the day. Widths and punctuation are folded, a name is
 * parted from its number, what says when it was is taken out. */
#include "commands/followup/followup.h"
#include "commands/followup/typed.h"

#include "base/date.h"
#include "base/num.h"
#include "base/utf8.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

struct typist {
	struct followup *f;
	struct string_vec *out;
	struct when when;
	const char *after; /* said before the value it belongs to */
	bool due;          /* a name stands there without its value */
	bool rate;         /* the last name is counted a minute */
	bool sugar;        /* the last name is a glucose … */
	bool none;         /* no reading yet */
	bool open;         /* … of which it is not said how it was taken */
};

static bool is_number(const char *text)
{
	double x;
	size_t skip = strspn(text, "<>=≥≤");

	return num_parse(text + skip, strlen(text + skip), &x) > 0;
}

/* "148/92", with a unit or without. */
static bool is_pressure(const char *text)
{
	double x, y;
	size_t n = num_parse(text, strlen(text), &x);

	return n && text[n] == '/' &&
	       num_parse(text + n + 1, strlen(text + n + 1), &y) && x > y &&
	       ((x >= 50 && x < 300) || strstr(text, "kPa"));
}

static void put(struct typist *t, const char *word)
{
	const char *second, *code;

	vec_push(t->out, word);
	t->due = !isdigit((unsigned char)*word) && !is_number(word);
	if (t->due) {
		code = followup_code(t->f, word, &second);
		t->sugar = t->open = code && strcmp(code, "GLU") == 0;
		t->rate = code && (strcmp(code, "HR") == 0 ||
				   strcmp(code, "RESP") == 0);
		t->none &= !code;
	} else if (t->after) {
		vec_push(t->out, t->after);
		t->after = NULL;
		t->open = false;
	}
}

/* How the reading before was taken, or the one to come. */
static void put_context(struct typist *t, const char *word)
{
	vec_push(t->out, word);
	t->due = t->open = false;
}

static bool is_code(struct typist *t, const char *name)
{
	const char *second;

	return followup_code(t->f, typed_plain(t->f, name), &second) != NULL;
}

/* "家测血压": how, then what; the bytes of the first part. */
static size_t context_before(struct typist *t, const char *name)
{
	for (size_t i = strlen(name); i-- > 1;) {
		if (((unsigned char)name[i] & 0xC0) == 0x80)
			continue; /* within a character */
		const char *how = arena_strndup(&t->f->arena, name, i);
		if (followup_is_after(how) && is_code(t, name + i))
			return i;
	}
	return 0;
}

/* A name by itself. */
static void put_name(struct typist *t, const char *name)
{
	name = typed_plain(t->f, name);
	const char *second, *code = followup_code(t->f, name, &second);
	/* 指尖血糖 says more than a glucose */
	size_t n =
		code && strcmp(code, "GLU") != 0 ? 0 : context_before(t, name);

	if (n)
		t->after = arena_strndup(&t->f->arena, name, n);
	put(t, name + n);
}

/* Whether "血压148/92" may be parted at byte i. */
static bool parts_at(struct typist *t, const char *word, size_t i)
{
	if (!isdigit((unsigned char)word[i]) && word[i] != '<' &&
	    word[i] != '>')
		return false;
	const char *name = arena_strndup(&t->f->arena, word, i);
	return is_number(word + i) &&
	       (is_code(t, name) || context_before(t, name) ||
		followup_is_after(name));
}

/* Where the number begins behind a name that is known, the longest one
 * ("hba1c7.2"); a number is not parted ("T36.5" is no T3) where it can be left
 * whole ("FT418" cannot). 0: nowhere. */
static size_t glued_at(struct typist *t, const char *word)
{
	for (int split = 0; split < 2; split++)
		for (size_t i = strlen(word); i-- > 1;)
			if (split == (isdigit((unsigned char)word[i - 1]) !=
				      0) &&
			    parts_at(t, word, i))
				return i;
	return 0;
}

static void take_word(struct typist *t, const char *word);

/* "P72R18" is two readings; "1a8/90" is a slip, no arsenic. */
static bool begins_name(struct typist *t, const char *text)
{
	size_t n = is_number(text) ? 0 : glued_at(t, text);

	return n > 1 || (n == 1 && strchr("PRTK", *text));
}

/* "148/92心率76": the bytes of the value and its unit, before a further name. */
static size_t value_length(struct typist *t, const char *text)
{
	double x;
	size_t n = num_parse(text, strlen(text), &x);

	if (n && text[n] == '/')
		n += 1 + num_parse(text + n + 1, strlen(text + n + 1), &x);
	for (size_t i = n; text[i]; i++)
		if (((unsigned char)text[i] & 0xC0) != 0x80 &&
		    (followup_is_after(text + i) || begins_name(t, text + i)))
			return i;
	return strlen(text);
}

/* "80次", "80次/分", "80bpm": the bytes of the number. */
static size_t rate_length(const char *text)
{
	static const char *const units[] = {"次",      "次/分", "次/min",
					    "次/分钟", "bpm",   NULL};
	double x;
	size_t n = num_parse(text, strlen(text), &x);

	for (size_t i = 0; n && units[i]; i++)
		if (strcmp(text + n, units[i]) == 0)
			return n;
	return 0;
}

static void take_value(struct typist *t, const char *text)
{
	size_t n = value_length(t, text);
	size_t rate = !t->due || t->rate ? rate_length(text) : 0;

	if (!t->due && is_pressure(text))
		put(t, "bp");
	else if (!t->due && rate)
		put(t, "hr"); /* 150/95 80次 */
	else if (!t->due && (t->after || (t->sugar && !t->open)))
		put(t, "glu"); /* 空腹 8.1; 8.1 空腹 11.2 餐后 */
	put(t, arena_strndup(&t->f->arena, text, rate ? rate : n));
	if (text[n])
		take_word(t, text + n);
}

/* Of a glucose, by the words behind it or before it. */
static bool is_meal(const char *word)
{
	const char *glucose, *context = followup_context(word, &glucose);

	return context && strcmp(context, "home") != 0 &&
	       strcmp(context, "clinic") != 0;
}

static void take_word(struct typist *t, const char *word)
{
	size_t n = when_scan(word, t->f->today, &t->when);

	word += n;
	if (!*word)
		return;
	enum aside aside;
	n = is_code(t, word) ? 0 : typed_aside_before(word, &aside);
	if (n) { /* 左臂血压150/95, 测血压150/95 */
		if (aside == ASIDE_REMARK)
			vec_push(&t->f->remarks,
				 arena_strndup(&t->f->arena, word, n));
		take_word(t, word + n);
		return;
	}
	if (followup_is_after(word) && !is_code(t, word)) {
		put_context(t, word);
		return;
	}
	if (isdigit((unsigned char)*word) || is_number(word)) {
		take_value(t, word);
		return;
	}
	n = is_code(t, word) ? 0 : glued_at(t, word);
	if (!n) {
		put_name(t, word);
		return;
	}
	const char *name = arena_strndup(&t->f->arena, word, n);
	if (followup_is_after(name)) {
		t->after = name;
		t->due = false;
	} else {
		put_name(t, name);
	}
	take_value(t, word + n);
}

/* "bp=148/92" is a reading, "smoke=10/0" a field of a form. */
static const char *part_pressure(struct followup *f, const char *word)
{
	const char *eq = strchr(word, '='), *second;

	if (!eq || eq == word || !is_pressure(eq + 1))
		return NULL;
	const char *name = arena_strndup(&f->arena, word, (size_t)(eq - word));
	return followup_code(f, name, &second) && second ? name : NULL;
}

/* A context that stands ahead: of a glucose, or of the first pressure; its
 * name may come between. */
static bool is_before(struct typist *t, const char *word, const char *next)
{
	const char *second, *code = followup_code(t->f, next, &second);

	if (is_meal(word))
		return (is_number(next) && !is_pressure(next)) ||
		       (code && strcmp(code, "GLU") == 0);
	return followup_is_after(word) && t->none &&
	       (is_pressure(next) || (code && second));
}

/* A word with a field of a form in it stays as it is. */
static bool is_field(const char *word)
{
	return strchr(word, '=') || followup_is_check(word);
}

static void cut(struct followup *f, const char *word, struct string_vec *ret)
{
	const char *text = typed_numbers(f, followup_fold_marks(f, word));

	for (const char *p = text; *p;) {
		p += strspn(p, " ");
		size_t n = strcspn(p, " ");
		if (n)
			vec_push(ret, arena_strndup(&f->arena, p, n));
		p += n;
	}
}

static void take_piece(struct typist *t, const char *word, const char *next)
{
	const char *name = part_pressure(t->f, word);

	if (name) {
		put(t, name);
		put(t, strchr(word, '=') + 1);
	} else if (is_field(word)) {
		vec_push(t->out, word);
		t->due = false;
	} else if (next && ((t->due && is_number(next) && is_meal(word)) ||
			    (!t->open && is_before(t, word, next)))) {
		bool due = t->due && is_number(next); /* 血糖 空腹 7.3 */
		t->after = word;                      /* 空腹 8.1 */
		t->due = due;
	} else {
		take_word(t, word);
	}
}

bool followup_typed(struct followup *f, size_t first, struct string_vec *ret,
		    struct err *err)
{
	struct typist t = {.f = f, .out = ret, .none = true};
	struct string_vec cuts = {0}, pieces = {0};
	char at[32];
	int64_t local;
	bool timed;

	for (size_t i = 0; i < f->words->n; i++) {
		const char *word = f->words->at[i];
		if (i < first)
			vec_push(ret, word);
		else if (is_field(word))
			vec_push(&cuts, word);
		else
			cut(f, word, &cuts);
	}
	followup_phrases(f, &cuts, &t.when, &pieces);
	vec_free(&cuts);
	for (size_t i = 0; i < pieces.n; i++)
		take_piece(&t, pieces.at[i],
			   i + 1 < pieces.n ? pieces.at[i + 1] : NULL);
	vec_free(&pieces);
	if (t.after)
		vec_push(ret, t.after);
	f->words = ret;
	if (!t.when.has_day && !t.when.has_clock && !t.when.part)
		return true;
	if (f->params->at || !when_settle(&t.when, f->today, &local, &timed))
		return ERR(err, ERR_OPTION_VALUE, "--at",
			   f->params->at ? f->params->at : "?",
			   "2026-11-30 08:00");
	f->said_at = arena_strdup(&f->arena, date_format(at, local, timed));
	return true;
}
