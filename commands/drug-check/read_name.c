/* Where the name of an order ends: at a quantity, a frequency, a way, a word of
 * use; forms and known names hold numbers and ways of their own. */
#include "commands/drug-check/read_order.h"
#include "commands/order_forms.h"

#include "base/num.h"
#include "kb/fold.h"
#include "kb/term.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

bool reading_boundary(const struct reading *r, size_t i)
{
	if (i == 0)
		return true;
	unsigned char c = (unsigned char)r->s[i - 1];
	return !isalnum(c) && c != '-' && c != '.';
}

/* 2:1, 30/70, 2-0.5%, 0.05%: a ratio or a concentration. */
size_t ratio_read(const char *s, size_t n)
{
	size_t i = 0, digits = 0, marks = 0;

	while (i < n &&
	       (isdigit((unsigned char)s[i]) || strchr("./:-", s[i]))) {
		digits += isdigit((unsigned char)s[i]) != 0;
		marks += strchr(":-/", s[i]) != NULL;
		i++;
	}
	if (!digits || !i || !isdigit((unsigned char)*s))
		return 0;
	if (i < n && s[i] == '%')
		return i + 1;
	bool ratio = marks == 1 && memchr(s, ':', i);
	return ratio && (i == n || s[i] == ' ') ? i : 0;
}

bool reading_known(struct reading *r, size_t i, size_t *ret_len)
{
	size_t n = r->n - i < 120 ? r->n - i : 120;
	struct folded f = fold_text(r->kb, r->s + i, n, r->a);
	struct term_match m = term_longest(r->kb, TERM_DRUG, f.s, f.n);

	if (!m.len || f.at[0] != 0)
		return false;
	*ret_len = f.at[m.len];
	/* the marks behind it are none of its own */
	while (*ret_len && strchr(" ,;:+/|([.", r->s[i + *ret_len - 1]))
		--*ret_len;
	/* a Latin name ends where the word ends, a number where its digits do:
	 * "Tylenol 325mg" is no Tylenol 3 */
	unsigned char last = (unsigned char)f.s[m.len - 1];
	size_t behind = i + f.at[m.len - 1] + 1;
	unsigned char next = behind < r->n ? (unsigned char)r->s[behind] : ' ';
	/* "losartan-HCTZ 100-25 mg": the number is of the mass */
	const char *unit = NULL;
	double factor = 1;
	size_t gap = behind < r->n && next == ' ' ? 1 : 0;
	if (isdigit(last) && behind + gap < r->n &&
	    (isalpha((unsigned char)r->s[behind + gap]) ||
	     (unsigned char)r->s[behind + gap] >= 0x80) &&
	    unit_word_read(r->s + behind + gap, r->n - behind - gap, &factor,
			   &unit) &&
	    strcmp(unit, "mg") == 0)
		return false;
	return !(isalpha(last) && isalpha(next)) &&
	       !(isdigit(last) && (isalnum(next) || next == '.'));
}

/* "(1g:10ml)", "[20mg/2ml]", "(2.5 MG/3ML)": a bracket behind the name that
 * holds an amount is none of its own; nor is "6(后下)" behind a herb. */
