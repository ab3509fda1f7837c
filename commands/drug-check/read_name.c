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

static bool ends_at_word(const struct reading *r, size_t i)
{
	const char *s = r->s + i;
	size_t left = r->n - i, m;

	if (reading_starts(s, left, order_name_ends)) {
		/* 口服 is of the dosage form: 口服溶液, 口服滴剂 */
		bool form = i >= 3 && left >= 3 && !memcmp(s, "服", 3) &&
			    !memcmp(s - 3, "口", 3);
		if (*s != 's' && *s != 'S')
			return !form;
		if (reading_boundary(r, i))
			return true;
	}
	m = reading_starts(s, left, order_name_ends_latin);
	return m && reading_boundary(r, i) &&
	       !(m < left && isalpha((unsigned char)s[m]));
}

/* How often, when, which way: a way only after a blank, as 滴眼 stands in 滴眼液
 * and 吸入 in 吸入粉雾剂. */
static bool ends_at_use(struct reading *r, size_t i, bool cjk)
{
	/* 首剂 0.4g, 第1周 5mg, 周一三五 2.5mg */
	static const char *const firsts[] = {"首剂", "首日",   "首次",   "负荷",
					     "第1",  "第一天", "第一周", NULL};
	const char *s = r->s + i, *route;
	size_t left = r->n - i;
	struct order scratch = order_blank();
	unsigned days;
	bool push;

	if (frequency_read(s, left, &scratch, r->a))
		return true;
	if ((!cjk || (unsigned char)r->s[i - 1] < 0x80) &&
	    route_read(s, left, &route, &push))
		return true;
	return cjk && (reading_slot_at(r, i) ||
		       reading_meal(s, left, &scratch.per_day) ||
		       reading_starts(s, left, firsts) ||
		       chinese_weekdays(s, left, &days));
}

/* 1-0-1, 12-8-10u */
static bool times_of_day(const char *s, size_t n)
{
	size_t i = 0, digits = 0, marks = 0;

	while (i < n && (isdigit((unsigned char)s[i]) || s[i] == '-')) {
		if (s[i] == '-' && (!digits || ++marks > 3))
			return false;
		digits = s[i] == '-' ? 0 : digits + 1;
		if (digits > 2)
			return false;
		i++;
	}
	/* 4-4-6u */
	i += i < n && (s[i] | 0x20) == 'u';
	return marks >= 2 && digits &&
	       (i >= n || !isalnum((unsigned char)s[i]));
}

static bool ends_at_number(const char *s, size_t left, bool cjk)
{
	static const char *const arrows[] = {"→", "->", "×", NULL};
	struct quantity q;
	struct parts parts;
	double high;

	if (!cjk && (parts_read(s, left, &parts) || ratio_read(s, left) ||
		     times_of_day(s, left)))
		return true;
	if (*s == '+' && left > 2 &&
	    isdigit((unsigned char)s[1 + (s[1] == ' ')]))
		return true;
	/* NS 至 100ml */
	if (cjk && left > 4 && memcmp(s, "至", 3) == 0 &&
	    isdigit((unsigned char)s[3 + (s[3] == ' ')]))
		return true;
	size_t m = quantity_read(s, left, &q, &high);
	/* 当归三钱, 半片; 三七 and 五味子 are names */
	if (cjk)
		return m && (memcmp(s, "半", 3) == 0 ||
			     (q.unit && (strcmp(q.unit, "mg") == 0 ||
					 strcmp(q.unit, "liang") == 0)));
	/* "维生素B12": a digit behind a letter is part of a name; "5-氟尿嘧啶",
	 * "30/70混合": so is a number with no unit */
	return m &&
	       (q.unit || m == left || strchr(" *x+,;", s[m]) ||
		(s[m] == '/' && m + 1 < left && (s[m + 1] | 0x20) == 'd') ||
		reading_starts(s + m, left - m, arrows));
}

/* "for 5 days": powder for injection has no number. */
static bool ends_at_span(const char *s, size_t n)
{
	double x;

	return n > 5 && strncasecmp(s, "for ", 4) == 0 &&
	       amount_read(s + 4, n - 4, &x) > 0;
}

/* Does something that is no name begin at i? */
static bool ends_name(struct reading *r, size_t i)
{
	bool cjk = (unsigned char)r->s[i] >= 0x80;

	if (ends_at_word(r, i))
		return true;
	if (!cjk && !reading_boundary(r, i))
		return false;
	return ends_at_span(r->s + i, r->n - i) || ends_at_use(r, i, cjk) ||
	       ends_at_number(r->s + i, r->n - i, cjk);
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

void reading_name(struct reading *r)
{
	size_t start = r->at, end, known = 0, depth = 0, form;

	if (reading_known(r, start, &known)) {
		struct quantity q;
		double high;
		/* the marks behind it are none of its own: "NS + 20 mEq" */
		while (known && strchr(" +", r->s[start + known - 1]))
			known--;
		r->at += known;
		/* NS100ml, NS100, VC2.0 */
		size_t m = r->at < r->n && isdigit((unsigned char)r->s[r->at])
				   ? quantity_read(r->s + r->at, r->n - r->at,
						   &q, &high)
				   : 0;
		if (m && !q.unit && is_bag(r->s + start, known) &&
		    q.value >= 10) {
			note_bag(r, start, q.value);
			r->at += m;
			return;
		}
		if (m && (q.unit || memchr(r->s + r->at, '.', m))) {
			r->o->printed =
				arena_strndup(r->a, r->s + start, known);
			return;
		}
	}
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
			   (ends_name(r, r->at) || whole_before(r, start)))
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
