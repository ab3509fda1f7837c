#include "commands/interpret-report/hl7.h"

#include "base/strbuf.h"
#include "base/utf8.h"

#include <string.h>

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_segment(const char *s, size_t n, char field)
{
	return n >= 4 && is_upper(s[0]) &&
	       (is_upper(s[1]) || (s[1] >= '0' && s[1] <= '9')) &&
	       (is_upper(s[2]) || (s[2] >= '0' && s[2] <= '9')) &&
	       s[3] == field;
}

void hl7_begin(struct hl7_cursor *c, const char *text, size_t n,
	       struct arena *a)
{
	*c = (struct hl7_cursor){.text = text,
				 .n = n,
				 .line = 1,
				 .arena = a,
				 .delimiters = {'|', '^', '~', '\\', '&'}};
}

/* Bytes up to the end of the line at `at`, and past it. */
static size_t line_end(const struct hl7_cursor *c, size_t at, size_t *ret_next)
{
	size_t end = at, gap = 0;

	while (end < c->n && c->text[end] != '\r' && c->text[end] != '\n' &&
	       c->text[end] != 0x1C) {
		if (end < c->run_on &&
		    (gap = hl7_lost_line_end(c->text + end, c->n - end,
					     c->delimiters.field)))
			break;
		end++;
	}
	size_t next = end + gap;
	if (gap) {
		*ret_next = next;
		return end;
	}
	if (next < c->n && c->text[next] == '\r' && next + 1 < c->n &&
	    c->text[next + 1] == '\n')
		next++;
	*ret_next = next < c->n ? next + 1 : next;
	return end;
}

static size_t skip_blank(const struct hl7_cursor *c, size_t at)
{
	return at + hl7_skip_framing(c->text + at, c->n - at);
}

static int count_lines(const char *s, size_t n)
{
	int lines = 0;

	for (size_t i = 0; i < n; i++)
		lines += s[i] == '\n' ||
			 (s[i] == '\r' && (i + 1 >= n || s[i + 1] != '\n'));
	return lines;
}

static void read_delimiters(struct hl7_cursor *c, const char *s, size_t n)
{
	c->delimiters.field = s[3];
	if (n > 4)
		c->delimiters.component = s[4];
	if (n > 5 && s[5] != s[3])
		c->delimiters.repetition = s[5];
	if (n > 6 && s[6] != s[3])
		c->delimiters.escape = s[6];
	if (n > 7 && s[7] != s[3])
		c->delimiters.subcomponent = s[7];
}

/* MSH-1 is the separator itself, so that MSH-2 begins behind the first. */
static void index_fields(const struct hl7_cursor *c, struct hl7_segment *ret,
			 bool header)
{
	const char *p = ret->s, *end = ret->s + ret->n;
	int n = header ? 2 : 1;

	ret->field[0] = ret->field[1] = 3;
	while (n < HL7_FIELDS &&
	       (p = memchr(p, c->delimiters.field, (size_t)(end - p)))) {
		p++;
		ret->field[n++] = (uint32_t)(p - ret->s);
	}
	ret->n_fields = n;
}

bool hl7_next(struct hl7_cursor *c, struct hl7_segment *ret)
{
	for (;;) {
		size_t from = c->at, at = skip_blank(c, from), next;
		c->line += count_lines(c->text + from, at - from);
		if (at >= c->n)
			return false;
		size_t end = line_end(c, at, &next);
		bool header = hl7_is_header(c->text + at, end - at);
		if (header) {
			read_delimiters(c, c->text + at, end - at);
			c->run_on = end;
			end = line_end(c, at, &next);
		}
		if (!header &&
		    !is_segment(c->text + at, end - at, c->delimiters.field)) {
			c->line += count_lines(c->text + at, next - at);
			c->at = next;
			continue; /* noise between messages */
		}
		ret->line = c->line;
		ret->start = at;
		memcpy(ret->id, c->text + at, 3);
		ret->id[3] = '\0';
		/* lines broken inside a field belong to this segment */
		size_t last = end, after = next;
		while (after < c->n &&
		       !is_segment(c->text + after, c->n - after,
				   c->delimiters.field)) {
			size_t more, stop = line_end(c, after, &more);
			size_t blank =
				hl7_skip_framing(c->text + after, stop - after);
			if (blank == stop - after || c->text[after] == '\v' ||
			    hl7_is_header(c->text + after, stop - after) ||
			    is_segment(c->text + after, stop - after,
				       c->delimiters.field) ||
			    c->text[end] == 0x1C)
				break;
			last = stop;
			after = more;
		}
		ret->s = c->text + at;
		ret->n = last - at;
		ret->end = last;
		index_fields(c, ret, header);
		c->line += last == end
				   ? next > end && strchr("\r\n", c->text[end])
				   : count_lines(c->text + at, after - at);
		c->at = after;
		return true;
	}
}

/* Bytes of one field: up to the next one's separator. */
static const char *find_field(const struct hl7_cursor *c,
			      const struct hl7_segment *s, int field,
			      size_t *ret_n)
{
	*ret_n = 0;
	if (field < 1 || field >= s->n_fields)
		return "";
	const char *p = s->s + s->field[field];
	if (field + 1 < s->n_fields) {
		*ret_n = s->field[field + 1] - s->field[field] - 1;
		return p;
	}
	const char *end = s->s + s->n;
	const char *stop = memchr(p, c->delimiters.field, (size_t)(end - p));
	*ret_n = (size_t)((stop ? stop : end) - p);
	return p;
}

