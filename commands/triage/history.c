#include "commands/triage/history.h"

#include "commands/triage/complaint_private.h"
#include "commands/triage/family.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Words of a kind; the clause is of that kind only when none of `unless`
 * stands in it, and, where `with` is there, one of those does. */
static const struct clue {
	enum history_kind kind;
	bool mask;
	const char *words[32], *with[20], *unless[28];
} clues[] = {
	{HISTORY_PERSONAL,
	 true,
	 {"吸烟", "抽烟", "烟龄", "包烟", "支烟", "根烟", "烟抽", "烟酒",
	  "smoker", "smokes", "smoked", "never smoke", "doesn't smoke",
	  "don't smoke", "pack-year", "pack year", "cigarettes", NULL},
	 {NULL},
	 {"戒烟", "想戒",   "quit",  "stop smoking", "咳",     "痛",
	  "疼",   "喘",     "闷",    "血",           "晕",     "cough",
	  "pain", "breath", "blood", "wheez",        "hoarse", "weight",
	  "岁",   "男",     "女",    "year-old",     NULL}},
	{HISTORY_PERSONAL, /* given up, and for how long */
	 true,
	 {"戒烟", "已戒", "戒了", "quit ", "ex-smoker", "ex smoker",
	  "former smoker", "quit smoking", "gave up smoking", "stopped smoking",
	  NULL},
	 {"年", "个月", "已", "ex", "former", "years", "months", NULL},
	 {"想", "怎么", "如何", "帮", "咳", "痛", "疼", "want", "help", "how",
	  "cough", "pain", NULL}},
	{HISTORY_PERSONAL, /* an amount alone: "每天一包" */
	 true,
	 {"包", "支", "根", "a pack a day", "packs a day", NULL},
	 {"每天", "每日", "一天", "a day", NULL},
	 {"药", "粉", "面", "奶", "纸", "巾", "疹", "肿", "痛", "疼", "大",
	  "pain", "lump", NULL}},
	{HISTORY_PERSONAL,
	 true,
	 {"白酒", "啤酒", "红酒", "黄酒", "酒量", "wine", "beers", "beer",
	  "pints", "units", "vodka", "whisky", "spirits", NULL},
	 {"每天", "每日", "每周", "一周", "一次", "平时", "经常", "偶尔",
	  "a week", "a day", "per week", "per day", "weekly", "weekend",
	  "daily", NULL},
	 {"后", "醉", "吐", "痛", "疼", "晕", "after", "pain", "vomit",
	  "insulin", "blood", NULL}},
	{HISTORY_TRAVEL,
	 false,
	 {"旅游", "旅行", "出差", "回国", "出国", "疫区", "back from",
	  "returned from", "trip to", "travelled to", "traveled to",
	  "holiday in", "been to", NULL},
	 {NULL},
	 {"想", "能不能", "可以", "没有", "无", "want", "can i", NULL}},
	{HISTORY_PERSONAL,
	 true,
	 {"饮酒", "喝酒", "嗜酒", "alcohol", "drinks", "doesn't drink",
	  "don't drink", "does not drink", "teetotal", "滴酒不沾", NULL},
	 {"年", "每天", "每日", "偶尔", "史", "不", "social", "units",
	  "weekend", "glass", "no alcohol", "occasional", "n't drink",
	  "not drink", "teetotal", "every", "beer", "wine", NULL},
	 {"后",
	  "醉",
	  "吐",
	  "痛",
	  "疼",
	  "停",
	  "戒",
	  "抖",
	  "晕",
	  "after",
	  "stop",
	  "heavy",
	  "pain",
	  "withdraw",
	  "yellow",
	  "swoll",
	  "vomit",
	  "problem",
	  "long-standing",
	  NULL}},
	{HISTORY_PERSONAL, /* "以前抽30年": of what was named before */
	 true,
	 {"抽", "smoke ", "smoked ", NULL},
	 {"年", "每天", "一天", "a day", "years", NULL},
	 {"抽筋", "抽搐", "抽痛", "抽血", "抽动", "抽疼", "抽烟", "抽着",
	  "抽了", "咳", "cough", "pain", NULL}},
	{HISTORY_PERSONAL,
	 true,
	 {"喝酒", "饮酒", "白酒", "drink a ", "drink two", "drinks a ",
	  "drink about", NULL},
	 {"年", "每天", "a day", "a week", "bottle", "every night", NULL},
	 {"后", "醉", "吐", "痛", "疼", "停", "戒", "抖", "after", "stop",
	  "pain", "withdraw", "water", "milk", "tea", "coffee", NULL}},
	{HISTORY_PERSONAL,
	 true,
	 {"我是护士",
	  "我是老师",
	  "我是教师",
	  "我是司机",
	  "我是程序员",
	  "我是厨师",
	  "我是电焊工",
	  "我是工人",
	  "我是农民",
	  "我是学生",
	  "我是会计",
	  "我是销售",
	  "我是快递",
	  "工地上干活",
	  "在工地",
	  "在工厂",
	  "在矿上",
	  "粉尘大",
	  "夜班多",
	  "上夜班",
	  "I'm a nurse",
	  "I'm a teacher",
	  "I'm a driver",
	  "I'm a welder",
	  "I'm a builder",
	  "I'm a farmer",
	  "work as a",
	  "work nights",
	  NULL},
	 {NULL},
	 {"痛", "疼", "伤", "咳", "喘", "晕", "pain", "injur", "cough", "摔",
	  "砸", NULL}},
	{HISTORY_PERSONAL, /* of a child: how it was born */
	 true,
	 {"足月", "剖腹产出生", "剖宫产出生", "出生体重", "born at term",
	  "full term", NULL},
	 {"生", "顺产", "剖", "born", "term baby", NULL},
	 {"痛", "疼", "血", "宫缩", NULL}},
	{HISTORY_PAST,
	 true,
	 {"疫苗都打", "疫苗按时", "按时接种", "按计划接种", "疫苗齐", "输过血",
	  "vaccinations up to date", "fully vaccinated", "blood transfusion",
	  NULL},
	 {NULL},
	 {"烧", "肿", "疹", "fever", "swell", NULL}},
	{HISTORY_PERSONAL,
	 true,
	 {"职业", "从事", "工人", "农民", "司机", "教师", "退休", "works as",
	  "works in", "occupation", "retired", NULL},
	 {NULL},
	 {"痛", "疼", "伤", "咳", "吸入", "pain", "injur", "cough", "exposed",
	  "岁", "男", "女", "year-old", NULL}},
	{HISTORY_MENSTRUAL,
	 true,
	 {"末次月经", "上次月经", "最后一次月经", "LMP", "last period",
	  "last menstrual", "初潮", "月经规律", "regular periods", "孕1产",
	  "孕2产", "孕3产", "孕4产", "已婚", "未婚", NULL},
	 {NULL},
	 {"痛", "出血", "推迟", "没来", "怀孕", "pain", "bleed", "late",
	  "since", "missed", "pregnan", "岁", "女", "years", NULL}},
	{HISTORY_MENSTRUAL, /* 月经14岁来的, 周期28天, 绝经5年 */
	 true,
	 {"岁来的", "岁来月经", "月经初潮", "周期", "绝经", "孕1产", "孕2产",
	  "孕3产", "menopause at", "cycle is", NULL},
	 {"岁", "天", "年", "产", "at ", "days", NULL},
	 {"痛", "出血", "推迟", "没来", "乱", "不准", "后", "女", "男", "缩短",
	  "延长", "变", "pain", "bleed", NULL}},
	{HISTORY_MENSTRUAL,
	 false,
	 {"怀孕", "停经", "第二胎", "第一胎", "第三胎", "二胎", "头胎",
	  "weeks pregnant", "second pregnancy", "first pregnancy", NULL},
	 {"周", "个月", "天", "胎", "weeks", "pregnancy", NULL},
	 {"没怀", "备孕", "避孕", "怀不上", NULL}},
	{HISTORY_ALLERGY,
	 true,
	 {"过敏", "allerg", "NKDA", NULL},
	 {"对", "史", "药", "否认", "无", "没有", "青霉素", "头孢",
	  "allergic to", "allergy to", "no known", "NKDA", "denies", "no drug",
	  NULL},
	 {"疹", "肿", "喘", "痒", "过敏了", "休克", "reaction", "swell", "rash",
	  "hives", "wheez", NULL}},
	{HISTORY_PAST, /* operations that are long over */
	 false,
	 {"剖宫产", "剖腹产", "切除", "手术", "operated", "surgery",
	  "caesarean", NULL},
	 {"年前", "年前做", "史", "一次", "两次", "曾", "years ago", "in 20",
	  "in 19", NULL},
	 {"痛", "疼", "痒", "烧", "血", "肿", "后", "要不要", "想", "能",
	  "pain", "bleed", "fever", "since", "need", NULL}},
	{HISTORY_PAST,
	 false,
	 {"既往", "曾患", "手术史", "输血史", "预防接种", "做过手术",
	  "切除术后", "past medical history", "PMH", "past history",
	  "previous surgery", NULL},
	 {NULL},
	 {NULL}},
};

