/* Directions, negations, reassurance and prescriptions in a claim. */
#include "llm/ground_private.h"

#include <ctype.h>
#include <string.h>

#define STOP_ZH "停用|停药|停掉|停服|暂停|停|禁用|避免|不用|禁止|不能与|不宜"
#define GO_ZH                                                                                         \
	"继续|照常|照用|可以用|可用|不必停|放心用|可以服|可以吃|可以一起|" \
	"可同服|可以和|可以与|可以合|可以使用|建议服|建议使用|推荐服|推荐使用"
#define STOP_EN "stop|stopp|withhold|avoid|discontinue|contraindicated|suspend"
#define GO_EN                                                           \
	"continue|carry on|keep taking|safe|may be given|may be taken|" \
	"can be taken|may be used|can be used|can take|may take|keep"

/* Words of one sense, and of its opposite; | between. */
static const struct {
	const char *up, *down;
} pairs[] = {
	{"偏高|升高|增高|过高|高于|高血|高钾|高钠|高钙|高脂|太高|很高|增多|增加|增大|加大|上升|↑|高",
	 "偏低|降低|减低|过低|低于|低血|低钾|低钠|低钙|太低|很低|减少|下降|↓|低"},
	{"elevated|raised|high|higher|increased|above|rise|rises|rising|"
	 "hypernatr|hyperkal|hyperglyc|hypercalc|hyperthyr|hypertens",
	 "low|reduced|lowered|decreased|below|fall|falls|falling|drop|"
	 "hyponatr|hypokal|hypoglyc|hypocalc|hypothyr|hypotens"},
	{"高钠|hypernatr", "低钠|hyponatr"},
	{"高钾|hyperkal", "低钾|hypokal"},
	{"高钙|hypercalc", "低钙|hypocalc"},
	{"高血糖|hyperglyc", "低血糖|hypoglyc"},
	{"高血压|hypertens", "低血压|hypotens"},
	{"甲亢|功能亢进|hyperthyr|overactive",
	 "甲减|功能减退|功能不足|hypothyr|underactive"},
	{"阳性", "阴性"},
	{"positive", "negative"},
	{STOP_ZH, GO_ZH},
	{STOP_EN, GO_EN},
	{"加量|增量", "减量"},
	{"至少|不少于|不低于", "不超过|不得超过|不要超过|最多|至多"},
	{"at least|no less than", "no more than|at most|not more than"},
	{"收缩压|systolic", "舒张压|diastolic"},
	{"改善|好转", "恶化|加重"},
	{"improve|better", "worsen|worse"},
};

static const char *const negators[] = {
	"不",   "未",   "无",       "没有",   "没",   "勿",
	"别",   "无需", "不必",     "不要",   "不用", "不需",
	"not ", "no ",  "without ", "never ", "n't ", "nor "};

static size_t matches(const char *s, const char *words)
{
	for (const char *w = words; *w;) {
		size_t n = 0;
		while (w[n] && w[n] != '|')
			n++;
		if ((w[0] ^ *s) & ~32) { /* surely another */
			w += n + (w[n] == '|');
			continue;
		}
		/* a short English word is only itself: low, not lower */
		bool whole = n > 4 || !isalpha((unsigned char)w[n - 1]) ||
			     !isalpha((unsigned char)s[n]);
		if (strncasecmp(s, w, n) == 0 && whole)
			return n;
		w += n + (w[n] == '|');
	}
	return 0;
}

/* "未见血钾升高", "no evidence of raised potassium": a little further off. */
static bool denied(const char *s, size_t i)
{
	static const char *const words[] = {
		"未见",       "未发现",    "并未",      "not have ",
		"不必",       "无需",      "不需",      "do not ",
		"don't ",     "no need",   "need not ", "no evidence of",
		"no sign of", "absence of"};
	size_t from = i > 30 ? i - 30 : 0;

	for (size_t at = from; at < i; at++)
		if (strchr(",.;\n", s[at]) || strncmp(s + at, "，", 3) == 0 ||
		    strncmp(s + at, "。", 3) == 0 ||
		    strncmp(s + at, "；", 3) == 0)
			from = at + 1;
	for (; from < i; from++)
		for (size_t k = 0; k < sizeof words / sizeof *words; k++)
			if (strncasecmp(s + from, words[k], strlen(words[k])) ==
			    0)
				return true;
	return false;
}

