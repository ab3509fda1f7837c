/* Words that are medical by their form: pericolic, hemidiaphragms, apixaban. */
#include "llm/privacy_unknown.h"

#include <string.h>

static const char *const ends[] = {
	"itis",    "osis",     "oses",     "oma",      "omas",    "omata",
	"emia",    "aemia",    "uria",     "pathy",    "pathies", "ectomy",
	"otomy",   "ostomy",   "plasty",   "scopy",    "scopic",  "graphy",
	"graphic", "algia",    "penia",    "penic",    "cytes",   "cyte",
	"cytosis", "cytic",    "plegia",   "plegic",   "paresis", "trophy",
	"trophic", "megaly",   "stenosis", "rrhoea",   "rrhea",   "rrhage",
	"rrhagic", "lysis",    "lytic",    "genic",    "genesis", "aemic",
	"emic",    "pathic",   "metry",    "metric",   "cillin",  "mycin",
	"micin",   "floxacin", "cycline",  "azole",    "prazole", "statin",
	"sartan",  "dipine",   "olol",     "pril",     "gliptin", "gliflozin",
	"glutide", "setron",   "triptan",  "zepam",    "zolam",   "caine",
	"parin",   "xaban",    "gatran",   "thiazide", "semide",  "terol",
	"tropium", "lukast",   "dronate",  "mab",      "nib",     "ciclib",
	"vir",     "itic",     "otic",     "iform",    "oidal",   "uric",
	"ous",     "ical",     "eal",      "inal",     "philic",  "philia",
	"phagia",  "phasia",   "pnoea",    "pnea",     "opsy",    "aemias",
	"blast",   "blastic",  "ular",     "iasis",    "alis",    "aris",
	"oris",    "ectasis",  "ulent",    "ation"};

static const char *const begins[] = {
	"hyper",    "hypo",   "peri",    "endo",   "intra", "extra",  "inter",
	"retro",    "trans",  "gastr",   "cardi",  "neur",  "nephr",  "hepat",
	"pneum",    "haem",   "dermat",  "osteo",  "arthr", "thromb", "erythr",
	"leuk",     "lymph",  "electro", "echo",   "ultra", "angio",  "bronch",
	"encephal", "cerebr", "chole",   "immuno", "micro", "macro",  "multi",
	"ophthalm", "psych",  "spondyl", "tachy",  "brady", "vaso",   "hemi",
	"anti",     "auto",   "chemo",   "radio",  "sub",   "post",   "pseudo",
	"tele",     "costo",  "sterno",  "supra",  "infra", "circum", "laryng",
	"pharyng"};

bool latin_medical_form(const char *s, size_t n)
{

	if (n < 6)
		return false;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		size_t len = strlen(ends[i]);
		if (n >= len + 2 && memcmp(s + n - len, ends[i], len) == 0)
			return true;
	}
	for (size_t i = 0; n >= 8 && i < sizeof begins / sizeof *begins; i++)
		if (memcmp(s, begins[i], strlen(begins[i])) == 0)
			return true;
	return false;
}
