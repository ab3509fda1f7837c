/* The chart in a terminal: 2 × 4 dots of Braille to a column, or one star
 * where the encoding has no Braille. */
#include "commands/followup/plot.h"

#include "base/date.h"
#include "base/num.h"
#include "base/utf8.h"

#include <math.h>
#include <stdlib.h>

enum { LABEL = 7, MOST_COLUMNS = 240, MOST_ROWS = 40 };

struct canvas {
	const struct plot *plot;
	bool ascii;
	int columns, rows;
	unsigned char dots[MOST_ROWS][MOST_COLUMNS];
};

double plot_step(double span, int wanted)
{
	double raw = span / (wanted > 0 ? wanted : 1);

	if (!(raw > 0) || !isfinite(raw))
		return 1;
	double power = pow(10, floor(log10(raw)));
	double m = raw / power;
	return (m <= 1 ? 1 : m <= 2 ? 2 : m <= 5 ? 5 : 10) * power;
}

static void stretch(struct plot *p, double limit, double reach)
{
	if (isnan(limit))
		return;
	if (limit < p->y0 && limit >= p->y0 - reach)
		p->y0 = limit;
	if (limit > p->y1 && limit <= p->y1 + reach)
		p->y1 = limit;
}

void plot_frame(struct plot *p)
{
	double low = INFINITY, high = -INFINITY;

	for (size_t c = 0; c < p->curves.n; c++)
		for (size_t i = 0; i < p->curves.at[c].n; i++) {
			double y = p->curves.at[c].at[i].y;
			if (isnan(y))
				continue;
			low = fmin(low, y);
			high = fmax(high, y);
		}
	if (low > high)
		low = high = 0;
	double reach = fmax(high - low, fabs(high) * 0.25);
	p->y0 = low;
	p->y1 = high;
	stretch(p, p->target_low, reach);
	stretch(p, p->target_high, reach);
	stretch(p, p->alert_low, (high - low) * 0.3);
	stretch(p, p->alert_high, (high - low) * 0.3);
	if (!(p->y1 > p->y0)) {
		double pad = fmax(fabs(high) * 0.05, 0.5);
		p->y0 -= pad;
		p->y1 += pad;
	}
	double step = plot_step(p->y1 - p->y0, 5) / 2;
	p->y0 = floor(p->y0 / step) * step;
	p->y1 = ceil(p->y1 / step) * step;
}

/* Position in dots from the left, from the top. */
static int dot_x(const struct canvas *c, double x)
{
	double span = c->plot->x1 - c->plot->x0;
	int most = c->columns * 2 - 1;
	double at = span > 0 ? (x - c->plot->x0) / span * most : most / 2.0;

	return at < 0 ? 0 : at > most ? most : (int)lround(at);
}

static int dot_y(const struct canvas *c, double y)
{
	double span = c->plot->y1 - c->plot->y0;
	int most = c->rows * 4 - 1;
	double at = (c->plot->y1 - y) / span * most;

	return at < 0 ? 0 : at > most ? most : (int)lround(at);
}

