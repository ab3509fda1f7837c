/* A list of orders as text: an order a line, or several on one line. */
#include "commands/drug-check/read_group.h"
#include "commands/drug-check/read_page.h"
#include "commands/drug-check/read_table.h"
#include "commands/order_forms.h"

#include "base/strbuf.h"
#include "kb/memo.h"
#include "kb/term.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

enum { LINE_MAX_BYTES = 4096 };

/* 既往糖尿病史: a word of the letter in front of its drugs. */
static bool is_history(const struct order *o)
{
	size_t n = strlen(o->printed);

	return n >= 9 && memcmp(o->printed + n - 3, "史", 3) == 0 &&
	       !o->dose.unit && !o->strength.unit && !o->parts.n &&
	       isnan(o->per_day) && isnan(o->bare);
}

static void read_line(struct kb *kb, const char *s, size_t n, struct arena *a,
		      struct order_vec *ret)
{
	struct strbuf clinical = STRBUF_INIT;
	bool is_new = false;
	size_t group = 0; /* orders before this one in the same bag */

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
		if (!*o.printed || (at < n && is_history(&o)))
			continue;
		if (group && !group_joins(s, at - len) &&
		    !group_adjoins(&ret->at[ret->n - 1], &o, s, at - len)) {
			order_share(ret->at + ret->n - group, group);
			group = 0;
		}
		vec_push(ret, o);
		group++;
	}
	if (group)
		order_share(ret->at + ret->n - group, group);
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

/* The list as it is read, a line that may be continued by the next in hand. */
struct page {
	struct kb *kb;
	struct arena *a;
	struct order_vec *ret;
	struct strbuf line;
	int number;               /* of that line */
	bool stopped;             /* below "STOP taking:" */
	bool apart;               /* below "Disposition:": no drugs */
	bool grouped;             /* between ┌ and └ … */
	unsigned tag;             /* or with this number; 0: none */
	size_t group;             /* from here */
	struct order_table table; /* the headings above */
	struct strbuf row;        /* a row of it as text */
};

static void read_known(struct page *p, const char *s, size_t n)
{
	size_t before = p->ret->n;
	const void *known;

	if (kb_recall(p->kb, KB_MEMO_ORDER_LINE, s, n, &known)) {
		const struct kept_line *line = known;
		for (size_t i = 0; i < line->n; i++)
			vec_push(p->ret, line->at[i]);
		return;
	}
	read_line(p->kb, s, n, p->a, p->ret);
	keep(p->kb, s, n, p->ret->at + before, p->ret->n - before);
}

/* What is to be done, but with no drug: named, not read. */
static void add_aside(struct page *p, const char *s, size_t n)
{
	struct order o = order_blank();

	o.aside = true;
	o.text = o.printed = arena_strndup(p->a, s, n);
	vec_push(p->ret, o);
}

/* Nothing was found on the line: it is shown, as a name nobody knows. */
static void add_unread(struct page *p)
{
	const char *s = p->line.buf;
	size_t n = page_trim(&s, p->line.len);
	struct order o = order_blank();

	if (!n)
		return;
	o.text = o.printed = arena_strndup(p->a, s, n);
	vec_push(p->ret, o);
}

/* A line of care: no name of a drug we know, no dose. */
static bool only_care(const struct page *p, size_t before)
{
	/* "FreeStyle Lite test strips: test blood glucose tid" */
	if (p->ret->n > before && page_is_device(p->ret->at[before].printed))
		return true;
	for (size_t i = before; i < p->ret->n; i++) {
		const struct order *o = &p->ret->at[i];
		if (o->dose.unit || o->strength.unit || o->parts.n)
			return false;
	}
	if (!page_is_care(p->line.buf, p->line.len))
		return false;
	for (size_t i = before; i < p->ret->n; i++)
		if (order_name_match_text(p->kb, p->ret->at[i].printed, p->a)
			    .len)
			return false;
	return true;
}

