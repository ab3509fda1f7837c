/* The same chart as an SVG element: no script, no font, no address. */
#include "commands/followup/plot.h"

#include "base/date.h"
#include "base/num.h"
#include "base/utf8.h"

#include <math.h>

enum {
	WIDTH = 720,
	HEIGHT = 240,
	LEFT = 52,
	RIGHT = 12,
	TOP = 10,
	BOTTOM = 26
};

const char *const plot_css =
	"svg{width:100%;max-width:180mm;height:auto;display:block;"
	"page-break-inside:avoid;break-inside:avoid}"
	"svg text{font:11px sans-serif;fill:#333}"
	".frame{fill:none;stroke:#888}.grid{stroke:#ddd}"
	".target{fill:#d9efd9}.limit{stroke:#3a8a3a;stroke-dasharray:5 3}"
	".alert{stroke:#b00020;stroke-dasharray:2 3}"
	".outer{fill:#c9d9ee}.inner{fill:#8fb1da}"
	".curve{fill:none;stroke:#123a6b;stroke-width:1.4}"
	".faint{fill:none;stroke:#5f7fa8;stroke-width:.7}"
	".point{fill:#123a6b}.beyond{fill:#b00020}"
	".mark{stroke:#7a4fa3;stroke-dasharray:1 2}";

static double at_x(const struct plot *p, double x)
{
	double span = p->x1 - p->x0;

	return LEFT +
	       (WIDTH - LEFT - RIGHT) * (span > 0 ? (x - p->x0) / span : 0.5);
}

static double at_y(const struct plot *p, double y)
{
	double part = (p->y1 - y) / (p->y1 - p->y0);

	return TOP + (HEIGHT - TOP - BOTTOM) * (part < 0   ? 0
						: part > 1 ? 1
							   : part);
}

void xml_text(struct strbuf *out, const char *text)
{
	struct strbuf safe = STRBUF_INIT;

	utf8_add_safe(&safe, text, strlen(text));
	for (size_t i = 0; i < safe.len; i++)
		switch (safe.buf[i]) {
		case '&':
			strbuf_adds(out, "&amp;");
			break;
		case '<':
			strbuf_adds(out, "&lt;");
			break;
		case '>':
			strbuf_adds(out, "&gt;");
			break;
		case '"':
			strbuf_adds(out, "&quot;");
			break;
		default:
			strbuf_addch(out, safe.buf[i]);
		}
	strbuf_release(&safe);
}

static void number(struct strbuf *out, double x)
{
	char buf[NUM_SIZE];

	strbuf_adds(out, num_format_fixed(buf, x, 1));
}

static void line(struct strbuf *out, const char *class, double x1, double y1,
		 double x2, double y2)
{
	strbuf_addf(out, "<line class=\"%s\" x1=\"", class);
	number(out, x1);
	strbuf_adds(out, "\" y1=\"");
	number(out, y1);
	strbuf_adds(out, "\" x2=\"");
	number(out, x2);
	strbuf_adds(out, "\" y2=\"");
	number(out, y2);
	strbuf_adds(out, "\"/>\n");
}

static void label(struct strbuf *out, double x, double y, const char *anchor,
		  const char *text)
{
	strbuf_adds(out, "<text x=\"");
	number(out, x);
	strbuf_adds(out, "\" y=\"");
	number(out, y);
	strbuf_addf(out, "\" text-anchor=\"%s\">", anchor);
	xml_text(out, text);
	strbuf_adds(out, "</text>\n");
}

static void target(struct strbuf *out, const struct plot *p)
{
	double high = isnan(p->target_high) ? p->y1 : p->target_high;
	double low = isnan(p->target_low) ? p->y0 : p->target_low;

	if (isnan(p->target_low) && isnan(p->target_high))
		return;
	double top = at_y(p, high), bottom = at_y(p, low);
	strbuf_addf(out, "<rect class=\"target\" x=\"%d\" y=\"", LEFT);
	number(out, top);
	strbuf_addf(out, "\" width=\"%d\" height=\"", WIDTH - LEFT - RIGHT);
	number(out, bottom > top ? bottom - top : 0);
	strbuf_adds(out, "\"/>\n");
}

static void level(struct strbuf *out, const struct plot *p, double y,
		  const char *class)
{
	char buf[NUM_SIZE];

	if (isnan(y) || y < p->y0 || y > p->y1)
		return;
	line(out, class, LEFT, at_y(p, y), WIDTH - RIGHT, at_y(p, y));
	label(out, WIDTH - RIGHT - 2, at_y(p, y) - 2, "end",
	      num_format(buf, round(y * 1000) / 1000));
}

