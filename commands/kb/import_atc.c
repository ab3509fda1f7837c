/* The WHO's ATC index as CSV: atc_code,atc_name,… Groups of the fourth level
 * become classes, in which two different members are worth a passive word. */
#include "commands/kb/import.h"

#include "commands/csv.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { GROUP = 5, SUBSTANCE = 7 };

struct member {
	char group[GROUP + 1];
	const struct drug *drug;
};
struct group {
	char code[GROUP + 1];
	const char *name;
};
struct atc {
	struct member_vec VEC_OF(struct member) members;
	struct group_vec VEC_OF(struct group) groups;
};

static int column(const struct csv_cells *cells, const char *const *names)
{
	for (size_t i = 0; i < cells->n; i++)
		for (int k = 0; names[k]; k++)
			if (strcasecmp(cells->at[i], names[k]) == 0)
				return (int)i;
	return -1;
}

static bool is_code(const char *s)
{
	static const char shape[] = "A00AA00";
	size_t n = strlen(s);

	for (size_t i = 0; i < n; i++)
		if (i >= sizeof shape - 1 ||
		    (shape[i] == 'A' ? !isupper((unsigned char)s[i])
				     : !isdigit((unsigned char)s[i])))
			return false;
	return n == 1 || n == 3 || n == 4 || n == GROUP || n == SUBSTANCE;
}

/* "Other …", fluids, vaccines and what is put on the skin, into the eye, ear,
 * nose or mouth: two of a group mean nothing there. */
static bool is_group_of_therapy(const char *code)
{
	static const char *const out[] = {"A01", "B05", "C05A", "D",
					  "G01", "J07", "M02",  "R01",
					  "R02", "S",   "V",    NULL};

	for (int i = 0; out[i]; i++)
		if (strncmp(code, out[i], strlen(out[i])) == 0)
			return false;
	return code[GROUP - 1] != 'X';
}

static void read_row(struct import *m, const char *code, const char *name)
{
	struct atc *atc = m->self;

	if (strlen(code) == GROUP) {
		struct group g = {.name = arena_strdup(m->a, name)};
		memcpy(g.code, code, GROUP);
		vec_push(&atc->groups, g);
		m->used++;
		return;
	}
	if (strlen(code) != SUBSTANCE)
		return;
	struct member x = {.drug = import_drug(m, name)};
	memcpy(x.group, code, GROUP);
	if (x.drug) {
		vec_push(&atc->members, x);
		m->used++;
	}
}

static bool read_atc(struct import *m, const char *path, const char *text,
		     size_t n, struct err *err)
{
	static const char *const codes[] = {"atc_code", "atc code", "code",
					    "ATC", NULL};
	static const char *const names[] = {"atc_name", "atc level name",
					    "name", "substance", NULL};
	struct arena rows = ARENA_INIT;
	struct csv_cells cells = {0};
	struct csv csv;
	int line, code = -1, name = -1;

	if (!m->self)
		m->self = arena_new(m->a, struct atc);
	csv_begin(&csv, text, n, &rows);
	if (csv_next(&csv, &cells, &line)) {
		code = column(&cells, codes);
		name = column(&cells, names);
	}
	bool ok = (code >= 0 && name >= 0) ||
		  ERR(err, ERR_MESSAGE, path, "1", "atc_code,atc_name");
	char last[SUBSTANCE + 1] = "";
	while (ok && csv_next(&csv, &cells, &line)) {
		m->rows++;
		if ((size_t)code >= cells.n || (size_t)name >= cells.n ||
		    !is_code(cells.at[code]))
			import_unread(m, line);
		else if (strcmp(last, cells.at[code]) != 0) { /* no 2nd DDD */
			read_row(m, cells.at[code], cells.at[name]);
			strcpy(last, cells.at[code]);
		}
		arena_reset(&rows);
	}
	vec_free(&cells);
	arena_free(&rows);
	return ok;
}

static int by_group(const void *pa, const void *pb)
{
	const struct member *x = pa, *y = pb;
	int order = strcmp(x->group, y->group);

	return order ? order : strcmp(x->drug->code, y->drug->code);
}

static const char *name_of(const struct atc *atc, const char *code)
{
	for (size_t i = 0; i < atc->groups.n; i++)
		if (strcmp(atc->groups.at[i].code, code) == 0)
			return atc->groups.at[i].name;
	return code;
}

static void write_group(struct import *m, const struct atc *atc,
			const struct member *x, size_t n)
{
	char id[16] = "atc.";

	for (size_t i = 0; i < GROUP; i++)
		id[4 + i] = (char)tolower((unsigned char)x->group[i]);
	id[4 + GROUP] = '\0';
	const char *name = name_of(atc, x->group);
	struct jw j = import_entry(m, id);
	import_text(&j, "class",
		    arena_printf(m->a, "ATC %s（%s）", x->group, name),
		    arena_printf(m->a, "ATC %s (%s)", x->group, name));
	jw_array(&j, "members");
	for (size_t i = 0; i < n; i++)
		jw_str(&j, NULL, x[i].drug->code);
	jw_end(&j);
	jw_str(&j, "duplicate", drug_tier_name(TIER_MINOR));
	import_entry_end(m, &j);
}

static void finish_atc(struct import *m)
{
	struct atc *atc = m->self;
	struct member *x = atc->members.at;
	size_t n = atc->members.n, kept = 0;

	if (n)
		qsort(x, n, sizeof *x, by_group);
	for (size_t i = 0; i < n; i++)
		if (!kept || by_group(&x[kept - 1], &x[i]) != 0)
			x[kept++] = x[i];
	for (size_t i = 0, k; i < kept; i += k) {
		for (k = 1;
		     i + k < kept && strcmp(x[i].group, x[i + k].group) == 0;
		     k++)
			;
		if (k > 1 && is_group_of_therapy(x[i].group))
			write_group(m, atc, &x[i], k);
	}
}

static void release_atc(struct import *m)
{
	struct atc *atc = m->self;

	vec_free(&atc->members);
	vec_free(&atc->groups);
}

const struct import_source import_atc = {
	.name = "atc",
	.title = TEXT("WHO ATC 索引（由本单位导入）",
		      "WHO ATC index (imported by the site)"),
	.url = "https://atcddd.fhi.no",
	.read = read_atc,
	.finish = finish_atc,
	.release = release_atc,
};
