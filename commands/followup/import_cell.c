/* One cell of an export: a number, a word for what lies beyond the device's
 * range, or nothing; and the words for when it was measured. */
#include "commands/followup/import.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

static char *lower(struct arena *a, const char *text)
{
	char *s = arena_strdup(a, text);

	for (char *p = s; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	return s;
}

static bool one_of(const char *text, const char *const *words)
{
	for (; words && *words; words++)
		if (strcmp(text, *words) == 0)
			return true;
	return false;
}

/* What the makers' labels give as the ends of the measuring range; NaN: another
 * device's is not known. */
static double range_end(const char *kind, bool low, bool mg)
{
	if (strcmp(kind, "clarity") == 0)
		return low ? (mg ? 40 : 2.2) : (mg ? 400 : 22.2);
	if (strcmp(kind, "libreview") == 0)
		return low ? (mg ? 40 : 2.2) : (mg ? 500 : 27.8);
	return NUM_NONE;
}

/* Below or above what the device can measure: never dropped. */
static bool sentinel(const struct import *in, const char *printed,
		     const char *small, struct import_row *row)
{
	static const char *const lows[] = {
		"low",     "lo",    "低",     "过低",  "低値",   "<low",
		"niedrig", "bajo",  "baja",   "bas",   "faible", "laag",
		"basso",   "basse", "baixo",  "baixa", "lav",    "låg",
		"lågt",    "niski", "niskie", "nízká", "matala", NULL};
	static const char *const highs[] = {
		"high",   "hi",   "高",   "过高",   "高値",    ">high",
		"hoch",   "alto", "alta", "élevé",  "Élevé",   "élevée",
		"Élevée", "haut", "hoog", "høj",    "Høj",     "høy",
		"Høy",    "hög",  "högt", "wysoki", "wysokie", "vysoká",
		"korkea", NULL};
	const struct import_map *map = in->map;
	bool low =
		one_of(small, lows) || (map && one_of(printed, map->low_words));
	bool high = one_of(small, highs) ||
		    (map && one_of(printed, map->high_words));

	if (!low && !high)
		return false;
	row->comparator = low ? "<" : ">";
	row->text = printed;
	if (map) {
		row->value = low ? map->low_limit : map->high_limit;
		return true;
	}
	row->value = range_end(in->kind, low,
			       row->unit && strcmp(row->unit, "mg/dl") == 0);
	return true;
}

bool import_cell(struct import *in, const char *text, struct import_row *row)
{
	static const char *const empty[] = {"-",    "--",   "---", "n/a", "na",
					    "null", "none", "无",  "/",   NULL};
	char *small = lower(in->arena, text);
	char *comma = strchr(small, ',');
	size_t skip = strspn(small, "<>≥≤=");

	row->value = NUM_NONE;
	if (!*small || one_of(small, empty))
		return false;
	if (comma && !strchr(small, '.'))
		*comma = '.'; /* decimal comma of a localised export */
	if (sentinel(in, text, small, row))
		return true;
	if (skip == 1 && (*small == '<' || *small == '>')) {
		row->comparator = *small == '<' ? "<" : ">";
		row->text = text;
	} else if (skip) {
		skip = 0;
	}
	size_t n = num_parse(small + skip, strlen(small + skip), &row->value);
	const char *rest = small + skip + n + strspn(small + skip + n, " ");
	if (!n) {
		import_leave(in, "value", row->line);
		return false;
	}
	if (*rest)
		row->unit = rest;
	return true;
}

const char *import_context(struct arena *a, const char *text)
{
	/* the longer ones first: each is looked for within the cell */
	static const struct {
		const char *word, *context;
	} words[] = {{"空腹", "fasting"},
		     {"nüchtern", "fasting"},
		     {"nuchter", "fasting"},
		     {"jeun", "fasting"},
		     {"ayunas", "fasting"},
		     {"digiuno", "fasting"},
		     {"vor dem frühstück", "fasting"},
		     {"avant le petit", "fasting"},
		     {"antes del desayuno", "fasting"},
		     {"prima di colazione", "fasting"},
		     {"voor het ontbijt", "fasting"},
		     {"朝食前", "fasting"},
		     {"早餐前", "fasting"},
		     {"before breakfast", "fasting"},
		     {"fasting", "fasting"},
		     {"餐后2", "post-prandial-2h"},
		     {"餐后两", "post-prandial-2h"},
		     {"餐后二", "post-prandial-2h"},
		     {"餐后", "post-prandial"},
		     {"after", "post-prandial"},
		     {"nach dem", "post-prandial"},
		     {"après", "post-prandial"},
		     {"después", "post-prandial"},
		     {"dopo", "post-prandial"},
		     {"na het", "post-prandial"},
		     {"食後", "post-prandial"},
		     {"餐前", "pre-meal"},
		     {"before", "pre-meal"},
		     {"vor dem", "pre-meal"},
		     {"avant", "pre-meal"},
		     {"antes", "pre-meal"},
		     {"prima", "pre-meal"},
		     {"voor het", "pre-meal"},
		     {"食前", "pre-meal"},
		     {"就寝前", "bedtime"},
		     {"睡前", "bedtime"},
		     {"bedtime", "bedtime"},
		     {"凌晨", "night"},
		     {"night", "night"},
		     {"随机", "random"},
		     {"random", "random"},
		     {"home", "home"},
		     {"家", "home"},
		     {"clinic", "clinic"},
		     {"诊室", "clinic"}};
	const char *small;

	if (!text || !*text)
		return NULL;
	small = lower(a, text);
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strstr(small, words[i].word))
			return words[i].context;
	return NULL;
}

/* Seconds or milliseconds since 1970, of some applications. */
static const char *epoch(struct import *in, const char *text)
{
	size_t n = text ? strlen(text) : 0;
	char at[32];
	double seconds;

	if ((n != 10 && n != 13) || strspn(text, "0123456789") != n ||
	    *text == '0' || !num_parse_all(text, &seconds))
		return NULL;
	if (n == 13)
		seconds = floor(seconds / 1000);
	return arena_printf(in->arena, "%sZ",
			    date_format(at, (int64_t)seconds, true));
}

/* A workbook's date: days since 30 December 1899, with the clock as the part
 * behind the point; a part alone is a clock. */
const char *import_when(struct import *in, const char *text)
{
	char at[32];
	double days;

	const char *instant = epoch(in, text);

	if (instant)
		return instant;
	if (!text || !num_parse_all(text, &days) || days < 0 ||
	    (days >= 1 && days < 20000) || days >= 80000)
		return text ? import_month(in->arena, text) : NULL;
	int64_t seconds = (int64_t)llround(days * DATE_DAY);
	bool timed = seconds % DATE_DAY != 0;
	date_format(at, seconds - (int64_t)25569 * DATE_DAY, true);
	return arena_printf(in->arena, "%s",
			    days < 1 ? at + 11
			    : timed  ? at
				     : (at[10] = '\0', at));
}
