/* A table whose columns were torn apart by the text extraction: all names, a
 * line each, then all results, then units, intervals or flags, as many of
 * each. Read only when the numbers of lines agree and a second column (units
 * that fit, or intervals) speaks for the pairing; anything else stays
 * unread. */
#include "commands/interpret-report/read_private.h"

#include "base/date.h"
#include "base/num.h"
#include "commands/interpret-report/scan.h"

#include <string.h>

enum { NAMES_LEAST = 3, NAMES_MOST = 60 };

struct torn {
	struct text_reader *t;
	struct lines ahead; /* with a buffer of its own */
	struct line line;   /* the line ahead; not a block's yet */
	bool more;
	size_t n;
	struct line name[NAMES_MOST]; /* their texts in the reader's arena */
	const char *value[NAMES_MOST], *unit[NAMES_MOST], *range[NAMES_MOST];
};

static bool next(struct torn *o)
{
	do
		o->more = lines_next(&o->ahead, &o->line);
	while (o->more && strspn(o->line.s, " \t") == o->line.n);
	return o->more;
}

/* One cell: no gap, no tab, not long. */
static bool is_cell(const struct line *l)
{
	const char *s = l->s + strspn(l->s, " ");

	return l->n > 0 && l->n < 70 && !strstr(s, "  ") && !strpbrk(s, "\t|:");
}

static bool is_name(struct text_reader *t, const struct line *l)
{
	struct name_match m;

	return is_cell(l) && l->n > 1 && !strpbrk(l->s, "<>=") &&
	       name_resolve(t->kb, l->s, false, &t->scratch, &m) && !m.doubt;
}

static const char *cell_text(struct torn *o)
{
	size_t lead = strspn(o->line.s, " ");

	return arena_strndup(o->t->arena, o->line.s + lead, o->line.n - lead);
}

static bool is_value(struct torn *o)
{
	const char *s = o->line.s + strspn(o->line.s, " "), *comparator;
	size_t n = strlen(s), k = scan_comparator(s, n, &comparator);
	struct number number;
	enum flag flag;

	while (s[k] == ' ')
		k++;
	size_t digits = scan_number(s + k, n - k, false, &number);
	if (!is_cell(&o->line) || !digits)
		return false;
	k += digits;
	while (k < n && strchr(" *HLhl", s[k]))
		k++;
	k += scan_arrow(s + k, n - k, &flag);
	return k == n;
}

static bool is_unit(struct torn *o)
{
	const char *s = o->line.s + strspn(o->line.s, " ");
	size_t n = strlen(s);
	char ucum[48];
	bool sure;

	return is_cell(&o->line) && scan_unit(o->t->kb, s, n, ucum, &sure) == n;
}

/* "0.2-1.2", "<40", "(3.5 - 5.1)" */
static bool is_range(struct torn *o)
{
	const char *s = o->line.s + strspn(o->line.s, " (["), *comparator;
	size_t n = strlen(s), k = scan_comparator(s, n, &comparator), between;
	struct number number;

	bool limit = k > 0;
	while (s[k] == ' ')
		k++;
	k += scan_number(s + k, n - k, false, &number);
	between = scan_between(s + k, n - k);
	if (between)
		k += between + scan_number(s + k + between, n - k - between,
					   false, &number);
	while (k < n && strchr(" )]", s[k]))
		k++;
	return is_cell(&o->line) && (limit || between) && k == n;
}

/* A header word of one column, or of all that follow, on a line. */
static void skip_header(struct torn *o)
{
	struct columns columns;
	enum column_kind kind;

	for (int i = 0; o->more && i < 6; i++) {
		struct view v = view_make(o->t->kb, o->line.s, o->line.n,
					  &o->t->scratch);
		if (!column_word(&v, &kind) && !columns_read(&v, &columns))
			return;
		next(o);
	}
}

/* As many cells of a kind as there are names; no more and no fewer. */
static bool read_block(struct torn *o, bool (*is)(struct torn *),
		       const char **ret)
{
	size_t n = 0;

	skip_header(o);
	for (; o->more && n < o->n && is(o); n++) {
		ret[n] = cell_text(o);
		next(o);
	}
	return n == o->n;
}

static bool read_names(struct torn *o, const struct line *first)
{
	struct text_reader *t = o->t;

	o->line = *first;
	for (o->more = true; o->more && is_name(t, &o->line); next(o)) {
		if (o->n == NAMES_MOST)
			return false;
		o->name[o->n] = o->line;
		o->name[o->n++].s = cell_text(o);
	}
	return o->n >= NAMES_LEAST && o->more;
}

/* Do nearly all units fit what they would stand beside? */
static bool units_fit(const struct torn *o)
{
	struct text_reader *t = o->t;
	size_t fit = 0;
	char ucum[48];
	bool sure;

	for (size_t i = 0; i < o->n; i++) {
		struct name_match m;
		bool any = false;
		name_resolve(t->kb, o->name[i].s, false, &t->scratch, &m);
		if (!scan_unit(t->kb, o->unit[i], strlen(o->unit[i]), ucum,
			       &sure))
			continue;
		for (size_t k = 0; k < m.n; k++) {
			const struct analyte *a = kb_analyte(t->kb, m.ids[k]);
			any |= a && a->unit &&
			       analyte_unit_fits(t->kb, a, ucum);
		}
		fit += any;
	}
	return fit * 10 >= o->n * 9;
}

static bool read_columns(struct torn *o, const struct line *first)
{
	bool units, ranges;

	if (!read_names(o, first) || !read_block(o, is_value, o->value) ||
	    (o->more && is_value(o)))
		return false;
	units = o->more && read_block(o, is_unit, o->unit);
	ranges = o->more && read_block(o, is_range, o->range);
	if (ranges && !units)
		units = o->more && read_block(o, is_unit, o->unit);
	if (units && !units_fit(o))
		return false;
	for (size_t i = 0; i < o->n; i++) {
		o->unit[i] = units ? o->unit[i] : NULL;
		o->range[i] = ranges ? o->range[i] : NULL;
	}
	return units;
}

bool torn_read(struct text_reader *t, struct lines *lines,
	       const struct line *first)
{
	struct torn *o;

	if (!is_name(t, first))
		return false;
	o = arena_new(&t->scratch, struct torn);
	*o = (struct torn){.t = t, .ahead = *lines};
	strbuf_init(&o->ahead.buf);
	bool ok = read_columns(o, first);
	if (ok) {
		rows_flush(t);
		lines->next = o->more ? o->line.start : o->ahead.next;
		lines->number = o->more ? o->line.number : o->ahead.number;
	}
	for (size_t i = 0; ok && i < o->n; i++) {
		struct raw_row raw = {.name = o->name[i].s,
				      .value = o->value[i],
				      .unit = o->unit[i],
				      .range = o->range[i],
				      .panel = t->panel,
				      .specimen = t->specimen,
				      .previous_when = DATE_NONE,
				      .when = DATE_NONE,
				      .low = NUM_NONE,
				      .high = NUM_NONE};
		sheet_settle(t);
		row_keep(t, &raw, o->name[i].number, o->name[i].start,
			 o->name[i].end);
	}
	if (ok)
		t->key.n = 0;
	lines_release(&o->ahead);
	return ok;
}