static void axes(struct strbuf *out, const struct plot *p)
{
	double step = plot_step(p->y1 - p->y0, 5);
	int wanted = p->clock ? 8 : 4;

	double first = ceil(p->y0 / step - 1e-9) * step;
	int ticks = (int)floor((p->y1 - first) / step + 1e-6) + 1;

	for (int k = 0; k < ticks; k++) {
		double y = first + k * step;
		char buf[NUM_SIZE];
		line(out, "grid", LEFT, at_y(p, y), WIDTH - RIGHT, at_y(p, y));
		label(out, LEFT - 4, at_y(p, y) + 4, "end",
		      num_format(buf, round(y * 1000) / 1000));
	}
	for (int i = 0; i <= wanted; i++) {
		double x = p->x0 + (p->x1 - p->x0) * i / wanted;
		char buf[32];
		date_format(buf, (int64_t)x, p->clock);
		if (p->clock)
			buf[16] = '\0'; /* hours and minutes */
		label(out, at_x(p, x), HEIGHT - 8,
		      i == 0        ? "start"
		      : i == wanted ? "end"
				    : "middle",
		      !p->clock     ? buf
		      : i == wanted ? "24:00"
				    : buf + 11);
	}
	strbuf_addf(out,
		    "<rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" "
		    "height=\"%d\"/>\n",
		    LEFT, TOP, WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM);
}

static double shown(const struct plot *p, const struct plot_point *at)
{
	return at->beyond < 0 ? p->y0 : at->beyond > 0 ? p->y1 : at->y;
}

static void pair(struct strbuf *out, const struct plot *p,
		 const struct plot_point *at)
{
	number(out, at_x(p, at->x));
	strbuf_addch(out, ',');
	number(out, at_y(p, shown(p, at)));
	strbuf_addch(out, ' ');
}

/* The area between two curves of the same x; where one is not known, none. */
static void area(struct strbuf *out, const struct plot *p,
		 const struct plot_curve *low, const struct plot_curve *high,
		 const char *class)
{
	for (size_t i = 0, end; i < low->n && i < high->n; i = end + 1) {
		end = i;
		while (end < low->n && !isnan(shown(p, &low->at[end])) &&
		       !isnan(shown(p, &high->at[end])))
			end++;
		if (end < i + 2)
			continue;
		strbuf_addf(out, "<polygon class=\"%s\" points=\"", class);
		for (size_t k = i; k < end; k++)
			pair(out, p, &high->at[k]);
		for (size_t k = end; k-- > i;)
			pair(out, p, &low->at[k]);
		strbuf_adds(out, "\"/>\n");
	}
}

static void curve(struct strbuf *out, const struct plot *p,
		  const struct plot_curve *c)
{
	bool open = false;
	double before = NUM_NONE;

	for (size_t i = 0; c->gap > 0 && i < c->n; i++) {
		if (isnan(shown(p, &c->at[i])))
			continue;
		if (open && !(c->at[i].x - before <= c->gap)) {
			strbuf_adds(out, "\"/>\n");
			open = false;
		}
		if (!open)
			strbuf_addf(out, "<polyline class=\"%s\" points=\"",
				    c->faint ? "faint" : "curve");
		open = true;
		pair(out, p, &c->at[i]);
		before = c->at[i].x;
	}
	if (open)
		strbuf_adds(out, "\"/>\n");
	for (size_t i = 0; !p->clock && i < c->n; i++) {
		if (isnan(shown(p, &c->at[i])))
			continue;
		strbuf_addf(out, "<circle class=\"%s\" r=\"%s\" cx=\"",
			    c->at[i].beyond ? "beyond" : "point",
			    c->n > 200 ? "1" : "2.2");
		number(out, at_x(p, c->at[i].x));
		strbuf_adds(out, "\" cy=\"");
		number(out, at_y(p, shown(p, &c->at[i])));
		strbuf_adds(out, "\"/>\n");
	}
}

void plot_svg(struct strbuf *out, const struct plot *p)
{
	static const char *const bands[] = {"outer", "inner"};

	strbuf_addf(out,
		    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 "
		    "%d %d\" role=\"img\">\n<title>",
		    WIDTH, HEIGHT);
	xml_text(out, p->title);
	strbuf_adds(out, "</title>\n");
	target(out, p);
	for (size_t i = 0; i < p->n_range && i < 2; i++)
		area(out, p, &p->range[2 * i], &p->range[2 * i + 1], bands[i]);
	axes(out, p);
	level(out, p, p->target_low, "limit");
	level(out, p, p->target_high, "limit");
	level(out, p, p->alert_low, "alert");
	level(out, p, p->alert_high, "alert");
	for (size_t i = 0; i < p->marks.n; i++) {
		char buf[NUM_SIZE];
		double x = at_x(p, p->marks.at[i].x);
		line(out, "mark", x, TOP, x, HEIGHT - BOTTOM);
		label(out, x + 2, TOP + 10, "start",
		      num_format_int(buf, (long long)i + 1));
	}
	for (size_t i = 0; i < p->curves.n; i++)
		curve(out, p, &p->curves.at[i]);
	strbuf_adds(out, "</svg>\n");
}
