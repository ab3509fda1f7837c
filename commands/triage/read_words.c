/* What the words say that is no symptom: days since birth, weight, and that
 * it was found on waking up. */
#include "commands/triage/complaint_private.h"
#include "commands/triage/triage.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

struct said_unit {
	const char *name;
	double factor;
};

/* The number that follows `word`, with one of the units. NaN: none. */
static double number_after(const char *text, const char *word,
			   const struct said_unit *units, size_t n_units)
{
	double x;

	for (const char *p = text_find(text, word); p;
	     p = text_find(p + 1, word)) {
		const char *q = p + strlen(word);
		while (*q == ' ' || *q == ':' || strncmp(q, "：", 3) == 0 ||
		       strncmp(q, "第", 3) == 0 || strncmp(q, "约", 3) == 0)
			q += *q == ' ' || *q == ':' ? 1 : 3;
		size_t n = num_parse(q, strlen(q), &x);
		q += n + strspn(q + n, " ");
		for (size_t i = 0; n && i < n_units; i++)
			if (strncasecmp(q, units[i].name,
					strlen(units[i].name)) == 0)
				return x * units[i].factor;
	}
	return NUM_NONE;
}

static double postpartum_days(const char *text)
{
	static const struct said_unit units[] = {
		{"天", 1},  {"日", 1},  {"周", 7},   {"个月", 30},
		{"月", 30}, {"day", 1}, {"week", 7}, {"month", 30}};

	return number_after(text, "产后", units, sizeof units / sizeof *units);
}

/* 斤 is half a kilogram. */
static double weight(const char *text)
{
	static const struct said_unit units[] = {
		{"公斤", 1}, {"千克", 1},    {"kg", 1},        {"kilo", 1},
		{"斤", 0.5}, {"lb", 0.4536}, {"pound", 0.4536}};
	static const char *const words[] = {"体重", "weighs", "weight",
					    "weighing"};
	double kg = NUM_NONE;

	for (size_t i = 0; isnan(kg) && i < sizeof words / sizeof *words; i++)
		kg = number_after(text, words[i], units,
				  sizeof units / sizeof *units);
	return kg >= 0.3 && kg <= 400 ? kg : NUM_NONE;
}

void triage_words(struct triage *t)
{
	static const char *const waking[] = {
		"醒来",         "睡醒",     "起床时",  "起床后",
		"早上起来",     "晨起发现", "woke up", "on waking",
		"on awakening", "wake-up",  "awoke"};
	const char *text = t->complaint.text;

	for (size_t i = 0; i < sizeof waking / sizeof *waking; i++)
		t->on_waking |= text_find(text, waking[i]) != NULL;
	t->known.number[TRIAGE_POSTPARTUM_D] = postpartum_days(text);
	if (isnan(t->patient.weight))
		t->patient.weight = weight(text);
}
