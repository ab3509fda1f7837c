/* Numbers of an order that are no amount of it: thresholds ("SBP < 100",
 * "血糖>16.7mmol/L"), days on which something was ("last dose 11/29 0800"), prices
 * and numbers of approval. */
#include "commands/drug-check/read_order.h"

#include "base/num.h"

#include <ctype.h>
#include <string.h>

static size_t blanks(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && s[i] == ' ')
		i++;
	return i;
}

static size_t number(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && (isdigit((unsigned char)s[i]) ||
			 (i && strchr("./-~", s[i]) && i + 1 < n &&
			  isdigit((unsigned char)s[i + 1]))))
		i++;
	return i;
}

/* mmol/L, mmHg, %, ×10^9/L: bytes of the unit of what is measured. */
static size_t measure(const char *s, size_t n)
{
	size_t i = blanks(s, n), from = i;

	while (i < n &&
	       (isalnum((unsigned char)s[i]) || strchr("/%^", s[i]) ||
		(unsigned char)s[i] == 0xC2 || (unsigned char)s[i] == 0xC3 ||
		(i && (unsigned char)s[i - 1] == 0xC2) ||
		(i && (unsigned char)s[i - 1] == 0xC3)))
		i++;
	if (i > from && memchr(s + from, '/', i - from))
		return i;
	static const char *const words[] = {"mmhg", "bpm", "℃",  "°C",
					    "%",    "度",  "次", NULL};
	size_t m = reading_starts(s + from, n - from, words);

	return m ? from + m : 0;
}

