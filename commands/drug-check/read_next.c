/* Where another order of the same line begins. */
#include "commands/drug-check/read_order.h"
#include "commands/order_forms.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

static size_t digits_at(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (isdigit((unsigned char)s[i]) || s[i] == '.'))
		i++;
	return i;
}

/* Is a dose or how often said within a few words of i? */
bool reading_dosed(const struct reading *r, size_t i)
{
	struct order scratch = order_blank();
	size_t end = i + 48 < r->n ? i + 48 : r->n;
	struct quantity q;
	double high;

	while (i < end && r->s[i] == ' ')
		i++;
	if (i < end && isdigit((unsigned char)r->s[i]))
		return true; /* 柴胡 9, ASA 81 */
	for (; i < end; i++) {
		const char *s = r->s + i;
		bool cjk = (unsigned char)*s >= 0x80;
		if (((unsigned char)*s & 0xC0) == 0x80 ||
		    (!cjk && !reading_boundary(r, i)))
			continue;
		if (quantity_read(s, r->n - i, &q, &high) && q.unit)
			return true;
		if (frequency_read(s, r->n - i, &scratch, r->a))
			return true;
	}
	return false;
}

/* "250ml + 注射用奥美拉唑钠 40mg": behind the mark a name, known or not. */
bool reading_another_joins(struct reading *r)
{
	size_t i = r->at + 1, m;
	struct order scratch = order_blank();
	struct quantity q;
	const char *route;
	double high;
	bool push;

	while (i < r->n && r->s[i] == ' ')
		i++;
	size_t percent = digits_at(r->s + i, r->n - i);
	bool percent_name =
		percent && i + percent < r->n && r->s[i + percent] == '%';
	if (percent_name)
		i += percent + 1; /* 10%KCl */
	/* + 吸入用布地奈德 */
	const struct order_form *form =
		i < r->n ? form_at(r->s + i, r->n - i, false) : NULL;
	if (form && strlen(form->word) >= 9 && strstr(form->word, "用"))
		i += strlen(form->word);
	/* + 20 mEq KCl */
	if (!percent_name && i < r->n && isdigit((unsigned char)r->s[i]) &&
	    (m = quantity_read(r->s + i, r->n - i, &q, &high)) && q.unit) {
		size_t name = i + m, found;
		while (name < r->n && r->s[name] == ' ')
			name++;
		return name < r->n && reading_known(r, name, &found) &&
		       found >= 3;
	}
	if (i + 2 >= r->n ||
	    !(r->n_masses || r->o->parts.n || !isnan(r->o->bare)) ||
	    !((unsigned char)r->s[i] >= 0xE3 ||
	      isalpha((unsigned char)r->s[i])))
		return false;
	size_t known;
	if (isalpha((unsigned char)r->s[i]) && !reading_dosed(r, i) &&
	    !reading_known(r, i, &known))
		return false; /* "+ correction scale" */
	return !frequency_read(r->s + i, r->n - i, &scratch, r->a) &&
	       !route_read(r->s + i, r->n - i, &route, &push) &&
	       !(quantity_read(r->s + i, r->n - i, &q, &high) && q.unit);
}

const char *const order_fluid_words[] = {
	"加入到", "加入",   "加到", "加至", "溶于", "溶入",  "溶解于",
	"稀释于", "稀释到", "兑入", "配入", "冲入", "溶媒:", "溶媒",
	"加",     "入",     "配",   "兑",   NULL};

/* Behind it only a number and the name of a fluid: "in 100 mL D5W". */
static bool fluid_ahead(const char *s, size_t left)
{
	static const char *const fluids[] = {"NS",
					     "D5W",
					     "D5",
					     "D10",
					     "LR",
					     "SWFI",
					     "normal saline",
					     "sodium chloride",
					     "dextrose",
					     "saline",
					     "sterile water",
					     "lactated",
					     "water for",
					     NULL};

	for (size_t i = 3; i < left && i < 24; i++)
		if ((s[i - 1] == ' ' || s[i - 1] == '%') &&
		    reading_starts(s + i, left - i, fluids))
			return true;
	return false;
}

/* "1 L with 20 mmol KCl" */
static bool additive(struct reading *r)
{
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m, known, at = r->at + 5;
	struct quantity q;
	double high;

	if (left < 10 || strncasecmp(s, "with ", 5) != 0 || !r->n_masses ||
	    !quantity_is(&r->masses[0], "mL") ||
	    !(m = quantity_read(s + 5, left - 5, &q, &high)) ||
	    !quantity_is_mass(&q))
		return false;
	at += m;
	while (at < r->n && r->s[at] == ' ')
		at++;
	return at < r->n && reading_known(r, at, &known) && known >= 3;
}

