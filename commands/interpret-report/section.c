#include "commands/interpret-report/section_private.h"

#include "commands/interpret-report/scan.h"

#include <string.h>

bool section_find(struct kb *kb, const char *s, size_t n, struct arena *a,
		  struct section_head *ret)
{
	struct view v = view_make(kb, s, n, a);
	struct section_head found = {.kind = SECTION_NONE};
	size_t longest = 0;

	*ret = found;
	if (section_read_title(&v, 0, n, a, ret))
		return true;
	for (size_t i = 0; i < n; i += char_size(s + i, n - i)) {
		const struct word *w;
		size_t len = view_word(&v, i, n, "panel", &w);
		if (len > longest && strcmp(w->means, "any") != 0) {
			found = (struct section_head){.kind = SECTION_NONE};
			section_set_panel(&found, w, a);
			longest = len;
		}
		len = view_word(&v, i, n, "section", &w);
		if (len > longest && len > 3) {
			found = (struct section_head){.kind = SECTION_OTHER,
						      .other = w->means};
			longest = len;
		}
	}
	*ret = found;
	return found.kind != SECTION_NONE;
}

/* A hospital's title line: "××医院血常规检验报告单". */
static bool is_report_title(const char *s, size_t at, size_t end)
{
	static const char *const ends[] = {"报告单", "报告",   "检验单",
					   "化验单", "報告單", "報告",
					   "报告书", "Report", "REPORT"};

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (section_ends_with(s, at, end, ends[i]))
			return true;
	return false;
}

static bool has_digits(const char *s, size_t at, size_t end)
{
	for (size_t i = at; i < end; i++)
		if (is_digit(s[i]))
			return true;
	return false;
}

/* "血常规：WBC 12.5×10^9/L": a panel, a colon, and results behind. */
static bool read_prefix(const struct view *v, size_t at, struct arena *a,
			struct section_head *h)
{
	const char *colon = memchr(v->s + at, ':', v->n - at);
	size_t end = colon ? (size_t)(colon - v->s) : 0;

	if (!colon || end - at > 60 || !has_digits(v->s, end, v->n))
		return false;
	/* "SERUM: Protein 6.8 g/dL" among a fluid's results */
	const struct word *w = view_word_exact(v, at, end, "specimen");
	struct term_match name;
	if (w && strcmp(w->means, "any") != 0 &&
	    !view_name_exact(v, at, end).len) {
		h->kind = SECTION_LAB;
		h->specimen = w->means;
		h->end = end + 1 + strspn(v->s + end + 1, " \t");
		return view_name(v, h->end, v->n, &name) > 1;
	}
	if (!section_set_exact(v, at, end, a, h) || h->kind != SECTION_LAB)
		return false;
	h->end = end + 1;
	while (h->end < v->n && is_space(v->s[h->end]))
		h->end++;
	/* results begin with a name; "Diabetes: >6.4" is a legend */
	return is_letter(v->s[h->end]) || (unsigned char)v->s[h->end] >= 0x80;
}

bool section_read(const struct view *v, struct arena *a,
		  struct section_head *ret)
{
	const char *s = v->s;
	size_t n = v->n, at = section_skip_frame(s, n),
	       end = section_cut_tail(s, at, n);
	bool framed = at > strspn(s, " \t"); /* 【血糖】 ◆ 血糖 3、血糖 */

	*ret = (struct section_head){.kind = SECTION_NONE, .end = n};
	if (at >= end || end - at < 2 || n > 400)
		return false;
	if (end - at <= 90) {
		/* 血糖 alone on a line may be an item of a vertical text */
		struct term_match name = view_name_exact(v, at, end);
		if ((!name.len || framed) &&
		    section_read_title(v, at, end, a, ret))
			return true;
		/* 【尿液】 */
		if (framed && s[strspn(s, " \t")] == '[' &&
		    section_set_fluid(v, at, end, ret))
			return true;
		if (is_report_title(s, at, end) && !has_digits(s, at, end)) {
			if (section_find(v->kb, s + at, end - at, a, ret)) {
				ret->end = n;
				return true;
			}
			*ret = (struct section_head){.kind = SECTION_LAB,
						     .end = n};
			return true;
		}
	}
	return read_prefix(v, at, a, ret);
}

bool section_is_vital(const struct view *v)
{
	const char *s = v->s;
	size_t n = v->n, at = section_skip_frame(s, n);
	const struct word *w;

	if (at >= n || n > 400)
		return false;
	size_t len = view_word(v, at, n, "vital", &w);
	bool latin = len && is_letter(s[at + len - 1]);
	return len && (at + len == n || strchr(" \t:|(", s[at + len]) ||
		       (!latin && is_digit(s[at + len])));
}

bool section_is_finding(const struct view *v, struct arena *a, size_t *ret_end)
{
	size_t at = section_skip_frame(v->s, v->n), end = at;
	struct section_head h = {.kind = SECTION_NONE};

	while (end < v->n && v->s[end] != '\t' && v->s[end] != '|' &&
	       v->s[end] != ':' &&
	       !(v->s[end] == ' ' && end + 1 < v->n && v->s[end + 1] == ' '))
		end++;
	if (end == v->n || end - at < 3 || end - at > 60)
		return false;
	*ret_end = end;
	return section_read_title(v, at, end, a, &h) && h.kind == SECTION_OTHER;
}

bool section_is_noise(const struct view *v)
{
	const char *s = v->s;
	size_t n = v->n, at = section_skip_frame(s, n), limit = n;
	const struct word *w;

	if (at >= limit)
		return true;
	size_t len = view_word(v, at, limit, "noise", &w);
	if (!len)
		return false;
	return len >= 6 || at + len == limit || !is_letter(s[at + len]);
}