static bool opens_amount(const struct reading *r)
{
	static const char *const ways[] = {"(先煎", "(后下", "(包", "(冲",
					   "(烊",   "(另",   "(打", "(捣",
					   "[先煎", "[后下", "[包", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at;
	struct quantity q;
	struct parts parts;
	double high, x;

	if (left > 3 && (*s == '(' || *s == '[')) {
		/* "Diskus (250/50)" */
		size_t two = s[-1] == ' ' || (unsigned char)s[-1] >= 0x80
				     ? parts_read(s + 1, left - 1, &parts)
				     : 0;
		if (two && 1 + two < left && strchr(")]", s[1 + two]))
			return true;
		size_t m = quantity_read(s + 1, left - 1, &q, &high);
		return m && q.unit && 1 + m < left &&
		       strchr(")]:/*x", s[1 + m]) &&
		       (quantity_is_mass(&q) || quantity_is(&q, "mL"));
	}
	size_t m = isdigit((unsigned char)*s) ? amount_read(s, left, &x) : 0;
	return m && reading_starts(s + m, left - m, ways);
}

/* Ideographs of a dosage form glued to the name: bytes, 0 none. */
static size_t form_word(const struct reading *r, size_t start)
{
	const char *s = r->s + r->at;

	if (r->at == start || (unsigned char)*s < 0x80 ||
	    (unsigned char)s[-1] < 0x80)
		return 0;
	const struct order_form *f = form_at(s, r->n - r->at, false);
	return f && strlen(f->word) > 3 ? strlen(f->word) : 0;
}

/* "复方托吡卡胺滴眼液 散瞳用": a whole name stands in front of the blank, and behind
 * it words that are none. */
static bool whole_before(struct reading *r, size_t start)
{
	size_t known, next = r->at + 1;

	if (r->s[r->at] != ' ' || next >= r->n ||
	    (unsigned char)r->s[next] < 0xE3 ||
	    (unsigned char)r->s[start] < 0x80 || reading_known(r, next, &known))
		return false;
	const struct order_form *form =
		form_at(r->s + next, r->n - next, false);
	if (form && strlen(form->word) > 3)
		return false;
	return order_name_match_text(
		       r->kb, arena_strndup(r->a, r->s + start, r->at - start),
		       r->a)
		       .len > 0;
}

/* Behind a blank in a bracket a mass: it is of the order, not of the name. */
static bool amount_inside(const struct reading *r)
{
	const char *s = r->s + r->at;
	size_t left = r->n - r->at;
	struct quantity q;
	struct parts parts;
	double high;

	if (!isdigit((unsigned char)*s) || s[-1] != ' ')
		return false;
	return parts_read(s, left, &parts) ||
	       (quantity_read(s, left, &q, &high) && quantity_is_mass(&q));
}

/* Fluids as a ward writes them, their volume glued to the name: GS250. */
static bool is_bag(const char *s, size_t n)
{
	static const char *const bags[] = {"NS",     "GS",    "GNS",   "LR",
					   "RL",     "5%GS",  "10%GS", "50%GS",
					   "0.9%NS", "5%GNS", NULL};

	for (int i = 0; bags[i]; i++)
		if (strlen(bags[i]) == n && strncasecmp(s, bags[i], n) == 0)
			return true;
	return false;
}

/* KCl/L */
static bool per_litre(const struct reading *r)
{
	const char *s = r->s + r->at;
	size_t left = r->n - r->at;

	return *s == '/' && left > 1 && (s[1] | 0x20) == 'l' &&
	       (left == 2 || !isalnum((unsigned char)s[2]));
}

/* The volume glued to the fluid, which has been read: NS100. */
static void note_bag(struct reading *r, size_t start, double volume)
{
	r->highs[0] = NUM_NONE;
	r->masses[r->n_masses++] = (struct quantity){volume, "mL"};
	r->o->printed = arena_strndup(r->a, r->s + start, r->at - start);
}

/* A name of the knowledge base, and an amount that stands right behind it.
 * True: the name ends there. */
static bool known_name(struct reading *r)
{
	size_t start = r->at, known = 0;
	struct quantity q;
	double high;

	if (!reading_known(r, start, &known))
		return false;
	/* the marks behind it are none of its own: "NS + 20 mEq" */
	while (known && strchr(" +", r->s[start + known - 1]))
		known--;
	r->at += known;
	/* NS100ml, NS100, VC2.0 */
	size_t m =
		r->at < r->n && isdigit((unsigned char)r->s[r->at])
			? quantity_read(r->s + r->at, r->n - r->at, &q, &high)
			: 0;
	if (m && !q.unit && is_bag(r->s + start, known) && q.value >= 10) {
		note_bag(r, start, q.value);
		r->at += m;
		return true;
	}
	if (!m || (!q.unit && !memchr(r->s + r->at, '.', m)))
		return false;
	r->o->printed = arena_strndup(r->a, r->s + start, known);
	return true;
}

void reading_name(struct reading *r)
{
	size_t start = r->at, end, depth = 0, form;

	if (known_name(r))
		return;
	while (r->at < r->n) {
		char c = r->s[r->at];
		if (!depth && r->at > start && opens_amount(r))
			break;
		if (!depth && r->at > start && per_litre(r))
			break;
		/* "(Norco 5 mg-325 mg oral tablet)" */
		if (depth == 1 && amount_inside(r))
			break;
		if (c == '(' || c == '[')
			depth++;
		else if ((c == ')' || c == ']') && depth)
			depth--;
		else if (!depth && (form = form_word(r, start)) > 0) {
			r->at += form; /* 口服液 is no 口服 */
			continue;
		} else if (!depth && r->at > start &&
			   (reading_name_ends(r, r->at) ||
			    whole_before(r, start)))
			break;
		/* the manufacturer's bracket was not closed */
		if (depth && r->at - start > 200)
			depth = 0;
		r->at++;
		while (r->at < r->n &&
		       ((unsigned char)r->s[r->at] & 0xC0) == 0x80)
			r->at++;
	}
	end = r->at;
	while (end > start && strchr(" \t,;:-", r->s[end - 1]))
		end--;
	/* "aspirin and start …" */
	if (end - start > 8 && strncasecmp(r->s + end - 4, " and", 4) == 0)
		end -= 4;
	r->o->printed = arena_strndup(r->a, r->s + start, end - start);
}
