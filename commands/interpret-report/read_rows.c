#include "commands/interpret-report/read_private.h"

#include "base/date.h"
#include "base/num.h"
#include "base/utf8.h"

#include <string.h>

const struct columns *rows_layout(const struct text_reader *t)
{
	return t->columns.groups ? &t->columns : NULL;
}

bool rows_in_table(const struct text_reader *t)
{
	return t->last_row_line > 0 && t->quiet_lines <= 3;
}

static size_t size_of(struct span s)
{
	return s.end - s.start;
}

bool row_has_interval(const struct row *r)
{
	return r->range.end || r->low.end || r->high.end;
}

/* Words of the row that found no place and stand in its running text: many of
 * them mean that this is a sentence. */
static size_t loose_words(const struct text_reader *t, const struct row *r)
{
	const struct span taken[] = {r->name,   r->abbrev,  r->value,
				     r->flag,   r->unit,    r->range,
				     r->low,    r->high,    r->previous,
				     r->method, r->specimen};
	size_t width = 0;

	for (size_t i = 0; i < t->tokens.list.n; i++) {
		const struct token *k = &t->tokens.list.at[i];
		bool placed = false;
		if (k->kind != TOKEN_TEXT || k->gap ||
		    k->start < r->whole.start || k->end > r->whole.end)
			continue;
		for (size_t j = 0; j < sizeof taken / sizeof *taken; j++)
			placed |= taken[j].end && k->start >= taken[j].start &&
				  k->end <= taken[j].end;
		if (!placed)
			width += (size_t)(k->x_end - k->x);
	}
	return width;
}

static bool is_number_value(const struct text_reader *t, const struct row *r)
{
	for (size_t i = r->value.start; i < r->value.end; i++)
		if (t->tokens.v.s[i] >= '0' && t->tokens.v.s[i] <= '9')
			return true;
	return false;
}

static bool is_sentence(const struct text_reader *t, const struct row *r)
{
	size_t loose = loose_words(t, r);

	/* a whole row at the start of the line is one, whatever remark follows */
	if (r->known && r->single && r->unit.end && row_has_interval(r) &&
	    r->name.start < 16)
		return false;
	if (loose > (row_has_interval(r) ? 40u : 8u))
		return true;
	return utf8_width(t->tokens.v.s + r->name.start, size_of(r->name)) > 90;
}

/* An unknown name needs to stand in a table or have what results have. */
static bool has_evidence(const struct text_reader *t, const struct row *r)
{
	const struct columns *c = rows_layout(t);
	bool apart = t->tokens.hard || t->tokens.cells > 1;

	if (is_sentence(t, r))
		return false;
	if (row_has_interval(r))
		return is_number_value(t, r) || c;
	if (r->unit.end)
		return rows_in_table(t) || c;
	return c && apart && t->tokens.cells <= c->n + 2;
}

static bool is_nominal(const struct text_reader *t, const struct row *r)
{
	for (size_t i = 0; i < r->match.n; i++) {
		const struct analyte *a = kb_analyte(t->kb, r->match.ids[i]);
		if (a && a->scale == SCALE_NOMINAL)
			return true;
	}
	return false;
}

static bool value_is_words(const struct text_reader *t, const struct row *r)
{
	for (size_t i = 0; i < t->tokens.list.n; i++) {
		const struct token *k = &t->tokens.list.at[i];
		if (k->start == r->value.start)
			return k->kind == TOKEN_TEXT;
	}
	return false;
}

bool row_acceptable(const struct text_reader *t, const struct row *r)
{
	const struct columns *c = rows_layout(t);

	if (!r->single) /* a missing result, in a table */
		return r->known && row_has_interval(r) && c &&
		       !is_sentence(t, r);
	if (!r->known)
		return has_evidence(t, r);
	if (value_is_words(t, r))
		return !is_sentence(t, r) &&
		       (is_nominal(t, r) ||
			(c && r->headed && t->tokens.cells > 1));
	return !is_sentence(t, r);
}

enum rows_found rows_look(struct text_reader *t, const struct view *v)
{
	tokens_read(v, t->columns.groups ? t->columns.style : CELLS_PLAIN,
		    &t->scratch, &t->tokens);
	if (!rows_read(t->kb, &t->tokens, rows_layout(t), rows_in_table(t),
		       &t->rows))
		return ROWS_NONE;
	bool any = false;
	for (size_t i = 0; i < t->rows.n; i++) {
		const struct row *r = &t->rows.at[i];
		if (!row_acceptable(t, r))
			continue;
		any = true;
		if (r->known && r->single &&
		    (r->unit.end || row_has_interval(r)) &&
		    is_number_value(t, r))
			return ROWS_STRONG;
	}
	return any ? ROWS_WEAK : ROWS_NONE;
}

static const char *keep(struct text_reader *t, const char *s, struct span span)
{
	while (span.start < span.end && strchr(" \t,;\"", s[span.start]))
		span.start++;
	while (span.end > span.start && strchr(" \t,;\"", s[span.end - 1]))
		span.end--;
	return span.end > span.start ? arena_strndup(t->arena, s + span.start,
						     span.end - span.start)
				     : NULL;
}

