/* What stands beside the readings and is none: which arm, lying or standing,
 * "is", "测得"; and numbers as they are said. */
#include "commands/followup/typed.h"

#include "base/strbuf.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

/* Says nothing of its own. */
static const char *const fillers[] = {
	"is",      "was",      "of",    "average", "avg",      "mean",
	"reading", "readings", "about", "approx",  "measured", "测量",
	"测得",    "测的",     "测",    "量得",    "量的",     "量",
	"现",      "实测",     "复测",  "再测",    "平均",     NULL};
/* Told as not recorded. */
static const char *const remarks[] = {
	"left arm", "right arm",  "l arm",       "r arm",      "left",
	"right",    "sitting",    "seated",      "standing",   "lying",
	"supine",   "on air",     "on room air", "room air",   "ra",
	"at rest",  "after rest", "before meds", "after meds", "左上臂",
	"右上臂",   "左上肢",     "右上肢",      "左臂",       "右臂",
	"左侧",     "右侧",       "左手",        "右手",       "左",
	"右",       "坐位",       "卧位",        "平卧位",     "平卧",
	"立位",     "站位",       "站立位",      "服药前",     "服药后",
	"用药前",   "用药后",     "药前",        "药后",       "休息后",
	"活动后",   "运动后",     "律齐",        "律不齐",     "心律齐",
	"心律不齐", "未吸氧",     "吸空气",      NULL};
/* Of a pulse alone: "adherence regular" is a field. */
static const char *const rhythms[] = {"regular", "reg",  "irregular", "irreg",
				      "整齐",    "不齐", NULL};
/* Behind a name: "血压高，160/100", "心率每分钟78次". */
static const char *const endings[] = {
	"控制可", "控制好", "第一次", "第二次", "下降", "上升",
	"每分钟", "大约",   "测得",   "平均",   "偏高", "偏低",
	"不高",   "正常",   "稳定",   "为",     "是",   "约",
	"高",     "低",     "值",     NULL};

static bool is_one(const char *const *list, const char *word)
{
	for (; *list; list++)
		if (strcasecmp(*list, word) == 0)
			return true;
	return false;
}

enum aside typed_aside(const char *word, bool of_pulse)
{
	if (is_one(fillers, word))
		return ASIDE_FILLER;
	return is_one(remarks, word) || (of_pulse && is_one(rhythms, word))
		       ? ASIDE_REMARK
		       : ASIDE_NONE;
}

/* Only Chinese words are written together. */
size_t typed_aside_before(const char *word, enum aside *ret)
{
	const char *const *const lists[] = {remarks, fillers};
	size_t most = 0;

	for (int k = 0; k < 2; k++)
		for (const char *const *w = lists[k]; *w; w++) {
			size_t n = strlen(*w);
			if ((unsigned char)**w < 0x80 || n <= most ||
			    strncmp(word, *w, n) != 0 || !word[n])
				continue;
			most = n;
			*ret = k ? ASIDE_FILLER : ASIDE_REMARK;
		}
	return most;
}

const char *typed_plain(struct followup *f, const char *name)
{
	const char *second, *left = name;

	for (bool more = true; more && *left;) {
		if (followup_code(f, left, &second))
			return left;
		more = false;
		for (const char *const *w = endings; *w && !more; w++) {
			size_t n = strlen(*w), all = strlen(left);
			if (all <= n || strcmp(left + all - n, *w) != 0)
				continue;
			left = arena_strndup(&f->arena, left, all - n);
			more = true;
		}
	}
	return name;
}

/* 零 … 九 at text; -1: none. */
static int digit_of(const char *text)
{
	static const char *const digits[] = {"零", "一", "二", "三", "四",
					     "五", "六", "七", "八", "九"};

	for (int i = 0; i < 10; i++)
		if (strncmp(text, digits[i], 3) == 0)
			return i;
	return strncmp(text, "两", 3) == 0 ? 2 : -1;
}