/* "< 100", "大于11.1mmol/L": bytes, 0 none. */
static size_t threshold(const struct reading *r)
{
	static const char *const marks[] = {">=", "<=", ">", "<",
					    "≥",  "≤",  NULL};
	static const char *const words[] = {
		"大于",       "小于",          "高于",   "低于",   "超过",
		"less than ", "greater than ", "below ", "above ", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m = reading_starts(s, left, marks), digits,
	       unit;
	bool word = !m;

	if (word && !(m = reading_starts(s, left, words)))
		return 0;
	m += blanks(s + m, left - m);
	if (!(digits = number(s + m, left - m)))
		return 0;
	m += digits;
	unit = measure(s + m, left - m);
	if (word && !unit)
		return 0;
	/* "血糖<3.9mmol/L时" is when it is given */
	static const char *const when[] = {"时", NULL};
	static const char *const not [] = {"停", "暂停", "禁", "减", NULL};
	m += unit;
	unit = reading_starts(s + m, left - m, when);
	r->o->prn |=
		unit && !reading_starts(s + m + unit, left - m - unit, not );
	return m + unit;
}

/* "last dose 11/29 0800", "started 3/2026", "until 12/5": bytes. */
static size_t dated(const struct reading *r)
{
	static const char *const words[] = {
		"last dose",   "last taken",  "last filled", "last given",
		"last refill", "last admin",  "started on",  "started",
		"start date",  "starting on", "starting",    "since",
		"stop",        "ends",        "end",         "beginning on",
		"beginning",   "begin",       "stop after",  "start on",
		"start",       "through",     "until",       "thru",
		"filled on",   "filled",      "expires",     "exp",
		"due",         "given",       "on",          "末次用药",
		"末次",        "开始于",      "起始",        "截至",
		"用至",        NULL};
	static const char *const marks[] = {" ", ":", "(", "at ", "@", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m = reading_starts(s, left, words), more;

	if (!m || !reading_boundary(r, r->at))
		return 0;
	while ((more = reading_starts(s + m, left - m, marks)))
		m += more;
	size_t day = stamp_read(s + m, left - m, true), slash = 0, i = 0;
	/* 11/29 */
	while (!day && m + i < left &&
	       (isdigit((unsigned char)s[m + i]) || s[m + i] == '/'))
		slash += s[m + i++] == '/';
	if (!day && (!slash || slash > 2 || i < 3 || s[m + i - 1] == '/'))
		return 0;
	m += day ? day : i;
	more = blanks(s + m, left - m);
	size_t clock = stamp_read(s + m + more, left - m - more, false);
	if (!clock && left - m - more >= 4) /* 0800 */
		clock = number(s + m + more, left - m - more) == 4 ? 4 : 0;
	return clock ? m + more + clock : m;
}

/* "￥87.00", "单价:21.35", "25.6元": bytes. */
static size_t price(const struct reading *r)
{
	static const char *const labels[] = {"单价", "金额", "价格", "总价",
					     "小计", "合计", "自付", NULL};
	static const char *const signs[] = {"¥", "￥", "$", NULL};
	static const char *const yuan[] = {"元", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m = reading_starts(s, left, labels), digits;

	while (m && m < left && (s[m] == ':' || s[m] == ' '))
		m++;
	m += reading_starts(s + m, left - m, signs);
	m += m ? blanks(s + m, left - m) : 0;
	digits = number(s + m, left - m);
	size_t end = m + digits;
	size_t behind = reading_starts(s + end, left - end, yuan);
	/* 自付10% */
	behind += m && !behind && end < left && s[end] == '%';
	return digits && (m || behind) ? end + behind : 0;
}

/* 国药准字H20050123, 批号:20261101: bytes. */
size_t approval_read(const char *s, size_t n)
{
	static const char *const words[] = {
		"国药准字", "批准文号", "注册证号", "生产批号", "批号",
		"处方号",   "处方编号", "病历号",   "住院号",   "门诊号",
		"流水号",   "医嘱号",   "NDC",      NULL};
	size_t m = reading_starts(s, n, words), i;

	if (!m)
		return 0;
	while (m < n && (s[m] == ':' || s[m] == ' ' || s[m] == '#'))
		m++;
	if ((i = reading_starts(s + m, n - m, words))) /* 批准文号:国药准字 */
		m += i;
	i = m;
	while (i < n && (isalnum((unsigned char)s[i]) || s[i] == '-'))
		i++;
	return i - m >= 5 ? i : 0;
}

/* AUC 5, 孕12周, 停经6周: bytes. */
static size_t labelled_number(const struct reading *r)
{
	static const char *const words[] = {
		"auc", "孕前",   "孕",   "停经",   "产后",   "术后第", "体重",
		"wt",  "weight", "目标", "INR",    "谷浓度", "浓度",   "RASS",
		"MAP", "target", "goal", "trough", "累计",   "总剂量", NULL};
	static const char *const units[] = {"周", "个月", "月", "天",
					    "kg", "公斤", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m = reading_starts(s, left, words), digits;

	if (!m || (isalpha((unsigned char)*s) && !reading_boundary(r, r->at)))
		return 0;
	while (m < left && strchr(" =:-~", s[m]))
		m++;
	if (!(digits = number(s + m, left - m)))
		return 0;
	m += digits;
	size_t unit = measure(s + m, left - m);
	if (!unit)
		unit = reading_starts(s + m, left - m, units);
	return m + unit;
}

/* "151 - 200 = 2 units", ">300: 8 units": a line of a sliding scale; bytes. */
static size_t scale_step(const struct reading *r)
{
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, i = threshold(r), digits;
	struct quantity q;
	double high;

	if (!i) {
		if (!(i = number(s, left)))
			return 0;
		if (!memchr(s, '-', i)) {
			i += blanks(s + i, left - i);
			if (i >= left || s[i] != '-')
				return 0;
			i++;
			i += blanks(s + i, left - i);
			if (!(digits = number(s + i, left - i)))
				return 0;
			i += digits;
		}
		i += measure(s + i, left - i);
	}
	/* "per sliding scale: 150-200 2u" */
	bool scale = memmem(r->s, r->at, "scale", 5) != NULL && i < left &&
		     s[i] == ' ';
	i += blanks(s + i, left - i);
	bool mark = i < left && (s[i] == '=' || s[i] == ':');
	if (!mark && !scale)
		return 0;
	i += mark;
	i += blanks(s + i, left - i);
	size_t m = quantity_read(s + i, left - i, &q, &high);
	return m && quantity_is(&q, "IU") ? i + m : 0;
}

/* "(total 300 mg/day)", "日总量40u": what the doses come to; bytes. */
static size_t total(const struct reading *r)
{
	static const char *const words[] = {
		"total daily dose", "total dose", "total", "tdd", "全天总量",
		"日总量",           "全日量",     "合计",  NULL};
	static const char *const day[] = {"/day",   "/d",     "/日",      "/天",
					  " daily", " a day", " per day", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m = reading_starts(s, left, words), more;
	struct quantity q;
	double high;

	if (!m || !r->n_masses ||
	    (isalpha((unsigned char)*s) && !reading_boundary(r, r->at)))
		return 0;
	while (m < left && strchr(" =:", s[m]))
		m++;
	if (!(more = quantity_read(s + m, left - m, &q, &high)) || !q.unit)
		return 0;
	m += more;
	return m + reading_starts(s + m, left - m, day);
}

/* "4th dose": bytes. */
static size_t ordinal(const struct reading *r)
{
	static const char *const ends[] = {"st", "nd", "rd", "th", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, i = 0, m;

	while (i < left && i < 2 && isdigit((unsigned char)s[i]))
		i++;
	m = i ? reading_starts(s + i, left - i, ends) : 0;
	return m && !(i + m < left && isalnum((unsigned char)s[i + m])) ? i + m
									: 0;
}

/* "(uses 2-3x/week)": what the patient makes of it; bytes. */
static size_t remark(const struct reading *r)
{
	static const char *const words[] = {
		"(uses",        "(used",   "(takes",  "(taking", "(pt ",
		"(patient",     "(rarely", "(last ",  "(since",  "(started",
		"(usually",     "(filled", "(issued", "(wt",     "(weight",
		"(course ends", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at;
	const char *end = *s == '(' && reading_starts(s, left, words)
				  ? memchr(s, ')', left)
				  : NULL;

	return end ? (size_t)(end - s) + 1 : 0;
}

/* "1 unit per 10 g carbs": bytes. */
static size_t carb_ratio(const struct reading *r)
{
	static const char *const per[] = {" per ", "/", " for every ", NULL};
	static const char *const of[] = {" carb", "carb", " cho", "/dl", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m, more;
	struct quantity q;
	double high;

	if (!isdigit((unsigned char)*s) ||
	    !(m = quantity_read(s, left, &q, &high)) ||
	    !quantity_is(&q, "IU") ||
	    !(more = reading_starts(s + m, left - m, per)))
		return 0;
	m += more;
	if (!(more = quantity_read(s + m, left - m, &q, &high)))
		return 0;
	m += more;
	return reading_starts(s + m, left - m, of) ? m : 0;
}

size_t reading_beside(struct reading *r)
{
	size_t m = scale_step(r);

	if (!m)
		m = threshold(r);
	if (!m)
		m = labelled_number(r);
	if (!m)
		m = total(r);
	if (!m)
		m = ordinal(r);
	if (!m)
		m = carb_ratio(r);
	if (!m)
		m = remark(r);

	if (!m)
		m = dated(r);
	if (!m)
		m = price(r);
	return m ? m : approval_read(r->s + r->at, r->n - r->at);
}
