/* A list of orders as text: an order a line, or several on one line. */
#include "commands/drug-check/read_order.h"

#include "base/strbuf.h"
#include "base/utf8.h"
#include "kb/memo.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

enum { LINE_MAX_BYTES = 4096 };

/* Full-width forms become ASCII, controls blanks. */
static void normalise(const char *s, size_t n, struct strbuf *ret)
{
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		i += utf8_decode(s + i, n - i, &cp);
		cp = cp == 0xB5 || cp == 0xD7 ? cp : utf8_halfwidth(cp);
		if (cp < 0x20 || cp == 0x7F || cp == 0x3000)
			cp = ' ';
		utf8_add(ret, cp);
	}
}

/* A heading, a rule, a page number: no order. */
static bool is_noise(const char *s, size_t n)
{
	static const char *const heads[] = {
		"医嘱单", "处方笺",   "西药处方", "中药处方", "诊断:", "诊断：",
		"姓名",   "临床诊断", "医师",     "药师",     "日期",  "科别",
		"科室",   "---",      "===",      NULL};
	bool letters = false;

	for (size_t i = 0; i < n; i++)
		letters |= isalpha((unsigned char)s[i]) ||
			   (unsigned char)s[i] >= 0x80;
	if (!letters)
		return true;
	while (n && *s == ' ')
		s++, n--;
	for (int i = 0; heads[i]; i++)
		if (strncmp(s, heads[i], strlen(heads[i])) == 0)
			return true;
	return n == 0 || *s == '#';
}

/* What is said of the last of joined orders holds for those before it. */
static void share(struct order_vec *orders, size_t joined)
{
	for (size_t i = 0; i < joined && i + 1 < orders->n; i++) {
		const struct order *last = &orders->at[orders->n - 1];
		struct order *o = &orders->at[orders->n - 2 - i];
		if (!o->route) {
			o->route = last->route;
			o->push = last->push;
		}
		if (!o->frequency && isnan(o->per_day)) {
			o->per_day = last->per_day;
			o->frequency = last->frequency;
			o->prn = last->prn;
			o->once = last->once;
		}
		if (isnan(o->days))
			o->days = last->days;
	}
}

static void read_line(struct kb *kb, const char *s, size_t n, struct arena *a,
		      struct order_vec *ret)
{
	struct strbuf clinical = STRBUF_INIT;
	bool is_new = false;
	size_t joined = 0;

	if (clinical_rewrite(s, n, &clinical)) {
		s = clinical.buf;
		n = clinical.len;
	}
	for (size_t at = 0; at < n;) {
		struct order o;
		size_t len = order_read(kb, s + at, n - at, a, &o);
		at += len;
		is_new |= o.is_new;
		o.is_new = is_new;
		if (*o.printed)
			vec_push(ret, o);
		/* "A 40mg + B 250ml ivgtt qd": in one bag */
		size_t end = at;
		while (end && s[end - 1] == ' ')
			end--;
		if (at < n && end && s[end - 1] == '+') {
			joined++;
		} else if (*o.printed) {
			share(ret, joined);
			joined = 0;
		}
	}
	strbuf_release(&clinical);
}

struct kept_line {
	const struct order *at;
	size_t n;
};

/* The same lines come again and again in a batch. */
static void keep(struct kb *kb, const char *s, size_t n,
		 const struct order *orders, size_t n_orders)
{
	struct arena *a = kb_may_keep(kb, KB_MEMO_ORDER_LINE, n);

	if (!a)
		return;
	struct kept_line *line = arena_new(a, struct kept_line);
	struct order *copy = arena_array(a, struct order, n_orders);
	for (size_t i = 0; i < n_orders; i++) {
		copy[i] = orders[i];
		copy[i].text = arena_strdup(a, orders[i].text);
		copy[i].printed = arena_strdup(a, orders[i].printed);
		if (orders[i].frequency)
			copy[i].frequency =
				arena_strdup(a, orders[i].frequency);
	}
	*line = (struct kept_line){copy, n_orders};
	kb_keep(kb, KB_MEMO_ORDER_LINE, s, n, line);
}

static void add_line(struct kb *kb, const char *s, size_t n, int number,
		     struct arena *a, struct order_vec *ret)
{
	size_t before = ret->n;
	const void *known;

	if (kb_recall(kb, KB_MEMO_ORDER_LINE, s, n, &known)) {
		const struct kept_line *line = known;
		for (size_t i = 0; i < line->n; i++)
			vec_push(ret, line->at[i]);
	} else if (!is_noise(s, n)) {
		read_line(kb, s, n, a, ret);
		keep(kb, s, n, ret->at + before, ret->n - before);
	}
	for (size_t i = before; i < ret->n; i++)
		ret->at[i].line = number;
}

void orders_from_text(struct kb *kb, const char *text, size_t n,
		      struct arena *a, struct order_vec *ret)
{
	struct strbuf line = STRBUF_INIT;
	int number = 0;

	for (size_t at = 0; at < n;) {
		const char *end = memchr(text + at, '\n', n - at);
		size_t len = end ? (size_t)(end - text) - at : n - at;
		number++;
		strbuf_clear(&line);
		normalise(text + at,
			  len < LINE_MAX_BYTES ? len : LINE_MAX_BYTES, &line);
		add_line(kb, line.buf, line.len, number, a, ret);
		at += len + 1;
	}
	strbuf_release(&line);
}
