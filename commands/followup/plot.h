/* A chart of readings over time, drawn for a terminal or as SVG from the same
 * description. */
#ifndef COMMANDS_FOLLOWUP_PLOT_H
#define COMMANDS_FOLLOWUP_PLOT_H

#include "base/strbuf.h"
#include "base/ui.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stdint.h>

struct plot_point {
	double x, y; /* x: seconds, local time */
	int beyond;  /* -1, 1: below, above what the device measures; drawn at
	                the edge */
};
struct plot_point_vec VEC_OF(struct plot_point);

/* One curve. Points further apart than `gap` seconds are not joined; 0: none
 * are. */
struct plot_curve {
	const struct plot_point *at;
	size_t n;
	double gap;
	bool faint; /* an outer percentile */
};
struct plot_curve_vec VEC_OF(struct plot_curve);

struct plot_mark { /* a change of medication, …: numbered below */
	double x;
	const char *text;
};
struct plot_mark_vec VEC_OF(struct plot_mark);

struct plot {
	const char *title, *unit;
	double x0, x1, y0, y1;          /* what is shown; plot_frame fills y */
	bool clock;                     /* x is the time of day */
	double target_low, target_high; /* NaN: none */
	double alert_low, alert_high;   /* NaN: none */
	struct plot_curve_vec curves;
	const struct plot_curve *range; /* pairs of curves filled in SVG: low
	                                   and high of each band, or NULL */
	size_t n_range;
	struct plot_mark_vec marks;
};

/* Choose y0 and y1 so that the readings, and limits near them, are seen. */
void plot_frame(struct plot *p);
/* "nice" distance between ticks: 1, 2 or 5 × 10^k. */
double plot_step(double span, int wanted);

/* Braille, or ASCII where the terminal's encoding has none. */
void plot_text(struct strbuf *out, const struct ui *ui, const struct plot *p,
	       int rows);
/* "▁▂▅█": n values, NaN: a gap. */
void plot_sparkline(struct strbuf *out, const struct ui *ui, const double *y,
		    size_t n);
/* An <svg> element, for a page that holds PLOT_CSS. */
void plot_svg(struct strbuf *out, const struct plot *p);
extern const char *const plot_css;
/* Text as XML content. */
void xml_text(struct strbuf *out, const char *text);

#endif
