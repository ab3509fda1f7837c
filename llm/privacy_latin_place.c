/* Places in Latin letters that are named with ordinary words. */
#include "llm/privacy_find.h"
#include "llm/privacy_unknown.h"

#include <ctype.h>
#include <string.h>

static const char *const ways[] = {
	"street",  "road", "lane",      "avenue", "drive", "close", "crescent",
	"terrace", "mews", "boulevard", "st.",    "rd",    NULL};

static const char *const houses[] = {"ward",
				     "clinic",
				     "hospital",
				     "house",
				     "home",
				     "surgery",
				     "practice",
				     "school",
				     "college",
				     "academy",
				     "centre",
				     "center",
				     "court",
				     "lodge",
				     "manor",
				     "farm",
				     "colliery",
				     "haulage",
				     "foods",
				     "motors",
				     "logistics",
				     "nursing home",
				     "medical group",
				     "medical centre",
				     "medical center",
				     "health centre",
				     "health center",
				     "high",
				     "primary",
				     "infirmary",
				     "church",
				     "temple",
				     "unit",
				     "university",
				     NULL};

static const char generic[] =
	"|the|this|that|a|an|my|our|your|her|his|their|same|new|old|local|"
	"general|medical|surgical|nursing|outpatient|walk-in|urgent|public|"
	"private|primary|secondary|high|day|night|open|acute|emergency|"
	"community|teaching|district|regional|children|maternity|labour|"
	"renal|cardiac|pain|memory|chest|eye|foot|diabetes|diabetic|stroke|"
	"warfarin|anticoagulation|fracture|fertility|antenatal|care|at|in|"
	"to|from|of|on|and|or|by|for|with|across|down|up|off|main|busy|next|"
	"any|each|every|another|other|nearest|side|isolation|female|male|"
	"paediatric|pediatric|geriatric|psychiatric|oncology|respiratory|"
	"mental|sexual|family|group|general|elderly|residential|rest|"
	"following|is|was|very|too|at|went|go|going|left|stay|leave|went|"
	"near|back|still|under|is|are|remains|was|been|discharged|sent|"
	"private|health|hospital|clinic|";

bool latin_names_place(struct kb *kb, const char *s, size_t n, size_t i,
		       size_t len)
{
	size_t at = i + len;

	if (len < 3 || at >= n || s[at] != ' ' ||
	    latin_listed(generic, s + i, len))
		return false;
	bool upper = isupper((unsigned char)s[i]) > 0;
	bool starts = i == 0 || s[i - 1] == '\n' ||
		      (i > 1 && strchr(".:;!?", s[i - 2]) && s[i - 2]);
	/* a street has a number or a preposition before its name */
	bool led = i > 1 && s[i - 1] == ' ' &&
		   (isdigit((unsigned char)s[i - 2]) ||
		    (i > 2 && (memcmp(s + i - 3, "on ", 3) == 0 ||
			       memcmp(s + i - 3, "at ", 3) == 0)) ||
		    (i > 4 && memcmp(s + i - 5, "from ", 5) == 0));
	if (latin_one_of(s + at + 1, n - at - 1, ways))
		return (upper && !starts) || led;
	return upper && !starts &&
	       latin_one_of(s + at + 1, n - at - 1, houses) > 0 &&
	       !latin_medical(kb, s + i, len);
}