/* Does a negator stand right before s[i]? "不高", "未见升高", "not elevated",
 * "no longer low". */
static bool negated(const char *s, size_t i)
{
	static const char *const between[] = {
		"要",  "见",   "明显", "再", "longer ", "clearly ",
		"be ", "any ", "到",   "有", "很",      "是"};

	if (denied(s, i))
		return true;
	for (bool again = true; again;) {
		again = false;
		for (size_t k = 0; k < sizeof between / sizeof *between; k++) {
			size_t n = strlen(between[k]);
			if (i >= n &&
			    strncasecmp(s + i - n, between[k], n) == 0) {
				i -= n;
				again = true;
			}
		}
	}
	for (size_t k = 0; k < sizeof negators / sizeof *negators; k++) {
		size_t n = strlen(negators[k]);
		if (i >= n && strncasecmp(s + i - n, negators[k], n) == 0)
			return true;
	}
	return false;
}

/* How often the words stand in the text, plainly and negated. English words
 * begin where a word does. */
struct sense {
	int plain, negated;
};
/* A text, and which of its bytes have the letters of a direction and not the
 * sense. */
struct view {
	const char *text;
	bool *innocent;
};

static struct view view_of(const char *text, struct arena *a)
{
	static const char innocent[] =
		"高渗|低渗|高出血风险|高风险|低风险|高流量|高蛋白|高糖饮食|低盐|"
		"上升不要超过|上升不超过|上升不得超过|低脂|低糖|高纤维|低钠饮食|低钠纠正|高度|高峰|高年|高龄|高危|高血压|高脂血|提高|最低|最高|高质量|"
		"低危|低剂量|高剂量|low-dose|low dose|high dose|低分子|"
		"low-molecular|highly|high-risk|slow|follow|below the age|allow|"
		"yellow|flow|降钾|降压|降糖|降脂|降钙素|降尿酸|升压|停经|停搏|停顿|"
		"停留|不用药|不用紧张|不用担心|high blood pressure|highlight";
	size_t n = strlen(text);
	struct view v = {text, arena_array(a, bool, n + 1)};

	for (size_t i = 0; i < n;) {
		size_t len = matches(text + i, innocent);
		for (size_t k = 0; k < len; k++)
			v.innocent[i + k] = true;
		i += len ? len : 1;
	}
	return v;
}

static struct sense sense_of(const struct view *v, const char *words)
{
	const char *text = v->text;
	struct sense s = {0, 0};

	for (size_t i = 0; text[i];) {
		size_t n = v->innocent[i] ? 0 : matches(text + i, words);
		bool inside = n && isalpha((unsigned char)text[i]) && i > 0 &&
			      isalpha((unsigned char)text[i - 1]);
		if (n && !inside) {
			if (negated(text, i))
				s.negated++;
			else
				s.plain++;
		}
		i += n ? n : 1;
	}
	return s;
}

/* The claim speaks of one direction only where what it cites speaks only of
 * the other, or denies what it says. */
static bool turned(struct sense up, struct sense down, struct sense is_up,
		   struct sense is_down)
{
	bool says_up = up.plain && !down.plain && !up.negated;
	bool says_down = down.plain && !up.plain && !down.negated;
	bool says_not_up = up.negated && !up.plain && !down.plain;
	bool says_not_down = down.negated && !down.plain && !up.plain;

	return (says_up && is_down.plain && !is_up.plain) ||
	       (says_down && is_up.plain && !is_down.plain) ||
	       (says_not_up && is_up.plain && !is_up.negated &&
		!is_down.plain) ||
	       (says_not_down && is_down.plain && !is_down.negated &&
		!is_up.plain) ||
	       (says_up && is_up.negated && !is_up.plain) ||
	       (says_down && is_down.negated && !is_down.plain);
}

/* What is to be done, and must not become what is not to be done. */
static const char *const deeds[] = {
	"复查",     "就医",  "就诊",    "急诊",   "透析",   "转诊",
	"转肾",     "转内",  "转外",    "转上级", "停用",   "停药",
	"会诊",     "补钾",  "补铁",    "监测",   "心电图", "检查",
	"治疗",     "拨打",  "recheck", "repeat", "refer",  "monitor",
	"seek",     "admit", "stop",    "check",  "treat",  "call an ambulance",
	"emergency"};

