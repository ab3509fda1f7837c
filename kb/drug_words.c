/* The words of tiers and aspects. */
#include "kb/drug_index.h"

#include <string.h>

static const char *const aspects[ASPECTS] = {
	"interaction", "duplicate", "allergy", "disease", "pregnancy",
	"lactation",   "renal",     "hepatic", "age",     "dose",
	"lab",         "food",      "herb",    "stacking"};
static const char *const tiers[TIERS] = {"contraindicated", "major", "moderate",
					 "minor"};

const char *drug_aspect_name(enum drug_aspect a)
{
	return aspects[a];
}

const char *drug_tier_name(enum drug_tier t)
{
	return tiers[t];
}

static int position(const char *const *words, int n, const char *word)
{
	for (int i = 0; word && i < n; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

int drug_aspect_parse(const char *word)
{
	return position(aspects, ASPECTS, word);
}

int drug_tier_parse(const char *word)
{
	return position(tiers, TIERS, word);
}