/* Text of another part of the letter: no name we know, no dose. */
static bool is_text(const struct page *p, size_t before)
{
	for (size_t i = before; p->apart && i < p->ret->n; i++) {
		const struct order *o = &p->ret->at[i];
		if (o->dose.unit || o->strength.unit || o->parts.n ||
		    order_name_match_text(p->kb, o->printed, p->a).len)
			return false;
	}
	return p->apart;
}

static void flush(struct page *p)
{
	size_t before = p->ret->n;

	if (!p->line.len)
		return;
	read_known(p, p->line.buf, p->line.len);
	if (p->ret->n == before) /* "INH": a way, or a name? */
		add_unread(p);
	if (is_text(p, before)) {
		p->ret->n = before;
	} else if (only_care(p, before)) {
		p->ret->n = before;
		add_aside(p, p->line.buf, p->line.len);
	}
	for (size_t i = before; i < p->ret->n; i++) {
		p->ret->at[i].line = p->number;
		p->ret->at[i].stopped |= p->stopped;
	}
	strbuf_clear(&p->line);
}

/* Is it of the group that is open? What is not ends it. */
static void sort_group(struct page *p, const char *s, size_t n)
{
	unsigned tag = group_tag(s, n);

	if (p->tag && tag != p->tag) {
		flush(p);
		order_share(p->ret->at + p->group, p->ret->n - p->group);
		p->tag = 0;
	}
	if (tag && !p->tag) {
		flush(p);
		p->tag = tag;
		p->group = p->ret->n;
	}
	if (!tag && group_begins(s, n)) {
		flush(p);
		p->grouped = true;
		p->group = p->ret->n;
	}
}

static void end_group(struct page *p, const char *s, size_t n)
{
	if (!p->grouped || !group_ends(s, n))
		return;
	flush(p);
	if (p->ret->n > p->group)
		order_share(p->ret->at + p->group, p->ret->n - p->group);
	p->grouped = false;
}

static void add_line(struct page *p, const char *s, size_t n, int number)
{
	struct order_table table;

	if (order_table_heading(s, n, &table)) {
		flush(p);
		p->table = table;
		return;
	}
	strbuf_clear(&p->row);
	if (p->table.n && order_table_row(&p->table, s, n, &p->row)) {
		s = p->row.buf;
		n = p->row.len;
	}
	enum page_heading heading = page_heading(s, n);

	if (page_is_allergy(s, n)) {
		flush(p);
		add_aside(p, s, n);
		p->ret->at[p->ret->n - 1].line = number;
		return;
	}
	if (heading == HEADING_NONE && page_is_noise(s, n) &&
	    !(page_is_soft(s, n) && page_names_drug(p->kb, s, n, p->a, true)))
		return;
	if (heading != HEADING_NONE) {
		flush(p);
		p->stopped = heading == HEADING_ENDED;
		p->apart = heading == HEADING_APART;
		return;
	}
	if (p->line.len && page_is_usage(p->kb, s, n, p->a)) {
		strbuf_addch(&p->line, ' ');
		strbuf_add(&p->line, s, n);
		end_group(p, s, n);
		return;
	}
	sort_group(p, s, n);
	flush(p);
	p->number = number;
	strbuf_add(&p->line, s, n);
	end_group(p, s, n);
}

void orders_from_text(struct kb *kb, const char *text, size_t n,
		      struct arena *a, struct order_vec *ret)
{
	struct page p = {.kb = kb,
			 .a = a,
			 .ret = ret,
			 .line = STRBUF_INIT,
			 .row = STRBUF_INIT};
	struct strbuf line = STRBUF_INIT;
	int number = 0;

	for (size_t at = 0; at < n;) {
		const char *end = memchr(text + at, '\n', n - at);
		size_t len = end ? (size_t)(end - text) - at : n - at;
		number++;
		strbuf_clear(&line);
		line_plain(text + at,
			   len < LINE_MAX_BYTES ? len : LINE_MAX_BYTES, &line);
		add_line(&p, line.buf, line.len, number);
		at += len + 1;
	}
	flush(&p);
	if (p.tag)
		order_share(ret->at + p.group, ret->n - p.group);
	strbuf_release(&p.line);
	strbuf_release(&p.row);
	strbuf_release(&line);
}
