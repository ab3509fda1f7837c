/* Takings at a time of the day, even and uneven: "早12u 晚10u", "12u qAM and 8u
 * at night", "6-6-4u", "at 8am, 12pm and 8pm". */
#include "commands/drug-check/read_order.h"

#include "base/num.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

static size_t skip_blanks(const struct reading *r, size_t at)
{
	while (at < r->n && r->s[at] == ' ')
		at++;
	return at;
}

/* A number without a unit has the unit "". */
static void add_slot(struct reading *r, const struct quantity *q)
{
	const char *unit = q->unit ? q->unit : "";

	/* "早8 中10 晚8 u": the unit of the last is of all */
	if (r->slot_unit && !*r->slot_unit)
		r->slot_unit = unit;
	else if (!*unit && r->slot_unit)
		unit = r->slot_unit;

	if (r->n_slots == 4 ||
	    (r->slot_unit && strcmp(r->slot_unit, unit) != 0))
		return;
	r->slot_unit = unit;
	r->slots[r->n_slots++] = q->value;
}

static size_t han_slot(const struct reading *r, size_t i)
{
	static const char *const words[] = {
		"早餐前", "早餐后", "早餐时", "早饭前", "早饭后", "早餐",
		"早上",   "早晨",   "早",     "中餐前", "中餐后", "午餐前",
		"午餐后", "午饭前", "午饭后", "午餐",   "中午",   "午",
		"中",     "晚餐前", "晚餐后", "晚餐时", "晚饭前", "晚饭后",
		"晚餐",   "晚上",   "睡前",   "晚",     "晨",     NULL};

	static const char *const halves[] = {"上午", "下午", NULL};
	static const char *const clock[] = {"点", "时", ":00", ":30", NULL};
	const char *s = r->s + i;
	size_t n = r->n - i, word = reading_starts(s, n, words), hour = 0;
	size_t m = word ? word : reading_starts(s, n, halves);

	if (!m)
		return 0;
	/* 早8点, 下午4点 */
	while (hour < 2 && m + hour < n && isdigit((unsigned char)s[m + hour]))
		hour++;
	size_t mark =
		hour ? reading_starts(s + m + hour, n - m - hour, clock) : 0;
	return mark ? m + hour + mark : word;
}

/* "12u qAM", "8u at night": the time of day stands behind. */
static bool slot_behind(const struct reading *r, size_t at)
{
	size_t i = skip_blanks(r, at), way;
	const char *route;
	bool push;

	/* "2 tablets (40 mg) in AM" */
	const char *end = i < r->n && r->s[i] == '('
				  ? memchr(r->s + i, ')', r->n - i)
				  : NULL;
	if (end && isdigit((unsigned char)r->s[i + 1]))
		i = skip_blanks(r, (size_t)(end - r->s) + 1);

	/* "15 units SC every morning" */
	if ((way = route_read(r->s + i, r->n - i, &route, &push)))
		i = skip_blanks(r, i + way);
	size_t m = reading_starts(r->s + i, r->n - i, order_times);
	static const char *const at_clock[] = {"at ", "@ ", "@", NULL};
	size_t clock = m ? 0 : reading_starts(r->s + i, r->n - i, at_clock);

	/* "5 mg 4pm" */
	size_t hour = m ? 0 : clock_read(r->s + i, r->n - i);
	if (hour && (r->s[i + hour - 1] | 0x20) == 'm')
		return true;
	if (clock && clock_read(r->s + i + clock, r->n - i - clock))
		return true;
	return m && !(i + m < r->n && isalpha((unsigned char)r->s[i + m]));
}

/* "50mg 早 25mg 晚", "1.5g 早餐后 1.5g 晚餐后": the first of several with their
 * times behind, or another of these. */
static bool han_behind(const struct reading *r, size_t at)
{
	size_t i = skip_blanks(r, at), m = han_slot(r, i);
	struct quantity q;
	double high;

	if (!m || r->behind)
		return m > 0;
	/* where a time is the last, times stand behind: 早 of "0.5g 早1片 晚2片"
	 * stands in front */
	for (int pairs = 1; pairs < 5; pairs++) {
		i = skip_blanks(r, i + m);
		while (i < r->n && strchr(",;", r->s[i]))
			i = skip_blanks(r, i + 1);
		if (!(m = quantity_read(r->s + i, r->n - i, &q, &high)) ||
		    !q.unit)
			return pairs > 1;
		i = skip_blanks(r, i + m);
		if (!(m = han_slot(r, i)))
			return false;
	}
	return false;
}

bool reading_of_slot(struct reading *r, struct quantity *q, size_t at)
{
	bool latin = isalnum((unsigned char)r->s[r->at]);

	if (!r->slot && q->unit && han_behind(r, at)) {
		r->behind = true;
		add_slot(r, q);
		return true;
	}
	if (!r->slot && !slot_behind(r, at))
		return false;
	/* "TWO in the morning and ONE at lunchtime" */
	bool count = isalpha((unsigned char)r->s[r->at]) || q->value <= 1 ||
		     r->n_masses || r->o->strength.unit;
	if (!q->unit && !r->slot && latin && count &&
	    q->value == floor(q->value) && q->value <= 8)
		q->unit = "tablet";
	if (!q->unit && !r->slot)
		return false;
	add_slot(r, q);
	return true;
}

/* 早22: a number alone may be of a time of the day; 早1次, 早8点 and 早8:00 are
 * none. */
