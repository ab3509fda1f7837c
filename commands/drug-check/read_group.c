/* What is given together, and shares what is said of one of it. */
#include "commands/drug-check/read_group.h"

#include <math.h>
#include <string.h>

static bool says_how_often(const struct order *o)
{
	return o->frequency || !isnan(o->per_day) || o->once;
}

/* A mass by time, of a bag: "4 mg in D5W 250 mL at 5 mcg/min". */
static bool is_rate(const struct quantity *q)
{
	return q->unit && strstr(q->unit, "/h") && strncmp(q->unit, "mL", 2);
}

/* What is in the bag runs at that rate, when it is one drug. */
static void share_rate(struct order *of, size_t n)
{
	struct order *bag = NULL, *drug = NULL;
	size_t drugs = 0;

	for (size_t i = 0; i < n; i++) {
		const struct quantity *q = &of[i].dose;
		if (is_rate(q) && of[i].strength.unit &&
		    strcmp(of[i].strength.unit, "mL") == 0) {
			bag = &of[i];
		} else if (q->unit && (strcmp(q->unit, "mg") == 0 ||
				       strcmp(q->unit, "IU") == 0)) {
			drug = &of[i];
			drugs++;
		}
	}
	if (!bag || drugs != 1)
		return;
	if (!drug->strength.unit)
		drug->strength = drug->dose;
	drug->dose = bag->dose;
	drug->dose_high = bag->dose_high;
	bag->dose = bag->strength;
	bag->dose_high = NAN;
	bag->strength = (struct quantity){NAN, NULL};
}

/* The last is asked first. */
void order_share(struct order *of, size_t n)
{
	const struct order *route = NULL, *often = NULL, *days = NULL;

	share_rate(of, n);

	for (size_t i = n; i-- > 0;) {
		if (!route && of[i].route)
			route = &of[i];
		if (!often && says_how_often(&of[i]))
			often = &of[i];
		if (!days && !isnan(of[i].days))
			days = &of[i];
	}
	for (size_t i = 0; i < n; i++) {
		struct order *o = &of[i];
		if (!o->route && route) {
			o->route = route->route;
			o->push = route->push;
		}
		if (often && !says_how_often(o)) {
			o->per_day = often->per_day;
			o->frequency = often->frequency;
			o->prn = often->prn;
			o->once = often->once;
		}
		if (isnan(o->days) && days)
			o->days = days->days;
	}
}

static bool ends_with(const char *s, size_t n, const char *word)
{
	size_t m = strlen(word);

	return n >= m && memcmp(s + n - m, word, m) == 0;
}

bool group_joins(const char *s, size_t end)
{
	static const char *const marks[] = {"+", "/", " in", "with", NULL};

	while (end && s[end - 1] == ' ')
		end--;
	for (int i = 0; marks[i]; i++)
		if (ends_with(s, end, marks[i]))
			return true;
	for (int i = 0; order_fluid_words[i]; i++)
		if (ends_with(s, end, order_fluid_words[i]))
			return true;
	return false;
}

static bool is_bag(const struct order *o)
{
	return o->dose.unit && strcmp(o->dose.unit, "mL") == 0 &&
	       o->dose.value >= 50;
}

bool group_adjoins(const struct order *before, const struct order *o,
		   const char *s, size_t end)
{
	static const char *const circled[] = {"②", "③", "④", "⑤", NULL};
	bool mark = false;

	if (says_how_often(before))
		return false;
	for (int i = 0; circled[i]; i++)
		mark |= strncmp(s + end, circled[i], 3) == 0;
	while (end && s[end - 1] == ' ')
		end--;
	if (end && strchr(",;.", s[end - 1]))
		return false;
	return mark || is_bag(before) || is_bag(o);
}

static bool has_mark(const char *s, size_t n, const char *const *marks)
{
	/* all begin so */
	const char *at = memchr(s, 0xE2, n);

	for (int i = 0; at && marks[i]; i++)
		if (memmem(at, n - (size_t)(at - s), marks[i], 3))
			return true;
	return false;
}

bool group_begins(const char *s, size_t n)
{
	static const char *const marks[] = {"┌", "┏", "┐", "┓", "╭", "╮", NULL};

	return has_mark(s, n, marks);
}

bool group_ends(const char *s, size_t n)
{
	static const char *const marks[] = {"└", "┗", "┘", "┛", "╰", "╯", NULL};

	return has_mark(s, n, marks);
}

unsigned group_tag(const char *s, size_t n)
{
	static const char *const open[] = {"[",  "(", "【", " ",
					   "\t", "|", NULL};
	unsigned tag = 0;
	size_t m;

	while ((m = reading_starts(s, n, open))) {
		s += m;
		n -= m;
	}
	return group_number_read(s, n, &tag) ? tag : 0;
}
