#include "commands/interpret-report/columns.h"

#include "base/date.h"
#include "base/utf8.h"

#include <string.h>

static const char *const kind_names[COLUMN_KINDS] = {
	"no",      "name", "abbrev",   "result",  "unit",
	"range",   "flag", "previous", "date",    "method",
	"low",     "high", "specimen", "comment", "lab",
	"result2", "mom",  "older",    "class",   "dated"};

static enum column_kind kind_of(const struct word *w)
{
	for (int i = 0; i < COLUMN_KINDS; i++)
		if (strcmp(w->means, kind_names[i]) == 0)
			return (enum column_kind)i;
	return COLUMN_COMMENT;
}

/* What has been read of the line. */
struct header {
	struct columns *c;
	const struct view *v;
	size_t known, unknown; /* bytes of words recognised and not */
	int cell;
};

static void add_column(struct header *h, enum column_kind kind, size_t start,
		       size_t end)
{
	struct columns *c = h->c;
	int x = (int)utf8_width(h->v->s, start);

	if (c->n == COLUMNS_MAX)
		return;
	c->at[c->n++] = (struct column){
		kind, h->cell, x,
		x + (int)utf8_width(h->v->s + start, end - start), DATE_NONE};
	c->has[kind] = true;
	h->known += end - start;
}

/* "结果/提示", "参考值(单位)": a second word joined to the first is no column
 * of its own. */
static size_t skip_joined(const struct view *v, size_t i, size_t end)
{
	const struct word *w;

	if (i < end && v->s[i] == '(') {
		while (i < end && v->s[i] != ')')
			i++;
		return i < end ? i + 1 : end;
	}
	if (i + 1 < end && strchr("/&", v->s[i])) {
		size_t n = view_word(v, i + 1, end, "column", &w);
		return n ? i + 1 + n : i;
	}
	return i;
}

/* "浓度(IU/mL)", "Result [mg/dL]": the unit of the whole column. */
static void note_unit(struct columns *c, const struct view *v, size_t i,
		      size_t end)
{
	char ucum[48];
	bool sure = false;
	size_t close = i + 1;

	if (i >= end || !strchr("([", v->s[i]) ||
	    c->at[c->n - 1].kind != COLUMN_RESULT)
		return;
	while (close < end && !strchr(")]", v->s[close]))
		close++;
	size_t n = close - i - 1;
	if (n && n < sizeof c->unit &&
	    scan_unit(v->kb, v->s + i + 1, n, ucum, &sure) == n && sure) {
		memcpy(c->unit, v->s + i + 1, n);
		c->unit[n] = '\0';
	}
}

/* "结果 单位" are two columns, "单 位" is one: Chinese words of two characters
 * and more end at a blank. */
static size_t word_limit(const struct view *v, size_t i, size_t end)
{
	size_t k = i;

	while (k < end && v->s[k] != ' ')
		k++;
	return is_cjk_at(v->s + i, end - i) && k - i >= 6 ? k : end;
}

/* "2025-03-01" as a header: the results of that day. */
static size_t read_date(struct header *h, size_t i, size_t end)
{
	int64_t when;
	bool time;
	size_t n = is_digit(h->v->s[i])
			   ? date_parse(h->v->s + i, end - i, -1, &when, &time)
			   : 0;

	if (n < 8)
		return 0;
	add_column(h, COLUMN_DATED, i, i + n);
	h->c->at[h->c->n - 1].when = when;
	return n;
}

void columns_settle_dates(struct columns *c)
{
	for (int rank = 0; rank < 2 && c->has[COLUMN_DATED]; rank++) {
		struct column *latest = NULL;
		for (int i = 0; i < c->n; i++)
			if (c->at[i].kind == COLUMN_DATED &&
			    (!latest || c->at[i].when > latest->when))
				latest = &c->at[i];
		if (!latest)
			break;
		bool result = rank == 0 && !c->has[COLUMN_RESULT];
		latest->kind = result ? COLUMN_RESULT : COLUMN_PREVIOUS;
		c->has[latest->kind] = true;
		rank += !result;
	}
	for (int i = 0; i < c->n; i++)
		if (c->at[i].kind == COLUMN_DATED)
			c->at[i].kind = COLUMN_OLDER;
}

