#include "commands/csv.h"

#include "base/strbuf.h"

#include <string.h>

static const char delimiters[] = ",\t;|";

/* Delimiters outside quotes on the line at s; *ret_length: the line's. */
static size_t count_cells(const char *s, size_t n, char delimiter,
			  size_t *ret_length)
{
	size_t i = 0, count = 1;
	bool quoted = false;

	for (; i < n; i++) {
		if (s[i] == '"')
			quoted = !quoted;
		else if (!quoted && (s[i] == '\n' || s[i] == '\r'))
			break;
		else if (!quoted && s[i] == delimiter)
			count++;
	}
	*ret_length = i;
	return count;
}

/* How many of the first lines have the same number (≥ 2) of cells. */
static size_t agreement(const char *text, size_t n, char delimiter,
			size_t *ret_lines, size_t *ret_cells)
{
	size_t first = 0, same = 0, lines = 0;

	for (size_t i = 0; i < n && lines < 50;) {
		size_t length, cells = count_cells(text + i, n - i, delimiter,
						   &length);
		if (length > 0) {
			if (lines++ == 0)
				first = cells;
			same += cells == first;
		}
		i += length;
		while (i < n && (text[i] == '\n' || text[i] == '\r'))
			i++;
	}
	*ret_lines = lines;
	*ret_cells = first;
	return same;
}

static char find_delimiter(const char *text, size_t n, bool *ret_sure)
{
	char best = ',';
	size_t most = 0;

	*ret_sure = false;
	for (const char *d = delimiters; *d; d++) {
		size_t lines, cells,
			same = agreement(text, n, *d, &lines, &cells);
		size_t least = *d == ',' || *d == ';' ? 3 : 4;
		if (cells >= 2 && same * cells > most) {
			most = same * cells;
			best = *d;
			*ret_sure = cells >= least && lines >= 2 &&
				    same * 10 >= lines * 9;
		}
	}
	return best;
}

/* "2026-03-01" */
static size_t day_size(const char *s, size_t n)
{
	static const char shape[] = "dddd-dd-dd";

	if (n < sizeof shape - 1)
		return 0;
	for (size_t i = 0; i < sizeof shape - 1; i++)
		if (shape[i] == 'd' ? s[i] < '0' || s[i] > '9'
				    : !strchr("-/.", s[i]))
			return 0;
	return sizeof shape - 1;
}

bool csv_detect(const char *text, size_t n)
{
	size_t length;
	bool sure;
	char delimiter = find_delimiter(text, n, &sure);

	if (!sure || delimiter == '|') /* tables in pipes are prints */
		return false;
	/* headings hold no numbers; a print's first line mostly does or is
	 * one cell */
	count_cells(text, n, delimiter, &length);
	size_t digits = 0;
	for (size_t i = 0; i < length; i++) {
		size_t day = day_size(text + i, length - i);
		if (day) /* the days of its results head a table's columns */
			i += day - 1;
		else
			digits += text[i] >= '0' && text[i] <= '9';
	}
	return digits * 5 < length;
}

void csv_begin(struct csv *c, const char *text, size_t n, struct arena *a)
{
	bool sure;

	*c = (struct csv){text, n, 0, 1, find_delimiter(text, n, &sure), a};
}

static const char *finish_cell(struct csv *c, struct strbuf *cell)
{
	while (cell->len && strchr(" \t", cell->buf[cell->len - 1]))
		strbuf_truncate(cell, cell->len - 1);
	size_t skip = strspn(cell->buf, " ");
	const char *text = arena_strdup(c->arena, cell->buf + skip);
	strbuf_clear(cell);
	return text;
}

/* One record, quoted cells may hold line ends. */
static void read_record(struct csv *c, struct csv_cells *ret)
{
	struct strbuf cell = STRBUF_INIT;
	bool quoted = false;

	vec_clear(ret);
	while (c->at < c->n) {
		char ch = c->text[c->at++];
		if (ch == '\n')
			c->line++;
		if (quoted && ch == '"') {
			if (c->at < c->n && c->text[c->at] == '"')
				strbuf_addch(&cell, c->text[c->at++]);
			else
				quoted = false;
		} else if (quoted) {
			strbuf_addch(&cell, ch);
		} else if (ch == '"' && strspn(cell.buf, " ") == cell.len) {
			quoted = true;
		} else if (ch == c->delimiter) {
			vec_push(ret, finish_cell(c, &cell));
		} else if (ch == '\n') {
			break;
		} else if (ch != '\r') {
			strbuf_addch(&cell, ch);
		}
	}
	vec_push(ret, finish_cell(c, &cell));
	strbuf_release(&cell);
}

bool csv_next(struct csv *c, struct csv_cells *ret, int *ret_line)
{
	while (c->at < c->n) {
		*ret_line = c->line;
		read_record(c, ret);
		for (size_t i = 0; i < ret->n; i++)
			if (*ret->at[i])
				return true;
	}
	return false;
}
