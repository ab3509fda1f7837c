/* What stands before a name and is none: the number in the list, the date, the
 * group, the class of insurance, what is to become of the order. */
#include "commands/drug-check/read_order.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off: a table */
static const char *const marks[] = {"似*",
				    "似 *",
				    "危!",
				    "危*",
				    "高危!",
				    "高危*",
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
				    "Rx ",
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
				    "patient-reported:",
				    "patient reported:",
				    "reported:",
				    "otc:",
				    "otc ",
				    "herbal:",
				    "supplement:",
				    "药名:",
				    "药品名称:",
				    "药品:",
				    "名称:",
				    "┓",
				    "┛",
				    "╮",
				    "╯",
				    "｝",
				    "}",
				    "{",
				    "溶媒:",
				    "主药:",
				    "辅药:",
				    "处方药:",
				    "西药处方:",
				    "药物:",
				    NULL};
/* clang-format on */

/* These are a mark only with a blank behind them. */
static const char *const apart[] = {
	"长",   "临",     "长期",     "临时", "续",       "继续", "甲",
	"乙",   "丙",     "甲类",     "乙类", "丙类",     "国谈", "集采",
	"国采", "谈判",   "自备",     "进口", "国产",     "备用", "基药",
	"医保", "自费",   "新开",     "高危", "危",       "似",   "加用",
	"抗",   "毒",     "麻",       "精二", "出院带药", "带药", "新",
	"慢病", "慢特病", "门特",     "门慢", "特病",     "特药", "长处方",
	"溶媒", "主药",   "辅药",     "皮试", "嘱托",     "静配", "新增",
	"调整", "备药",   "胰岛素泵", "术前", "术后",     "术中", "必要时",
	"药品", "药名",   NULL};

/* The order that follows is no longer given. */
/* clang-format off: a table */
static const char *const ended[] = {"stop taking:",  "stop taking ",
				    "stop:",         "stopped:",
				    "discontinue:",  "discontinued:",
				    "d/c:",          "dc:",
				    "停用:",         "停药:",
				    "停:",           "已停:",
				    "停止:",         "停嘱:",
				    "停医嘱:",       "作废:",
				    "(停)",          "[停]",
				    "(已停)",        "[已停]",
				    "(作废)",        "[作废]",
				    "停 ",           "已停 ",
				    "停用 ",         "停止 ",
				    "作废 ",         "【停】",
				    "【停止】",      "【作废】",
				    "stop ",         "stopped ",
				    "ceased ",       "ceased:",
				    "discontinued ", "discontinue ",
				    "not taking:",   "no longer taking:",
				    "on hold:",      "held:",
				    "hold:",         "suspended:",
				    "withheld:",     NULL};
/* clang-format on */

static size_t digits_at(const char *s, size_t n, size_t most)
{
	size_t i = 0;

	while (i < n && i < most && isdigit((unsigned char)s[i]))
		i++;
	return i;
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

/* "2组", "第2组", "组号:2", "组1 ": bytes, 0 none; *ret: its number. */
size_t group_number_read(const char *s, size_t n, unsigned *ret)
{
	static const char *const before[] = {"组号:", "组号", "第", "组", NULL};
	static const char *const group[] = {"组", NULL};
	size_t word = reading_starts(s, n, before), i = word;
	size_t digits = digits_at(s + i, n - i, 3);

	if (!digits)
		return 0;
	*ret = (unsigned)strtoul(s + i, NULL, 10);
	i += digits;
	bool first = word && memcmp(s, "组", 3) == 0;
	size_t m = reading_starts(s + i, n - i, group);
	if (!first && !m)
		return 0;
	i += m;
	return i >= n || strchr(" \t|:])", s[i]) ? i : 0;
}

/* "[集采]", "(自备)", "【慢病】" in front of a name: bytes, 0 none. What names a
 * drug, or is a letter of a name, "(S)-", is none. */
static size_t read_box(struct reading *r)
{
	static const struct {
		const char *open, *close;
	} boxes[] = {{"(", ")"},   {"[", "]"}, {"【", "】"},
		     {"〔", "〕"}, {"<", ">"}, {"〖", "〗"}};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, known;

	for (size_t k = 0; k < sizeof boxes / sizeof *boxes; k++) {
		size_t open = strlen(boxes[k].open),
		       close = strlen(boxes[k].close);
		if (open > left || memcmp(s, boxes[k].open, open) != 0)
			continue;
		const char *end =
			memmem(s + open, left - open < 40 ? left - open : 40,
			       boxes[k].close, close);
		if (!end)
			return 0;
		size_t n = (size_t)(end - s), all = n + close;
		if (all >= left || s[all] == '-' ||
		    (reading_known(r, r->at + open, &known) &&
		     open + known + 3 >= n))
			return 0;
		return all;
	}
	return 0;
}

/* "静滴: 头孢曲松", "口服 阿司匹林": the way stands in front. */
static size_t read_way(struct reading *r)
{
	const char *s = r->s + r->at, *route;
	size_t left = r->n - r->at, known;
	bool push;
	size_t m = left && (unsigned char)*s >= 0x80
			   ? route_read(s, left, &route, &push)
			   : 0;

	if (!m || m + 1 >= left || !strchr(" :", s[m]) ||
	    !reading_known(r, r->at + m + 1, &known))
		return 0;
	r->o->route = route;
	r->o->push = push;
	return m + 1;
}

void reading_marks(struct reading *r)
{
	unsigned group;

	while (r->at < r->n) {
		const char *s = r->s + r->at;
		size_t left = r->n - r->at, m = 0;
		if ((m = reading_starts(s, left, ended)))
			r->o->stopped = true;
		if (!m)
			m = reading_starts(s, left, marks);
		if (!m)
			m = read_apart(s, left);
		if (!m)
			m = approval_read(s, left);
		if (!m)
			m = read_box(r);
		if (!m)
			m = group_number_read(s, left, &group);
		if (!m)
			m = read_way(r);
		if (!m && *s == '+') {
			r->o->is_new = true;
			m = 1;
		}
		if (!m)
			m = stamp_read(s, left, true);
		if (!m)
			m = read_number(r);
		if (!m)
			m = reading_lead(r);
		if (!m)
			return;
		r->at += m;
	}
}