static void read_cell(struct header *h, size_t from, size_t end)
{
	const struct view *v = h->v;
	const struct word *w;
	size_t i = from;

	while (i < end && is_space(v->s[i]))
		i++;
	while (end > i && strchr(" \t:", v->s[end - 1]))
		end--;
	if (i < end && (w = view_word_exact(v, i, end, "column"))) {
		add_column(h, kind_of(w), i, end);
		return;
	}
	/* a header has twice as many bytes in known words as in others */
	while (i < end && h->unknown * 3 <= v->n) {
		size_t dated = read_date(h, i, end);
		if (dated) {
			i += dated;
			continue;
		}
		size_t n = view_word(v, i, word_limit(v, i, end), "column", &w);
		if (n) {
			add_column(h, kind_of(w), i, i + n);
			note_unit(h->c, v, i + n, end);
			i = skip_joined(v, i + n, end);
			continue;
		}
		n = char_size(v->s + i, end - i);
		if (!strchr(" \t:;/()[]*#_-.=|\"'`&", v->s[i])) {
			while (is_letter(v->s[i]) && i + n < end &&
			       is_letter(v->s[i + n]))
				n++;
			h->unknown += n;
		}
		i += n;
	}
}

static int count_kinds(const struct columns *c)
{
	int n = 0;

	for (int i = 0; i < COLUMN_KINDS; i++)
		n += c->has[i];
	return n;
}

/* The columns repeat: a name (or number) column after a complete group opens
 * the next. */
static bool find_groups(struct columns *c)
{
	bool seen_name = false;

	c->groups = 1;
	c->group[0] = 0;
	for (int i = 0; i < c->n; i++) {
		enum column_kind kind = c->at[i].kind;
		bool opens = (kind == COLUMN_NAME || kind == COLUMN_NO) &&
			     seen_name && i > c->group[c->groups - 1] + 1;
		/* 代号 before 项目名称 belongs to the group it opens */
		if (kind == COLUMN_ABBREV && seen_name && i + 1 < c->n &&
		    c->at[i + 1].kind == COLUMN_NAME)
			opens = true;
		if (opens) {
			if (c->groups == GROUPS_MAX)
				return false;
			c->group[c->groups++] = i;
			seen_name = false;
		}
		seen_name |= kind == COLUMN_NAME;
	}
	c->group[c->groups] = c->n;
	return true;
}

static bool is_header(const struct columns *c)
{
	int kinds = count_kinds(c);

	if (c->has[COLUMN_NAME] &&
	    (c->has[COLUMN_RESULT] || c->has[COLUMN_RANGE]) && kinds >= 2)
		return true;
	return kinds >= 3 && c->has[COLUMN_RESULT] &&
	       (c->has[COLUMN_RANGE] || c->has[COLUMN_UNIT]);
}

static bool count_commas(const char *s, size_t n)
{
	size_t commas = 0;

	for (size_t i = 0; i < n; i++)
		commas += s[i] == ',';
	return commas >= 2;
}

/* Rows have digits, headers hardly any (those of dates at the head of result
 * columns apart). */
static bool has_many_digits(const char *s, size_t n)
{
	size_t digits = 0;

	for (size_t i = 0; i < n; i++)
		digits += is_digit(s[i]) &&
			  !(i + 1 < n && strchr("-/", s[i + 1])) &&
			  !(i > 0 && strchr("-/", s[i - 1]));
	return digits > 16 && digits * 6 > n;
}

bool columns_read(const struct view *v, struct columns *ret)
{
	const char *s = v->s;
	size_t n = v->n, next = 0;
	struct header h = {.c = ret, .v = v};

	if (n < 6 || n > 1200 || has_many_digits(s, n))
		return false;
	*ret = (struct columns){.n = 0};
	ret->hard = cells_are_hard(s, n, CELLS_PLAIN);
	if (!ret->hard && count_commas(s, n))
		ret->style = CELLS_COMMA, ret->hard = true;
	while (next < n) {
		size_t from = next, end;
		bool hard;
		next = cell_next(v, from, ret->style, &end, &hard);
		read_cell(&h, from, end);
		bool opening = hard && from == 0 && end == 0 && s[0] == '|';
		ret->wide |= !hard && next < n;
		if (!ret->hard || (hard && !opening))
			h.cell++;
	}
	columns_settle_dates(ret);
	return ret->n >= 2 && h.unknown * 2 <= h.known && is_header(ret) &&
	       find_groups(ret);
}

bool column_word(const struct view *v, enum column_kind *ret)
{
	const struct word *w;

	if (v->n == 0 || v->n > 60)
		return false;
	w = view_word_exact(v, 0, v->n, "column");
	if (w)
		*ret = kind_of(w);
	return w != NULL;
}

bool columns_from_words(const enum column_kind *kinds, int n,
			struct columns *ret)
{
	*ret = (struct columns){.n = 0};
	for (int i = 0; i < n && i < COLUMNS_MAX; i++) {
		ret->at[ret->n++] =
			(struct column){kinds[i], i, 0, 0, DATE_NONE};
		ret->has[kinds[i]] = true;
	}
	return is_header(ret) && find_groups(ret);
}