/* The k-th part (from 0) of s between separators. */
static const char *part(const char *s, size_t n, char separator, size_t k,
			size_t *ret_n)
{
	const char *end = s + n;

	for (; k > 0; k--) {
		const char *found = memchr(s, separator, (size_t)(end - s));
		if (!found) {
			*ret_n = 0;
			return "";
		}
		s = found + 1;
	}
	const char *stop = memchr(s, separator, (size_t)(end - s));
	*ret_n = (size_t)((stop ? stop : end) - s);
	return s;
}

static int hex(char c)
{
	return c >= '0' && c <= '9'   ? c - '0'
	       : c >= 'a' && c <= 'f' ? c - 'a' + 10
	       : c >= 'A' && c <= 'F' ? c - 'A' + 10
				      : -1;
}

/* Bytes of UTF-8; a single one above ASCII is Latin-1's (\\XB5\\: µ). */
static void add_hex(const char *s, size_t n, struct strbuf *out)
{
	if (n == 2 && hex(s[0]) >= 8 && hex(s[1]) >= 0) {
		utf8_add(out, (uint32_t)(hex(s[0]) * 16 + hex(s[1])));
		return;
	}
	for (size_t i = 0; i + 1 < n && hex(s[i]) >= 0 && hex(s[i + 1]) >= 0;
	     i += 2)
		strbuf_addch(out, (char)(hex(s[i]) * 16 + hex(s[i + 1])));
}

/* What an escape sequence (without its marks) stands for. */
static void add_escape(const struct hl7_delimiters *d, const char *s, size_t n,
		       struct strbuf *out)
{
	if (n == 1 && *s == 'F')
		strbuf_addch(out, d->field);
	else if (n == 1 && *s == 'S')
		strbuf_addch(out, d->component);
	else if (n == 1 && *s == 'T')
		strbuf_addch(out, d->subcomponent);
	else if (n == 1 && *s == 'R')
		strbuf_addch(out, d->repetition);
	else if (n == 1 && *s == 'E')
		strbuf_addch(out, d->escape);
	else if (n >= 3 &&
		 (strncmp(s, ".br", 3) == 0 || strncmp(s, ".sp", 3) == 0))
		strbuf_addch(out, '\n');
	else if (n >= 3 && *s == 'X')
		add_hex(s + 1, n - 1, out);
	/* H, N (highlight), C, M (character sets), Z: nothing to show */
}

static const char *unescape(const struct hl7_cursor *c, const char *s, size_t n)
{
	if (n == 0 || (n == 2 && s[0] == '"' && s[1] == '"'))
		return "";
	if (!memchr(s, c->delimiters.escape, n))
		return arena_strndup(c->arena, s, n);

	struct strbuf raw = STRBUF_INIT, safe = STRBUF_INIT;
	for (size_t i = 0; i < n;) {
		const char *close = NULL;
		if (s[i] == c->delimiters.escape)
			close = memchr(s + i + 1, c->delimiters.escape,
				       n - i - 1);
		if (close && (size_t)(close - (s + i)) < 64) {
			add_escape(&c->delimiters, s + i + 1,
				   (size_t)(close - (s + i)) - 1, &raw);
			i = (size_t)(close - s) + 1;
		} else {
			strbuf_addch(&raw, s[i++]);
		}
	}
	utf8_add_safe(&safe, raw.buf, raw.len); /* \X..\ may hide anything */
	const char *text = arena_strndup(c->arena, safe.buf, safe.len);
	strbuf_release(&raw);
	strbuf_release(&safe);
	return text;
}

size_t hl7_repetitions(const struct hl7_cursor *c, const struct hl7_segment *s,
		       int field)
{
	size_t n, count = 1;
	const char *p = find_field(c, s, field, &n);

	if (!n)
		return 0;
	for (size_t i = 0; i < n; i++)
		count += p[i] == c->delimiters.repetition;
	return count;
}

const char *hl7_whole(const struct hl7_cursor *c, const struct hl7_segment *s,
		      int field, size_t rep)
{
	size_t n;
	const char *p = find_field(c, s, field, &n);

	p = part(p, n, c->delimiters.repetition, rep, &n);
	return unescape(c, p, n);
}

const char *hl7_get(const struct hl7_cursor *c, const struct hl7_segment *s,
		    int field, size_t rep, int component)
{
	size_t n;
	const char *p = find_field(c, s, field, &n);

	if (!n)
		return "";
	p = part(p, n, c->delimiters.repetition, rep, &n);
	p = part(p, n, c->delimiters.component, (size_t)component - 1, &n);
	p = part(p, n, c->delimiters.subcomponent, 0, &n);
	return unescape(c, p, n);
}

void hl7_split(const struct hl7_cursor *c, const struct hl7_segment *s,
	       int field, size_t rep, const char **ret, size_t n)
{
	size_t size;
	const char *p = find_field(c, s, field, &size);

	if (size)
		p = part(p, size, c->delimiters.repetition, rep, &size);
	const char *end = p + size;
	for (size_t i = 0; i < n; i++) {
		if (p >= end) {
			ret[i] = "";
			continue;
		}
		const char *stop =
			memchr(p, c->delimiters.component, (size_t)(end - p));
		size_t length = (size_t)((stop ? stop : end) - p), first;
		const char *text =
			part(p, length, c->delimiters.subcomponent, 0, &first);
		ret[i] = unescape(c, text, first);
		p += length + 1;
	}
}
