/* Column headings are words of the knowledge base (class csv); in a wide table
 * they are analytes, or days. */
#include "commands/interpret-report/csv_private.h"

#include "base/date.h"
#include "kb/fold.h"
#include "kb/term.h"
#include "kb/word.h"

#include <string.h>

static const char *const meanings[] = {
	"",      "patient", "name",   "abbrev",  "loinc",    "result", "unit",
	"range", "low",     "high",   "flag",    "specimen", "time",   "sex",
	"age",   "person",  "status", "comment", "panel",    "birth"};

/* "HGB (g/L)" or "HGB[g/L]" → name and unit. */
static void split_unit(struct arena *a, const char *text,
		       struct csv_heading *ret)
{
	size_t n = strcspn(text, "([（");
	const char *open = text + n;

	ret->name = text;
	if (!*open)
		return;
	open += *open == '(' || *open == '[' ? 1 : strlen("（");
	size_t m = strcspn(open, ")]");
	const char *full = strstr(open, "）");
	if (full && (size_t)(full - open) < m)
		m = (size_t)(full - open);
	while (n > 0 && text[n - 1] == ' ')
		n--;
	ret->name = arena_strndup(a, text, n);
	ret->unit = arena_strndup(a, open, m);
}

static bool is_analyte(struct csv_state *st, const char *name)
{
	struct folded f = fold_text(st->kb, name, strlen(name), st->arena);

	return term_exact(st->kb, TERM_ANALYTE, f.s, f.n).len > 0;
}

static struct csv_heading read_heading(struct csv_state *st, const char *text)
{
	struct csv_heading h = {COL_NONE, text, NULL, DATE_NONE, false};
	struct folded f = fold_text(st->kb, text, strlen(text), st->arena);
	const struct word *word = kb_word_find(st->kb, "csv", f.s, f.n);

	for (int i = 1; word && i < COL_ANALYTE; i++)
		if (strcmp(word->means, meanings[i]) == 0)
			h.column = (enum csv_column)i;
	if (h.column == COL_NONE) {
		if (!is_analyte(st, text))
			split_unit(st->arena, text, &h);
		if (is_analyte(st, h.name))
			h.column = COL_ANALYTE;
		else if (date_parse(text, strlen(text), -1, &h.when, NULL) ==
				 strlen(text) &&
			 *text)
			h.column = COL_DATED;
	}
	return h;
}

bool csv_has(const struct csv_state *st, enum csv_column column)
{
	for (size_t i = 0; i < st->headings.n; i++)
		if (st->headings.at[i].column == column)
			return true;
	return false;
}

bool csv_read_headings(struct csv_state *st, const struct csv_cells *cells)
{
	size_t analytes = 0, dated = 0;

	for (size_t i = 0; i < cells->n; i++) {
		struct csv_heading h = read_heading(st, cells->at[i]);
		analytes += h.column == COL_ANALYTE;
		dated += h.column == COL_DATED;
		vec_push(&st->headings, h);
	}
	bool named = csv_has(st, COL_NAME) || csv_has(st, COL_ABBREV) ||
		     csv_has(st, COL_LOINC);
	bool results = named && csv_has(st, COL_RESULT);
	st->shape = results ? CSV_LONG : named && dated ? CSV_DATED : CSV_WIDE;
	return results || (named && dated) || analytes > 0;
}
