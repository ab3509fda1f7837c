#include "commands/triage/history.h"

#include "commands/triage/complaint_private.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Words of a kind; the clause is of that kind only when none of `unless`
 * stands in it, and, where `with` is there, one of those does. */
static const struct clue {
	enum history_kind kind;
	bool mask;
	const char *words[28], *with[20], *unless[28];
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
	 {"戒烟", "已戒", "戒了", "ex-smoker", "ex smoker", "former smoker",
	  "quit smoking", "gave up smoking", "stopped smoking", NULL},
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
	  "missed", "pregnan", "岁", "女", "years", NULL}},
	{HISTORY_ALLERGY,
	 true,
	 {"过敏", "allerg", "NKDA", NULL},
	 {"对", "史", "药", "否认", "无", "没有", "青霉素", "头孢",
	  "allergic to", "allergy to", "no known", "NKDA", "denies", "no drug",
	  NULL},
	 {"疹", "肿", "喘", "痒", "过敏了", "休克", "reaction", "swell", "rash",
	  "hives", "wheez", NULL}},
	{HISTORY_FAMILY,
	 true,
	 {"母亲", "父亲", "妈妈", "爸爸", "爷爷", "奶奶", "外婆", "家族",
	  "家里人", "mother", "father", "brother", "sister", "family history",
	  NULL},
	 {"糖尿病", "高血压", "癌", "冠心病", "心梗", "中风", "脑梗", "肝炎",
	  "病史", "家族史", "diabet", "hypertens", "cancer", "heart", "stroke",
	  NULL},
	 {"岁", "years", "我也", NULL}},
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

/* Bytes of the stop at s: "，", ";", a dot that is not within a number. */
static size_t stop_at(const char *text, size_t n, size_t i)
{
	static const char *const wide[] = {"，", "。", "；", "！", "？"};

	if (strchr(",;\n!?", text[i]))
		return 1;
	if (text[i] == '.' &&
	    !(i + 1 < n && isdigit((unsigned char)text[i + 1])))
		return 1;
	for (size_t k = 0; k < sizeof wide / sizeof *wide; k++)
		if (strncmp(text + i, wide[k], 3) == 0)
			return 3;
	return 0;
}

static bool has(const char *clause, const char *const *words)
{
	for (; *words; words++)
		if (text_find(clause, *words))
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

	for (size_t i = 0; i < sizeof clues / sizeof *clues; i++)
		if (has(clause, clues[i].words) &&
		    (!*clues[i].with || has(clause, clues[i].with)) &&
		    !has(clause, clues[i].unless))
			return &clues[i];
	return births(clause) ? &birth : NULL;
}

struct history history_read(const char *text, size_t n, struct arena *a,
			    const char **ret_masked)
{
	struct history h = {.n = 0};
	char *masked = NULL;
	size_t start = 0;

	*ret_masked = text;
	for (size_t i = 0; i <= n && h.n < HISTORY_PHRASES; i++) {
		size_t stop = i < n ? stop_at(text, n, i) : 1;
		if (!stop)
			continue;
		const struct clue *clue =
			clue_of(arena_strndup(a, text + start, i - start));
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
