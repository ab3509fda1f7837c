/* What stands before a name and is none: the number in the list, the date, the
 * group, the class of insurance, what is to become of the order. */
#include "commands/drug-check/read_order.h"

#include <ctype.h>
#include <string.h>

static const char *const marks[] = {"似*",
				    "似 *",
				    "危!",
				    "危*",
				    "高危!",
				    "高危*",
				    "[似]",
				    "[危]",
				    "(似)",
				    "(危)",
				    "[高危]",
				    "(高危)",
				    "似!",
				    ":",
				    "★",
				    "☆",
				    "▲",
				    "△",
				    "●",
				    "○",
				    "■",
				    "□",
				    "◆",
				    "◇",
				    "※",
				    "√",
				    "*",
				    "#",
				    "-",
				    "•",
				    "·",
				    "、",
				    ".",
				    ",",
				    ";",
				    "|",
				    " ",
				    "\t",
				    "组",
				    "┌",
				    "├",
				    "└",
				    "│",
				    "┏",
				    "┗",
				    "┃",
				    "╭",
				    "╰",
				    "┐",
				    "┘",
				    "┤",
				    "Rp:",
				    "Rx:",
				    "Rp.",
				    "Rx.",
				    "Rp/",
				    "R/",
				    "R:",
				    "R.",
				    "℞",
				    "医嘱:",
				    "处方:",
				    "长期:",
				    "临时:",
				    "出院带药:",
				    "带药:",
				    "口服药:",
				    "长期医嘱",
				    "临时医嘱",
				    "注射:",
				    "西药:",
				    "中成药:",
				    "中药:",
				    "新开:",
				    "加用:",
				    "继续:",
				    "续:",
				    "①",
				    "②",
				    "③",
				    "④",
				    "⑤",
				    "⑥",
				    "⑦",
				    "⑧",
				    "⑨",
				    "⑩",
				    "[基]",
				    "(基)",
				    "[甲]",
				    "[乙]",
				    "(甲)",
				    "(乙)",
				    "[丙]",
				    "(丙)",
				    "[国]",
				    "(国)",
				    "[集采]",
				    "(集采)",
				    "[国谈]",
				    "(国谈)",
				    "[自费]",
				    "(自费)",
				    "(自备)",
				    "[自备]",
				    "(进口)",
				    "[进口]",
				    "(国产)",
				    "[国产]",
				    "(备用)",
				    "[备用]",
				    "(双通道)",
				    "[双通道]",
				    "(谈判)",
				    "[谈判]",
				    "(抗)",
				    "[抗]",
				    "(毒)",
				    "[精二]",
				    "(精二)",
				    "(精二类)",
				    "[精一]",
				    "(麻)",
				    "(限)",
				    "[限]",
				    "【",
				    "】",
				    "continue taking:",
				    "continue:",
				    "resume:",
				    "changed:",
				    "change:",
				    "new:",
				    "start taking:",
				    "start:",
				    "modified:",
				    "unchanged:",
				    "medication:",
				    "medication name:",
				    "drug:",
				    "order:",
				    "home med:",
				    "药名:",
				    "药品名称:",
				    "药品:",
				    "名称:",
				    NULL};

/* These are a mark only with a blank behind them. */
static const char *const apart[] = {
	"长",       "临",   "长期", "临时", "续",   "继续", "甲",   "乙",
	"丙",       "甲类", "乙类", "丙类", "国谈", "集采", "国采", "谈判",
	"自备",     "进口", "国产", "备用", "基药", "医保", "自费", "新开",
	"高危",     "危",   "似",   "加用", "抗",   "毒",   "麻",   "精二",
	"出院带药", "带药", "新",   NULL};

/* The order that follows is no longer given. */
static const char *const ended[] = {
	"stop taking:",  "stop taking ", "stop:", "stopped:", "discontinue:",
	"discontinued:", "d/c:",         "dc:",   "停用:",    "停药:",
	"停:",           "已停:",        "停止:", "停嘱:",    "停医嘱:",
	"作废:",         "(停)",         "[停]",  "(已停)",   "[已停]",
	"(作废)",        "[作废]",       "停 ",   "已停 ",    "停用 ",
	"停止 ",         "作废 ",        NULL};

static size_t digits_at(const char *s, size_t n, size_t most)
{
	size_t i = 0;

	while (i < n && i < most && isdigit((unsigned char)s[i]))
		i++;
	return i;
}

