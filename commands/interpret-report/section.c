#include "commands/interpret-report/section.h"

#include "commands/interpret-report/name.h"
#include "commands/interpret-report/scan.h"

#include <string.h>

/* "urine@urine" → panel and specimen. */
static void set_panel(struct section_head *h, const struct word *w,
		      struct arena *a)
{
	const char *at = strchr(w->means, '@');

	h->kind = SECTION_LAB;
	if (strcmp(w->means, "any") == 0)
		return;
	h->panel = at ? arena_strndup(a, w->means, (size_t)(at - w->means))
		      : w->means;
	h->specimen = at ? at + 1 : NULL;
}

static bool set_exact(const struct view *v, size_t at, size_t end,
		      struct arena *a, struct section_head *h)
{
	const struct word *w = view_word_exact(v, at, end, "panel");

	if (w) {
		set_panel(h, w, a);
		return true;
	}
	w = view_word_exact(v, at, end, "section");
	if (!w)
		return false;
	h->kind = SECTION_OTHER;
	h->other = w->means;
	return true;
}

/* 脑脊液检验报告, "Pleural Fluid Analysis": the fluid is the title. */
static bool set_fluid(const struct view *v, size_t at, size_t end,
		      struct section_head *h)
{
	const struct word *w = view_word_exact(v, at, end, "specimen");

	if (!w || strcmp(w->means, "any") == 0)
		return false;
	h->kind = SECTION_LAB;
	h->specimen = w->means;
	return true;
}

/* Words a title is made of besides the panel's name. */
static const char *const fillers[] = {
	"检验报告单",
	"检测报告单",
	"检查报告单",
	"化验报告单",
	"诊断报告单",
	"报告单",
	"检验报告",
	"检查报告",
	"检测报告",
	"诊断报告",
	"报告",
	"检查结果",
	"检验结果",
	"检测结果",
	"检查",
	"检验",
	"检测",
	"测定",
	"化验单",
	"化验",
	"结果",
	"项目",
	"组合",
	"全套",
	"室",
	"科",
	"单",
	"檢驗報告",
	"檢查報告",
	"報告單",
	"報告",
	"檢查",
	"檢驗",
	"檢測",
	"Report",
	"REPORT",
	"Panel",
	"PANEL",
	"Profile",
	"PROFILE",
	"Test",
	"TEST",
	"Tests",
	"TESTS",
	"Examination",
	"EXAMINATION",
	"Results",
	"RESULTS",
	"Analysis",
	"ANALYSIS",
	"Routine",
	"ROUTINE",
	"Investigation",
	"Department of",
	"DEPARTMENT OF",
	"(Cont.)",
	"(cont.)",
	"Cont.",
	"continued",
	"(Serum)",
	"(Blood)",
	"Screen",
	"Studies",
};

static size_t skip_frame(const char *s, size_t n)
{
	size_t i = name_lead(s, n);

	while (i < n && strchr(" \t[](){}<>\"'#*=_-|", s[i]))
		i++;
	/* 一、 (二) I. A. */
	static const char *const numerals = "一二三四五六七八九十";
	size_t k = i;
	while (k + 3 <= n && is_cjk_at(s + k, n - k)) {
		char digit[4] = {s[k], s[k + 1], s[k + 2], '\0'};
		if (!strstr(numerals, digit))
			break;
		k += 3;
	}
	if (k > i && k < n && strchr(",.)", s[k])) {
		i = k + 1;
		while (i < n && strchr(" \t[](", s[i]))
			i++;
	}
	return i;
}

static size_t cut_tail(const char *s, size_t at, size_t n)
{
	while (n > at && strchr(" \t:[](){}<>\"'#*=_-|.,;", s[n - 1]))
		n--;
	return n;
}

static bool ends_with(const char *s, size_t at, size_t end, const char *word)
{
	size_t n = strlen(word);

	return end - at > n && memcmp(s + end - n, word, n) == 0;
}

/* "生化+血常规", "肝功、肾功": pieces that are all panels. */
static bool read_list(const struct view *v, size_t at, size_t end,
		      struct arena *a, struct section_head *h)
{
	int panels = 0;
	struct section_head piece;