/* "I smoke 20 a day and have been coughing": a clause of its own. */
static size_t and_at(const char *s)
{
	static const char *const next[] = {"I ",    "i ",     "have ", "has ",
					   "my ",   "now ",   "am ",   "been ",
					   "feel ", "found ", NULL};

	if (strncmp(s, " and ", 5) != 0)
		return 0;
	for (size_t i = 0; next[i]; i++)
		if (text_starts(s + 5, next[i]))
			return 5;
	return 0;
}

/* Bytes of the stop at s: "，", ";", a dot that is not within a number. */
static size_t stop_at(const char *text, size_t n, size_t i)
{
	static const char *const wide[] = {"，", "。", "；", "！", "？"};
	unsigned char c = (unsigned char)text[i];

	/* most bytes are of Chinese characters or letters */
	if (c >= 0x80 ? c != 0xE3 && c != 0xEF : isalnum(c))
		return 0;
	if (strchr(",;\n!?", text[i]))
		return 1;
	if (text[i] == '.' &&
	    !(i + 1 < n && isdigit((unsigned char)text[i + 1])))
		return 1;
	for (size_t k = 0; k < sizeof wide / sizeof *wide; k++)
		if (strncmp(text + i, wide[k], 3) == 0)
			return 3;
	return and_at(text + i);
}