/* 8:30, 08:30:00 */
static size_t read_clock(const char *s, size_t n)
{
	size_t i = digits_at(s, n, 2);

	if (!i || n - i < 3 || s[i] != ':' ||
	    digits_at(s + i + 1, n - i - 1, 3) != 2)
		return 0;
	i += 3;
	if (n - i >= 3 && s[i] == ':' &&
	    digits_at(s + i + 1, n - i - 1, 2) == 2)
		i += 3;
	return i < n && isalnum((unsigned char)s[i]) ? 0 : i;
}

/* 2026-11-30, 2026年11月30日, 11/30/2026; short: 11-30. */
static size_t read_date(const char *s, size_t n, bool may_short)
{
	static const char *const between[] = {"-", "/", ".", "年", "月", NULL};
	static const char *const day[] = {"日", NULL};
	size_t i = digits_at(s, n, 4), first = i, parts = 1, m, last = i;

	while (parts < 3 && i && (m = reading_starts(s + i, n - i, between))) {
		last = digits_at(s + i + m, n - i - m, 4);
		if (!last || last == 3)
			return 0;
		i += m + last;
		parts++;
	}
	if (i < n && (isalnum((unsigned char)s[i]) || s[i] == '%'))
		return 0;
	if (parts == 3 && (first == 4 ? last <= 2 : first <= 2 && last == 4))
		return i + reading_starts(s + i, n - i, day);
	/* 11-30 and a blank: whoever asks knows that no dose can stand here */
	return parts == 2 && may_short && first == 2 && last == 2 && i < n &&
			       s[i] == ' '
		       ? i
		       : 0;
}

size_t stamp_read(const char *s, size_t n, bool may_short)
{
	if (!n || !isdigit((unsigned char)*s))
		return 0;
	size_t m = read_date(s, n, may_short);

	return m ? m : read_clock(s, n);
}

/* "3.", "(2)", "4、", and "1 阿司匹林". */
static size_t read_number(struct reading *r)
{
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, known;
	size_t i = left && *s == '(', digits = digits_at(s + i, left - i, 3);
	struct quantity q;
	double high;

	i += digits;
	if (!digits || i >= left)
		return 0;
	if (s[i] == ')' || ((s[i] == '.' || s[i] == ',') && i + 1 < left &&
			    !isdigit((unsigned char)s[i + 1])))
		return i + 1;
	if (*s == '(' || !strchr(" \t|", s[i]) ||
	    reading_known(r, r->at, &known))
		return 0;
	size_t next = i + strspn(s + i, " \t|");
	/* "2 tab aspirin" counts */
	return next < left && !isdigit((unsigned char)s[next]) &&
			       !(quantity_read(s, left, &q, &high) && q.unit)
		       ? i
		       : 0;
}

static size_t read_apart(const char *s, size_t n)
{
	for (int i = 0; apart[i]; i++) {
		size_t m = strlen(apart[i]);
		if (m < n && memcmp(s, apart[i], m) == 0 &&
		    strchr(" \t|", s[m]))
			return m;
	}
	return 0;
}

void reading_marks(struct reading *r)
{
	while (r->at < r->n) {
		const char *s = r->s + r->at;
		size_t left = r->n - r->at, m = 0;
		if ((m = reading_starts(s, left, ended)))
			r->o->stopped = true;
		if (!m)
			m = reading_starts(s, left, marks);
		if (!m)
			m = read_apart(s, left);
		if (!m && *s == '+') {
			r->o->is_new = true;
			m = 1;
		}
		if (!m)
			m = stamp_read(s, left, true);
		if (!m)
			m = read_number(r);
		if (!m)
			return;
		r->at += m;
	}
}

/* "停", "已停 2026-11-25 08:00" behind an order: bytes, 0 none. */
size_t reading_ended(struct reading *r)
{
	static const char *const words[] = {
		"已停用",       "已停药",  "已停",  "停止",   "停用",
		"停嘱",         "已作废",  "作废",  "已取消", "停",
		"discontinued", "stopped", "d/c'd", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m = reading_starts(s, left, words);

	bool box = r->at >= 3 && memcmp(s - 3, "【", 3) == 0;
	if (!m || !r->at || (!box && !strchr(" \t|,;([", r->s[r->at - 1])) ||
	    (!box && m < left && !strchr(" \t|,;)]", s[m])))
		return 0;
	r->o->stopped = true;
	return m;
}