	for (size_t from = at; from < end;) {
		size_t to = from;
		while (to < end && !strchr("+,/&;", v->s[to]))
			to += char_size(v->s + to, end - to);
		piece = (struct section_head){.kind = SECTION_NONE};
		if (!set_exact(v, from, to, a, &piece) ||
		    piece.kind != SECTION_LAB)
			return false;
		*h = piece;
		panels++;
		from = to + 1;
	}
	if (panels > 1)
		h->panel = h->specimen = NULL; /* mixed */
	return panels > 0;
}

static bool read_title(const struct view *v, size_t at, size_t end,
		       struct arena *a, struct section_head *h)
{
	if (set_exact(v, at, end, a, h))
		return true;
	for (int round = 0; round < 4; round++) {
		bool cut = false;
		for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
			if (ends_with(v->s, at, end, fillers[i])) {
				end = cut_tail(v->s, at,
					       end - strlen(fillers[i]));
				cut = true;
				break;
			}
		if (cut &&
		    (set_exact(v, at, end, a, h) || set_fluid(v, at, end, h)))
			return true;
		if (!cut)
			break;
	}
	/* a remark in brackets: "血常规(五分类)", "肝功能 (Beckman)" */
	const char *open = memchr(v->s + at, '(', end - at);
	const char *close =
		open ? memchr(open, ')', (size_t)(v->s + end - open)) : NULL;
	if (open && open > v->s + at && !close &&
	    set_exact(v, at, cut_tail(v->s, at, (size_t)(open - v->s)), a, h))
		return true;
	return read_list(v, at, end, a, h);
}

bool section_find(struct kb *kb, const char *s, size_t n, struct arena *a,
		  struct section_head *ret)
{
	struct view v = view_make(kb, s, n, a);
	struct section_head found = {.kind = SECTION_NONE};
	size_t longest = 0;

	*ret = found;
	if (read_title(&v, 0, n, a, ret))
		return true;
	for (size_t i = 0; i < n; i += char_size(s + i, n - i)) {
		const struct word *w;
		size_t len = view_word(&v, i, n, "panel", &w);
		if (len > longest && strcmp(w->means, "any") != 0) {
			found = (struct section_head){.kind = SECTION_NONE};
			set_panel(&found, w, a);
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
		if (ends_with(s, at, end, ends[i]))
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
	if (!set_exact(v, at, end, a, h) || h->kind != SECTION_LAB)
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
	size_t n = v->n, at = skip_frame(s, n), end = cut_tail(s, at, n);
	bool framed = at > strspn(s, " \t"); /* 【血糖】 ◆ 血糖 3、血糖 */

	*ret = (struct section_head){.kind = SECTION_NONE, .end = n};
	if (at >= end || end - at < 2 || n > 400)
		return false;
	if (end - at <= 90) {
		/* 血糖 alone on a line may be an item of a vertical text */
		struct term_match name = view_name_exact(v, at, end);
		if ((!name.len || framed) && read_title(v, at, end, a, ret))
			return true;
		/* 【尿液】 */
		if (framed && s[strspn(s, " \t")] == '[' &&
		    set_fluid(v, at, end, ret))
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
	size_t n = v->n, at = skip_frame(s, n);
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
	size_t at = skip_frame(v->s, v->n), end = at;
	struct section_head h = {.kind = SECTION_NONE};

	while (end < v->n && v->s[end] != '\t' && v->s[end] != '|' &&
	       v->s[end] != ':' &&
	       !(v->s[end] == ' ' && end + 1 < v->n && v->s[end + 1] == ' '))
		end++;
	if (end == v->n || end - at < 3 || end - at > 60)
		return false;
	*ret_end = end;
	return read_title(v, at, end, a, &h) && h.kind == SECTION_OTHER;
}

bool section_is_noise(const struct view *v)
{
	const char *s = v->s;
	size_t n = v->n, at = skip_frame(s, n), limit = n;
	const struct word *w;

	if (at >= limit)
		return true;
	size_t len = view_word(v, at, limit, "noise", &w);
	if (!len)
		return false;
	return len >= 6 || at + len == limit || !is_letter(s[at + len]);
}