/* "2 g in NS 100 mL", "20ml 加入5%葡萄糖250ml": the fluid is given with it.
 * Bytes of the word between, 0 none. */
size_t reading_in_fluid(struct reading *r)
{
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, known;

	if (reading_boundary(r, r->at) && additive(r))
		return 4;
	if (left < 6 || !(r->n_masses || r->o->parts.n || !isnan(r->o->bare)))
		return 0;
	if (reading_boundary(r, r->at) && strncasecmp(s, "in ", 3) == 0)
		return fluid_ahead(s, left) ? 2 : 0;
	size_t m = reading_starts(s, left, order_fluid_words);
	if (!m)
		return 0;
	size_t at = r->at + m;
	while (at < r->n && r->s[at] == ' ')
		at++;
	/* the number in front of a fluid is of its name: 5%葡萄糖 */
	size_t percent = at + digits_at(r->s + at, r->n - at);
	if (percent < r->n && r->s[percent] == '%')
		at = percent + 1;
	return at < r->n && reading_known(r, at, &known) && known >= 2 ? m : 0;
}

/* "60mg 1 od with 2.5mg bisoprolol od": behind a whole order a mass with a name
 * of its own. */
static bool next_dose(struct reading *r)
{
	size_t at = r->at, known, m;
	struct quantity q;
	double high;

	if (!r->often || !r->n_masses || !isdigit((unsigned char)r->s[at]) ||
	    !(m = quantity_read(r->s + at, r->n - at, &q, &high)) ||
	    !quantity_is_mass(&q) || at + m >= r->n || r->s[at + m] != ' ')
		return false;
	return reading_known(r, at + m + 1, &known) && known >= 5 &&
	       !only_forms(r->s + at + m + 1, known);
}

/* "1.阿司匹林 … 2.氯吡格雷": the number of the next order. */
bool reading_next_number(struct reading *r)
{
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, i = digits_at(s, left), known;

	if (next_dose(r))
		return true;
	if (!i || i > 2 || i + 1 >= left || memchr(s, '.', i - 1) || !r->at ||
	    !strchr(" ;,", s[-1]))
		return false;
	if (s[i - 1] != '.' && s[i] != ')')
		return false;
	i += s[i - 1] != '.';
	while (i < left && s[i] == ' ')
		i++;
	return reading_known(r, r->at + i, &known) && known >= 4;
}

/* Is it as much of a fluid as a bag holds: NS 100ml? */
static bool volume_at(const struct reading *r, size_t i)
{
	struct quantity q;
	double high;

	while (i < r->n && r->s[i] == ' ')
		i++;
	return i < r->n && isdigit((unsigned char)r->s[i]) &&
	       quantity_read(r->s + i, r->n - i, &q, &high) &&
	       quantity_is(&q, "mL") && q.value >= 50;
}

/* Another known name: the next order of this line. One that is only spoken of
 * ("not on MTX day", "2 h before iron") stands apart from nothing and has no
 * dose. */
bool reading_next_name(struct reading *r)
{
	size_t known, at = r->at, before = at;

	if (!reading_boundary(r, at) || !reading_known(r, at, &known))
		return false;
	while (known && r->s[at + known - 1] == ' ')
		known--;
	/* "PRN glucose < 70": what is measured */
	for (size_t i = at; i < r->n && i < at + known + 2; i++)
		if (strchr("<>=", r->s[i]))
			return false;
	/* "30 min before Lasix MWF" */
	static const char *const beside[] = {"before", "after", "than", "until",
					     NULL};
	size_t word = at;
	while (word && r->s[word - 1] == ' ')
		word--;
	for (int i = 0; beside[i]; i++) {
		size_t m = strlen(beside[i]);
		if (m <= word &&
		    strncasecmp(r->s + word - m, beside[i], m) == 0)
			return false;
	}
	/* SAMe is a drug, the same is none */
	if (known == 4 && memcmp(r->s + at, "same", 4) == 0)
		return false;
	bool bag = volume_at(r, at + known);
	if (known < ((unsigned char)r->s[at] < 0x80 ? 3 : 6) && !bag)
		return false;
	if (only_forms(r->s + at, known))
		return false;
	while (before && r->s[before - 1] == ' ')
		before--;
	bool apart = before &&
		     (strchr(",;+|/", r->s[before - 1]) ||
		      (before >= 3 && memcmp(r->s + before - 3, "、", 3) == 0));
	return apart || bag || (known >= 4 && reading_dosed(r, at + known));
}
