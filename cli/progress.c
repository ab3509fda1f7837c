#include "cli/progress.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

/* Seconds between two lines: more often than is read, seldom enough to cost
 * nothing. */
#define PAUSE 0.1

static double seconds_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Columns of standard error: the window may have been resized since. */
static size_t columns(void)
{
	struct winsize size;

	return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col
		       ? size.ws_col
		       : 80;
}

static void add_left(struct strbuf *out, enum lang lang, double left)
{
	static const struct {
		double size;
		struct text unit;
	} units[] = {{3600, TEXT("小时", "h")},
		     {60, TEXT("分", "min")},
		     {1, TEXT("秒", "s")}};
	size_t i = left >= 2 * 3600 ? 0 : left >= 2 * 60 ? 1 : 2;

	if (left > 1000.0 * 3600)
		return;
	strbuf_addf(out,
		    lang == LANG_ZH ? "  余约 %.0f %s" : "  about %.0f %s left",
		    left / units[i].size, units[i].unit.in[lang]);
}

/* A line that reaches the last column would wrap, and \r not take it back. */
static void cut(struct strbuf *line, size_t width)
{
	size_t at = 0, used = 0;
	uint32_t cp;

	while (at < line->len) {
		size_t n = utf8_decode(line->buf + at, line->len - at, &cp);
		used += (size_t)utf8_cp_width(cp);
		if (used >= width)
			break;
		at += n;
	}
	strbuf_truncate(line, at);
}

bool progress_line(struct progress *p, enum lang lang, uint64_t done,
		   uint64_t total, double part, struct strbuf *ret)
{
	struct strbuf line = STRBUF_INIT;

	if (!isatty(STDERR_FILENO))
		return false;
	double now = seconds_now();
	if (!p->begun)
		*p = (struct progress){true, now, 0, done, part};
	else if (now - p->last < PAUSE)
		return false;
	p->last = now;
	strbuf_addf(&line, "%" PRIu64, done);
	if (total)
		strbuf_addf(&line, "/%" PRIu64, total);
	if (part >= 0)
		strbuf_addf(&line, "  %.0f %%", 100 * (part < 1 ? part : 1));
	double took = now - p->start;
	if (took > 0 && done > p->done) {
		double rate = (double)(done - p->done) / took;
		strbuf_addf(&line,
			    lang == LANG_ZH ? "  每秒 %.*f 项" : "  %.*f/s",
			    rate < 10 ? 1 : 0, rate);
		if (part > p->part && p->part >= 0 && part < 1)
			add_left(&line, lang,
				 took / (part - p->part) * (1 - part));
	}
	cut(&line, columns());
	strbuf_adds(ret, "\r");
	strbuf_add(ret, line.buf, line.len);
	strbuf_adds(ret, "\033[K");
	strbuf_release(&line);
	return true;
}