static int leaning(const char *text, size_t n, const char *plus_zh,
		   const char *minus_zh, const char *plus_en,
		   const char *minus_en, struct arena *a)
{
	struct view v = view_of(arena_strndup(a, text, n), a);
	struct sense up = sense_of(&v, plus_zh), down = sense_of(&v, minus_zh);
	struct sense up2 = sense_of(&v, plus_en);
	struct sense down2 = sense_of(&v, minus_en);
	bool plus = up.plain + up2.plain + down.negated + down2.negated > 0;
	bool minus = down.plain + down2.plain + up.negated + up2.negated > 0;

	return plus == minus ? 0 : plus ? 1 : -1;
}

int ground_direction(const char *text, size_t n, struct arena *a)
{
	return leaning(text, n, pairs[0].up, pairs[0].down, pairs[1].up,
		       pairs[1].down, a);
}

int ground_deed(const char *text, size_t n, struct arena *a)
{
	return leaning(text, n, GO_ZH "|加用|改用", STOP_ZH, GO_EN, STOP_EN, a);
}

const char *ground_directions(const char *claim, const char *cited,
			      struct arena *a)
{
	struct view c = view_of(claim, a), f = view_of(cited, a);

	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
		if (turned(sense_of(&c, pairs[i].up),
			   sense_of(&c, pairs[i].down),
			   sense_of(&f, pairs[i].up),
			   sense_of(&f, pairs[i].down)))
			return ground_reason(a, "direction", claim);
	for (size_t i = 0; i < sizeof deeds / sizeof *deeds; i++) {
		struct sense says = sense_of(&c, deeds[i]);
		struct sense is = sense_of(&f, deeds[i]);
		if ((says.negated && is.plain && !is.negated) ||
		    (says.plain && !says.negated && is.negated && !is.plain))
			return ground_reason(a, "negation", claim);
	}
	return NULL;
}

const char *ground_prescription(const char *claim, const char *cited,
				struct arena *a)
{
	static const char *const doses[] = {
		"mg",   "毫克", "片",     "粒",      "支", "ml",  "毫升",
		"单位", "IU",   "tablet", "capsule", "µg", "g",   "克",
		"mcg",  "ug",   "包",     "袋",      "滴", "puff"};
	static const char *const often[] = {
		"每日",       "每天",   "次/日",       "一日",
		"每晚",       "一天",   "qd",          "bid",
		"tid",        "qid",    "qn",          "q8h",
		"q12h",       "q6h",    "每8小时",     "每 8 小时",
		"每12小时",   "睡前服", "饭后服",      "餐后服",
		"once daily", "twice",  "three times", "times a day",
		"daily",      "every ", "per day",     "nightly",
		"at bedtime", "/d",     "/日",         "早晚"};
	bool dose = false, frequency = false;

	for (size_t i = 0; i < sizeof doses / sizeof *doses; i++)
		for (const char *p = claim; (p = strcasestr(p, doses[i]));
		     p++) {
			const char *at = p;
			while (at > claim && at[-1] == ' ')
				at--;
			bool number =
				at > claim && isdigit((unsigned char)at[-1]);
			/* 两片, 一粒 */
			bool spelled =
				at >= claim + 3 &&
				(unsigned char)at[-3] >= 0xE4 &&
				strstr("一二两三四五六七八九十半",
				       (char[]){at[-3], at[-2], at[-1], 0});
			size_t n = strlen(doses[i]);
			/* "g" of "grade"; "g/L" is no dose */
			if (isalpha((unsigned char)doses[i][n - 1]) &&
			    (isalpha((unsigned char)p[n]) || p[n] == '/'))
				continue;
			dose |= number || spelled;
		}
	for (size_t i = 0; i < sizeof often / sizeof *often; i++)
		frequency |= strcasestr(claim, often[i]) &&
			     !strcasestr(cited, often[i]);
	return dose && frequency ? ground_reason(a, "prescription", claim)
				 : NULL;
}
