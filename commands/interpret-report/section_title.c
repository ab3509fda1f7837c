/* Titles: the panel, fluid or other section that words name, with what stands
 * around them. */
#include "commands/interpret-report/section_private.h"

#include "commands/interpret-report/name.h"

#include <string.h>

/* "urine@urine" → panel and specimen. */
void section_set_panel(struct section_head *h, const struct word *w,
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

bool section_set_exact(const struct view *v, size_t at, size_t end,
		       struct arena *a, struct section_head *h)
{
	const struct word *w = view_word_exact(v, at, end, "panel");

	if (w) {
		section_set_panel(h, w, a);
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
bool section_set_fluid(const struct view *v, size_t at, size_t end,
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

size_t section_skip_frame(const char *s, size_t n)
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

size_t section_cut_tail(const char *s, size_t at, size_t n)
{
	while (n > at && strchr(" \t:[](){}<>\"'#*=_-|.,;", s[n - 1]))
		n--;
	return n;
}

bool section_ends_with(const char *s, size_t at, size_t end, const char *word)
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
		if (!section_set_exact(v, from, to, a, &piece) ||
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

bool section_read_title(const struct view *v, size_t at, size_t end,
			struct arena *a, struct section_head *h)
{
	if (section_set_exact(v, at, end, a, h))
		return true;
	for (int round = 0; round < 4; round++) {
		bool cut = false;
		for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++)
			if (section_ends_with(v->s, at, end, fillers[i])) {
				end = section_cut_tail(
					v->s, at, end - strlen(fillers[i]));
				cut = true;
				break;
			}
		if (cut && (section_set_exact(v, at, end, a, h) ||
			    section_set_fluid(v, at, end, h)))
			return true;
		if (!cut)
			break;
	}
	/* a remark in brackets: "血常规(五分类)", "肝功能 (Beckman)" */
	const char *open = memchr(v->s + at, '(', end - at);
	const char *close =
		open ? memchr(open, ')', (size_t)(v->s + end - open)) : NULL;
	if (open && open > v->s + at && !close &&
	    section_set_exact(v, at,
			      section_cut_tail(v->s, at, (size_t)(open - v->s)),
			      a, h))
		return true;
	return read_list(v, at, end, a, h);
}
