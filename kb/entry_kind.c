/* What an entry is, by its keys. */
#include "kb/entries.h"

#include <string.h>

static const char *const kind_names[ENTRY_KINDS] = {
	"source",     "map",         "analyte",   "context",    "word",
	"cutoff",     "critical",    "define",    "calculator", "rule",
	"well",       "protocol",    "substance", "herb",       "product",
	"drug-class", "interaction", "stack",     "drug-check", "dose-limit",
	"allergy",    "symptom",     "site",      "red",        "department",
	"disease",    "care",        "esi",       "ask",        "document",
	"drug-names", "phrase",      "sheet",     "advice"};

const char *entry_kind_name(enum entry_kind kind)
{
	return kind_names[kind];
}

bool entry_is_import(const char *file)
{
	return strncmp(file, "import/", 7) == 0;
}

bool entry_kind_of(const struct yaml *node, const char *file,
		   enum entry_kind *ret)
{
	static const struct {
		const char *key;
		enum entry_kind kind;
	} keys[] = {
		{"extends", ENTRY_DRUG_NAMES},
		{"sheet", ENTRY_SHEET},
		{"advise", ENTRY_ADVICE},
		{"symptom", ENTRY_SYMPTOM},
		{"topic", ENTRY_SYMPTOM},
		{"site", ENTRY_SITE},
		{"red", ENTRY_RED},
		{"department", ENTRY_DEPARTMENT},
		{"disease", ENTRY_DISEASE},
		{"care", ENTRY_CARE},
		{"esi", ENTRY_ESI},
		{"asks", ENTRY_ASK},
		{"document", ENTRY_DOCUMENT},
		{"phrase", ENTRY_PHRASE},
		{"substance", ENTRY_SUBSTANCE},
		{"herb", ENTRY_HERB},
		{"product", ENTRY_PRODUCT},
		{"pair", ENTRY_INTERACTION},
		{"stack", ENTRY_STACK},
		{"all", ENTRY_STACK},
		{"allergy", ENTRY_ALLERGY},
		{"check", ENTRY_DRUG_CHECK},
		{"dose", ENTRY_DOSE_LIMIT},
		{"define", ENTRY_DEFINE},
		{"word", ENTRY_WORD},
		{"map", ENTRY_MAP},
		{"formula", ENTRY_CALCULATOR},
		{"given", ENTRY_RULE},
		{"values", ENTRY_CUTOFF},
		{"specimen", ENTRY_ANALYTE},
		{"edition", ENTRY_SOURCE},
		{"code", ENTRY_CRITICAL},
		{"visits", ENTRY_PROTOCOL},
	};
	const char *id = yaml_str(node, "id");

	if (strstr(file, "well/")) {
		*ret = ENTRY_WELL;
		return true;
	}
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
		if (yaml_get(node, keys[i].key)) {
			*ret = keys[i].kind;
			return true;
		}
	if (id && yaml_get(node, "class") &&
	    (strncmp(file, "drugs/", 6) == 0 || entry_is_import(file))) {
		*ret = ENTRY_DRUG_CLASS;
		return true;
	}
	*ret = ENTRY_CONTEXT;
	return id && (strncmp(id, "DX.", 3) == 0 || strncmp(id, "ON.", 3) == 0);
}