static bool bare_of_slot(const struct reading *r, size_t at)
{
	static const char *const not [] = {"次", "点", "时", ":",  "/",
					   "-",  "日", "天", "周", "月",
					   "小", "分", NULL};

	return at >= r->n || (!isalnum((unsigned char)r->s[at]) &&
			      !reading_starts(r->s + at, r->n - at, not ));
}

/* 早12u: bytes before the quantity; 0: no such thing. 早1次 is none. */
static size_t slot_word(const struct reading *r, size_t i)
{
	size_t m = han_slot(r, i);
	struct quantity q;
	double high;

	if (!m)
		return 0;
	size_t at = skip_blanks(r, i + m);
	size_t taken = quantity_read(r->s + at, r->n - at, &q, &high);
	if (!taken || quantity_is(&q, "pack"))
		return 0;
	return q.unit || bare_of_slot(r, at + taken) ? at - i : 0;
}

bool reading_slot_at(const struct reading *r, size_t i)
{
	return slot_word(r, i) > 0;
}

size_t reading_slot(struct reading *r)
{
	size_t m = r->behind ? 0 : slot_word(r, r->at);

	if (!m)
		return 0;
	r->slot = true;
	r->o->frequency =
		r->o->frequency ? arena_printf(r->a, "%s %.*s", r->o->frequency,
					       (int)m, r->s + r->at)
				: arena_strndup(r->a, r->s + r->at, m);
	return m;
}

/* "6-6-4u", "1-0-1": bytes, 0 none. Strengths of a combination, "40-10-25", are
 * none. */
size_t reading_dashes(struct reading *r)
{
	const char *s = r->s + r->at, *unit = NULL;
	size_t left = r->n - r->at, i = 0, n = 0, m;
	double x[4], factor = 1, most = 0;

	for (;;) {
		if (n == 4 || i >= left || !isdigit((unsigned char)s[i]) ||
		    !(m = amount_read(s + i, left - i, &x[n])) || x[n] > 200)
			return 0;
		most = fmax(most, x[n++]);
		i += m;
		if (i >= left || s[i] != '-')
			break;
		i++;
	}
	if (n < 3 || !(most > 0))
		return 0;
	bool insulin = strstr(r->o->printed, "nsulin") ||
		       strstr(r->o->printed, "胰岛素") ||
		       quantity_is(&r->o->strength, "IU");
	size_t gap = i < left && s[i] == ' ';
	m = unit_word_read(s + i + gap, left - i - gap, &factor, &unit);
	if (unit && factor == 1 && strcmp(unit, "mg") != 0)
		i += gap + m;
	else if (unit || most > 6 || (i < left && s[i] != ' '))
		return 0;
	if (!unit && !insulin)
		unit = "tablet";
	for (size_t k = 0; k < n; k++)
		if (x[k] > 0)
			add_slot(r, &(struct quantity){x[k], unit});
	return i;
}

/* "三餐前各4u、6u、6u": as many doses side by side as takings a day. */
static void choose_each(struct reading *r)
{
	size_t n = 1, last = r->n_masses;

	while (n < last && r->beside[last - n] &&
	       strcmp(r->masses[last - n - 1].unit, r->masses[last - n].unit) ==
		       0)
		n++;
	if (n < 3 || r->n_slots || r->n_week ||
	    fabs(r->o->per_day - (double)n) > 1e-9)
		return;
	for (size_t i = last - n; i < last && i < last - n + 4; i++) {
		r->of_slot[i] = true;
		add_slot(r, &r->masses[i]);
	}
}

/* Uneven takings: the largest is the dose. */
void reading_choose_slots(struct reading *r)
{
	double sum = 0, most = 0;
	struct order *o = r->o;

	if (isnan(o->per_day) && r->clocks && r->clocks < 9 && !o->once &&
	    !o->prn)
		o->per_day = (double)r->clocks;
	choose_each(r);
	/* "晚12u" */
	if (r->n_slots == 1 && isnan(o->per_day))
		o->per_day = 1;
	if (r->n_slots == 1 && !*r->slot_unit && isnan(o->bare))
		o->bare = r->slots[0];
	else if (r->n_slots == 1 && *r->slot_unit && !r->n_masses)
		o->dose = (struct quantity){r->slots[0], r->slot_unit};
	if (r->n_slots < 2)
		return;
	for (size_t i = 0; i < r->n_slots; i++) {
		sum += r->slots[i];
		most = fmax(most, r->slots[i]);
	}
	if (!(most > 0))
		return;
	o->per_day = (double)r->n_slots;
	o->day_factor = sum / most;
	if (!*r->slot_unit) { /* whoever knows the drug knows the unit */
		o->bare = most;
		if (r->n_masses && !o->strength.unit &&
		    quantity_is_mass(&r->masses[0]))
			o->strength = r->masses[0];
		o->dose = (struct quantity){NUM_NONE, NULL};
		o->dose_high = NUM_NONE;
		return;
	}
	if (!o->strength_text)
		o->strength = (struct quantity){NUM_NONE, NULL};
	/* "1 mg caps 3 mg AM 2 mg PM": what is of no time is the strength */
	for (size_t i = 0; i < r->n_masses && !o->strength.unit; i++)
		if (!r->of_slot[i] && quantity_is_mass(&r->masses[i]))
			o->strength = r->masses[i];
	o->dose = (struct quantity){most, r->slot_unit};
	o->dose_high = NUM_NONE;
}