/* 一百四十八, 九十二, 三十六 → 148 …; the bytes, 0: no number of more than one
 * figure. */
static size_t read_said(const char *text, int *ret)
{
	int total = 0, digit = -1;
	size_t n = 0, scales = 0;

	for (;; n += 3) {
		int d = digit_of(text + n);
		bool hundred = strncmp(text + n, "百", 3) == 0;
		if (d >= 0 && digit < 0) {
			digit = d;
		} else if (d == 0 || (d > 0 && digit == 0)) {
			digit = d; /* 一百零八 */
		} else if (hundred || strncmp(text + n, "十", 3) == 0) {
			if (digit < 0 && (hundred || scales))
				break;
			total += (digit < 0 ? 1 : digit) * (hundred ? 100 : 10);
			digit = -1;
			scales++;
		} else {
			break;
		}
		if (n > 24)
			return 0;
	}
	/* 一百五 is 150, 一百零五 105 */
	bool tens = digit > 0 && total >= 100 && total % 100 == 0 && n >= 6 &&
		    strncmp(text + n - 6, "百", 3) == 0;
	*ret = total + (digit > 0 ? digit * (tens ? 10 : 1) : 0);
	return scales && n > 3 ? n : 0;
}

/* 37度2, 1米68: the figures behind a unit; the bytes taken, 0: none. */
static size_t read_split(struct strbuf *out, const char *text)
{
	int whole = 0, part = 0, n = 0;

	if (sscanf(text, "%2d度%1d%n", &whole, &part, &n) == 2 && n) {
		strbuf_addf(out, "%d.%d度", whole, part);
		return (size_t)n;
	}
	size_t digits = strspn(text, "0123456789");
	if (digits == 2 && strncmp(text + digits, "度", 3) == 0 &&
	    digit_of(text + digits + 3) >= 0) {
		strbuf_addf(out, "%.2s.%d度", text,
			    digit_of(text + digits + 3));
		return digits + 6;
	}
	n = 0;
	if (digits == 1 && sscanf(text, "1米%2d%n", &part, &n) == 1 && n)
		strbuf_addf(out, "%dcm", 100 + (n < 6 ? part * 10 : part));
	return (size_t)n;
}

/* 148-92 where no day and no span can be meant. */
static size_t read_dash(struct strbuf *out, const char *text)
{
	size_t a = strspn(text, "0123456789"), b;
	int high, low;

	if (a < 2 || a > 3 || text[a] != '-')
		return 0;
	b = strspn(text + a + 1, "0123456789");
	if (b < 2 || b > 3 ||
	    strchr("-.", text[a + 1 + b] ? text[a + 1 + b] : 'x') ||
	    sscanf(text, "%3d-%3d", &high, &low) != 2 || high < 70 ||
	    high > 280 || low < 35 || low >= high)
		return 0;
	strbuf_addf(out, "%d/%d", high, low);
	return a + 1 + b;
}

const char *typed_numbers(struct followup *f, const char *text)
{
	struct strbuf said = STRBUF_INIT, out = STRBUF_INIT;
	int number;
	size_t n;

	for (const char *p = text; *p; p += n)
		if ((n = read_said(p, &number)) != 0)
			strbuf_addf(&said, "%d", number);
		else
			strbuf_addch(&said, *p), n = 1;
	const char *before = said.buf ? said.buf : "";
	for (const char *p = before; *p; p += n) {
		bool begins = p == before || !strchr("0123456789.-/", p[-1]);
		n = begins && isdigit((unsigned char)*p) ? read_split(&out, p)
							 : 0;
		n = n || !begins ? n : read_dash(&out, p);
		if (!n)
			strbuf_addch(&out, *p), n = 1;
	}
	const char *ret = arena_strdup(&f->arena, out.buf ? out.buf : "");
	strbuf_release(&said);
	strbuf_release(&out);
	return ret;
}