/* "Cl- 102", "HCO3- 22.5": the charge is the name's, no sign of the value. */
static struct span without_charge(const char *s, struct span value,
				  struct span unit)
{
	if (value.end - value.start > 2 && value.start > 0 &&
	    s[value.start] == '-' && s[value.start + 1] == ' ' &&
	    (is_letter(s[value.start - 1]) || is_digit(s[value.start - 1])))
		value = (struct span){value.start + 2,
				      unit.start > value.start + 2 &&
						      unit.start < value.end
					      ? unit.start
					      : value.end};
	return value;
}

struct raw_row row_raw(struct text_reader *t, const char *s,
		       const struct row *r)
{
	struct raw_row raw = {
		.name = keep(t, s, r->name),
		.abbrev = keep(t, s, r->abbrev),
		.value = keep(t, s, without_charge(s, r->value, r->unit)),
		.unit = keep(t, s, r->unit),
		.range = keep(t, s, r->range),
		.flag = keep(t, s, r->flag),
		.previous = keep(t, s, r->previous),
		.previous_when = r->previous_when,
		.panel = t->panel,
		.specimen = t->specimen,
		.when = r->when,
		.doubt = r->doubt,
		.low = NUM_NONE,
		.high = NUM_NONE};

	if (!raw.unit && r->name_unit)
		raw.unit = arena_strdup(t->arena, r->name_unit);
	if (!raw.unit && t->columns.groups && *t->columns.unit && raw.value &&
	    strpbrk(raw.value, "0123456789") && !strchr(raw.value, ':'))
		raw.unit = arena_strdup(t->arena, t->columns.unit);
	if (!raw.range && (r->low.end || r->high.end)) {
		const char *low = keep(t, s, r->low),
			   *high = keep(t, s, r->high);
		raw.range = low && high
				    ? arena_printf(t->arena, "%s-%s", low, high)
			    : low ? arena_printf(t->arena, ">=%s", low)
				  : arena_printf(t->arena, "<=%s", high);
	}
	if (r->specimen.end) {
		struct view v = view_make(t->kb, s + r->specimen.start,
					  size_of(r->specimen), &t->scratch);
		const struct word *w = view_word_exact(&v, 0, v.n, "specimen");
		if (w)
			raw.specimen = w->means;
	}
	return raw;
}

void row_keep(struct text_reader *t, const struct raw_row *raw, int line,
	      size_t start, size_t end)
{
	vec_push(&t->report->rows, *raw);
	struct raw_row *kept = &t->report->rows.at[t->report->rows.n - 1];
	kept->line = line;
	kept->start = start;
	kept->end = end;
	t->last_row_line = line;
	t->quiet_lines = 0;
}

/* "建议LDL-C控制在1.8以下，糖化血红蛋白<7.0%": a limit behind such a word is a
 * target, no result. */
static bool is_target(struct text_reader *t, const char *s, const struct row *r)
{
	const struct word *w;

	if (!r->value.end || !strchr("<>", s[r->value.start]) || r->range.end ||
	    !r->whole.start)
		return false;
	struct view v = view_make(t->kb, s, r->whole.start, &t->scratch);
	for (size_t i = 0; i < v.n; i += char_size(s + i, v.n - i))
		if (view_word(&v, i, v.n, "advice", &w))
			return true;
	return false;
}

void row_emit(struct text_reader *t, const char *s, const struct row *r,
	      int line, size_t start, size_t end)
{
	sheet_settle(t);
	struct raw_row raw = row_raw(t, s, r);
	if (is_target(t, s, r))
		raw.doubt |= DOUBT_LAYOUT;
	row_keep(t, &raw, line, start, end);
	const char *mom = keep(t, s, r->mom);
	if (!mom || !raw.name)
		return;
	t->key.n = 0; /* two rows of one: read anew when met again */
	struct raw_row multiple = {
		.name = arena_printf(t->arena, "%s MoM", raw.name),
		.value = mom,
		.panel = raw.panel,
		.specimen = raw.specimen,
		.previous_when = DATE_NONE,
		.when = raw.when,
		.doubt = raw.doubt,
		.low = NUM_NONE,
		.high = NUM_NONE};
	row_keep(t, &multiple, line, start, end);
}

/* Outside any table: a name and results of which one is a sign or a word,
 * "某某抗体 阳性 阴性", or an analyte's name and a result behind a blank. */
static bool is_lone_row(const struct text_reader *t, size_t results)
{
	const struct token *k = t->tokens.list.at;
	bool word = false;

	for (size_t i = 0; i < t->tokens.list.n; i++)
		word |= k[i].kind == TOKEN_ORDINAL;
	return t->tokens.list.n > 1 && k[1].start > k[0].end &&
	       (k[0].kind == TOKEN_NAME ||
		(k[0].kind == TOKEN_TEXT && word && results > 1));
}

bool rows_look_like_data(const struct text_reader *t)
{
	size_t results = 0, words = 0;

	for (size_t i = 0; i < t->tokens.list.n; i++) {
		const struct token *k = &t->tokens.list.at[i];
		size_t width = (size_t)(k->x_end - k->x);
		if (k->kind == TOKEN_NUMBER || k->kind == TOKEN_RANGE ||
		    k->kind == TOKEN_LIMIT || k->kind == TOKEN_ORDINAL)
			results++;
		else if (k->kind == TOKEN_TEXT)
			words += width;
	}
	/* a sentence has words and no cells */
	size_t limit = t->tokens.cells > 1 ? 40 : 14;
	return results > 0 && words <= limit &&
	       (rows_in_table(t) || rows_layout(t) || t->bare.n > 1 ||
		is_lone_row(t, results));
}