static void set_dot(struct canvas *c, int x, int y)
{
	static const unsigned char bit[4][2] = {
		{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};

	c->dots[y / 4][x / 2] |= bit[y % 4][x % 2];
}

static void join(struct canvas *c, int x0, int y0, int x1, int y1)
{
	int dx = abs(x1 - x0), dy = abs(y1 - y0);
	int n = dx > dy ? dx : dy;

	for (int i = 1; i < n; i++)
		set_dot(c, x0 + (x1 - x0) * i / n, y0 + (y1 - y0) * i / n);
}

static void draw_curve(struct canvas *c, const struct plot_curve *curve)
{
	int before_x = 0, before_y = 0;
	double before = NUM_NONE;

	for (size_t i = 0; i < curve->n; i++) {
		const struct plot_point *p = &curve->at[i];
		double y = p->beyond < 0   ? c->plot->y0
			   : p->beyond > 0 ? c->plot->y1
					   : p->y;
		if (isnan(y))
			continue;
		int px = dot_x(c, p->x), py = dot_y(c, y);
		set_dot(c, px, py);
		/* a single reading is seen as more than a speck */
		if (curve->gap > 0 && curve->n < 60)
			set_dot(c, px ^ 1, py);
		if (p->x - before <= curve->gap && !c->ascii)
			join(c, before_x, before_y, px, py);
		before = p->x;
		before_x = px;
		before_y = py;
	}
}

/* The row a level falls into; -1: outside, or no level. */
static int level_row(const struct canvas *c, double level)
{
	if (isnan(level) || level < c->plot->y0 || level > c->plot->y1)
		return -1;
	return dot_y(c, level) / 4;
}

static int mark_column(const struct canvas *c, int column)
{
	for (size_t i = 0; i < c->plot->marks.n; i++)
		if (dot_x(c, c->plot->marks.at[i].x) / 2 == column)
			return (int)i;
	return -1;
}

static const char *empty_cell(const struct canvas *c, int row, int column)
{
	const struct plot *p = c->plot;

	if (mark_column(c, column) >= 0)
		return c->ascii ? ":" : "┊";
	if (row == level_row(c, p->alert_low) ||
	    row == level_row(c, p->alert_high))
		return c->ascii ? "=" : "╍";
	if (row == level_row(c, p->target_low) ||
	    row == level_row(c, p->target_high))
		return c->ascii ? "-" : "┄";
	return " ";
}

/* The number beside a row: a limit that runs there, else a tick. */
static double row_label(const struct canvas *c, int row)
{
	const struct plot *p = c->plot;
	const double limits[] = {p->alert_low, p->alert_high, p->target_low,
				 p->target_high};
	double step = plot_step(p->y1 - p->y0, 4);

	for (size_t i = 0; i < 4; i++)
		if (level_row(c, limits[i]) == row)
			return limits[i];
	if (row == 0)
		return p->y1;
	if (row == c->rows - 1)
		return p->y0;
	double first = ceil(p->y0 / step) * step;
	for (int k = 0; first + k * step < p->y1; k++)
		if (level_row(c, first + k * step) == row)
			return first + k * step;
	return NUM_NONE;
}

static bool in_target(const struct canvas *c, int row)
{
	const struct plot *p = c->plot;

	if (isnan(p->target_low) && isnan(p->target_high))
		return false;
	double high = p->y1 - (p->y1 - p->y0) * (row * 4) / (c->rows * 4);
	double low = p->y1 - (p->y1 - p->y0) * (row * 4 + 4) / (c->rows * 4);
	return (isnan(p->target_high) || (high + low) / 2 <= p->target_high) &&
	       (isnan(p->target_low) || (high + low) / 2 >= p->target_low);
}

static void add_cell(struct strbuf *out, const struct canvas *c, int row,
		     int column)
{
	unsigned char dots = c->dots[row][column];

	if (!dots)
		strbuf_adds(out, empty_cell(c, row, column));
	else if (c->ascii)
		strbuf_addch(out, '*');
	else
		utf8_add(out, 0x2800u + dots);
}

static void add_row(struct strbuf *out, const struct canvas *c, int row)
{
	double label = row_label(c, row);
	char number[NUM_SIZE];
	int last = c->columns;

	if (!isnan(label)) /* 4.4 and 140, not 4.400000001 */
		num_format(number, round(label * 1000) / 1000);
	strbuf_addf(out, "%*s%s", LABEL, isnan(label) ? "" : number,
		    in_target(c, row) ? (c->ascii ? "#" : "┃")
				      : (c->ascii ? "|" : "│"));
	while (last > 0 && !c->dots[row][last - 1] &&
	       *empty_cell(c, row, last - 1) == ' ')
		last--;
	for (int i = 0; i < last; i++)
		add_cell(out, c, row, i);
	strbuf_addch(out, '\n');
}

/* Three dates, or hours of the day, below the axis. */
static void add_axis(struct strbuf *out, const struct canvas *c)
{
	const struct plot *p = c->plot;
	struct strbuf line = STRBUF_INIT;
	int wanted = p->clock ? 5 : c->columns >= 45 ? 3 : 2;

	strbuf_addn(out, ' ', LABEL);
	strbuf_adds(out, c->ascii ? "+" : "└");
	for (int i = 0; i < c->columns; i++)
		strbuf_adds(out, c->ascii ? "-" : "─");
	strbuf_addch(out, '\n');
	for (int i = 0; i < wanted; i++) {
		double x = p->x0 + (p->x1 - p->x0) * i / (wanted - 1);
		char buf[32];
		int width = p->clock ? 5 : 10;
		date_format(buf, (int64_t)x, p->clock);
		const char *text = p->clock ? buf + 11 : buf;
		int at = LABEL + 1 + (c->columns - 1) * i / (wanted - 1) -
			 (i == 0            ? 0
			  : i == wanted - 1 ? width - 1
					    : width / 2);
		if ((int)line.len < at)
			strbuf_addn(&line, ' ', (size_t)at - line.len);
		strbuf_add(&line, p->clock && x >= DATE_DAY ? "24:00" : text,
			   (size_t)width);
	}
	strbuf_add(out, line.buf, line.len);
	strbuf_addch(out, '\n');
	strbuf_release(&line);
}

static void add_marks(struct strbuf *out, const struct canvas *c)
{
	const struct plot *p = c->plot;
	int written = 0;

	if (!p->marks.n)
		return;
	strbuf_addn(out, ' ', LABEL + 1);
	for (int i = 0; i < c->columns; i++) {
		int m = mark_column(c, i);
		if (m < 0 || i < written)
			continue;
		strbuf_addn(out, ' ', (size_t)(i - written));
		strbuf_addf(out, "%d", m + 1);
		written = i + (m + 1 > 9 ? 2 : 1);
	}
	strbuf_addch(out, '\n');
	for (size_t i = 0; i < p->marks.n; i++) {
		struct strbuf line = STRBUF_INIT;
		char buf[32];
		strbuf_addf(&line, "%zu %s ", i + 1,
			    date_format(buf, (int64_t)p->marks.at[i].x, false));
		utf8_add_safe(&line, p->marks.at[i].text,
			      strlen(p->marks.at[i].text));
		strbuf_addn(out, ' ', LABEL + 1);
		strbuf_add(out, line.buf,
			   utf8_fit(line.buf, line.len, (size_t)c->columns));
		strbuf_addch(out, '\n');
		strbuf_release(&line);
	}
}

void plot_text(struct strbuf *out, const struct ui *ui, const struct plot *p,
	       int rows)
{
	struct canvas *c = mem_calloc(1, sizeof *c);
	int columns = ui->width - LABEL - 2;

	c->plot = p;
	c->ascii = !ui->utf8;
	c->columns = columns < 16             ? 16
		     : columns > MOST_COLUMNS ? MOST_COLUMNS
					      : columns;
	c->rows = rows > MOST_ROWS ? MOST_ROWS : rows;
	for (size_t i = 0; i < p->curves.n; i++)
		draw_curve(c, &p->curves.at[i]);
	for (int row = 0; row < c->rows; row++)
		add_row(out, c, row);
	add_axis(out, c);
	add_marks(out, c);
	free(c);
}

void plot_sparkline(struct strbuf *out, const struct ui *ui, const double *y,
		    size_t n)
{
	static const char *const bars[] = {"▁", "▂", "▃", "▄",
					   "▅", "▆", "▇", "█"};
	static const char *const plain[] = {"_", ".", "-", "~",
					    "=", "+", "*", "#"};
	double low = INFINITY, high = -INFINITY;

	for (size_t i = 0; i < n; i++) {
		low = fmin(low, y[i]);
		high = fmax(high, y[i]);
	}
	for (size_t i = 0; i < n; i++) {
		if (isnan(y[i])) {
			strbuf_addch(out, ' ');
			continue;
		}
		int level = high > low
				    ? (int)((y[i] - low) / (high - low) * 7.99)
				    : 3;
		strbuf_adds(out, ui->utf8 ? bars[level] : plain[level]);
	}
}