/* "mother" is no part of "chemotherapy": a Latin word begins where it stands.
 */
static bool stands(const char *clause, const char *word)
{
	const char *p = text_find(clause, word);

	while (p && p > clause && isalpha((unsigned char)*word) &&
	       isalpha((unsigned char)p[-1]))
		p = text_find(p + 1, word);
	return p != NULL;
}

/* `latin`: there are Latin letters in the clause. */
static bool has(const char *clause, bool latin, const char *const *words)
{
	for (; *words; words++)
		if ((latin || (unsigned char)**words >= 0x80) &&
		    stands(clause, *words))
			return true;
	return false;
}

/* "G2P1", "G2 P1", "孕2产1". */
static bool births(const char *clause)
{
	for (const char *p = clause; *p; p++)
		if ((*p == 'G' || *p == 'g') && isdigit((unsigned char)p[1])) {
			const char *q = p + 2 + strspn(p + 2, " ");
			if ((*q == 'P' || *q == 'p') &&
			    isdigit((unsigned char)q[1]))
				return true;
		}
	return false;
}

static const struct clue *clue_of(const char *clause)
{
	static const struct clue birth = {.kind = HISTORY_MENSTRUAL,
					  .mask = true};

	bool latin = text_has_latin(clause);

	for (size_t i = 0; i < sizeof clues / sizeof *clues; i++)
		if (has(clause, latin, clues[i].words) &&
		    (!*clues[i].with || has(clause, latin, clues[i].with)) &&
		    !has(clause, latin, clues[i].unless))
			return &clues[i];
	return births(clause) ? &birth : NULL;
}

static const struct clue family_clue = {.kind = HISTORY_FAMILY, .mask = true};

struct history history_read(const char *text, size_t n, struct arena *a,
			    const char **ret_masked)
{
	struct history h = {.n = 0};
	char *masked = NULL;
	size_t start = 0;
	bool complained = false;

	*ret_masked = text;
	for (size_t i = 0; i <= n && h.n < HISTORY_PHRASES; i++) {
		size_t stop = i < n ? stop_at(text, n, i) : 1;
		if (!stop)
			continue;
		const char *clause = arena_strndup(a, text + start, i - start);
		const struct clue *clue = clue_of(clause);
		if (family_tells(text, clause, complained, a))
			clue = &family_clue;
		complained |= !clue && i - start > 3 && !family_names(clause);
		if (clue) {
			h.at[h.n].kind = clue->kind;
			h.at[h.n].start = start;
			h.at[h.n++].end = i;
		}
		if (clue && clue->mask) {
			if (!masked)
				masked = arena_strndup(a, text, n);
			memset(masked + start, ' ', i - start);
			*ret_masked = masked;
		}
		i += stop - 1;
		start = i + 1;
	}
	return h;
}

void history_part_from_now(const struct history *h, struct complaint *c)
{
	for (size_t i = 0; i < c->evidence.n; i++) {
		struct complaint_evidence *e = &c->evidence.at[i];
		const char *system = e->symptom->system;
		bool disease = system && (strcmp(system, "admin") == 0 ||
					  strcmp(system, "signs") == 0);
		for (size_t k = 0; k < h->n && !disease; k++)
			if (h->at[k].kind == HISTORY_PAST &&
			    e->start >= h->at[k].start &&
			    e->end <= h->at[k].end) {
				e->past = true;
				e->state = STATE_UNKNOWN;
			}
	}
}
