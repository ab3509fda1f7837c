/* How much each clause is what the patient comes for. A disease had beside the
 * complaint, an organ that was found sound, a remedy that did nothing, what
 * went before and what another has speak less for where to go than the
 * complaint of now. */
#include "commands/triage/known_words.h"

#include <string.h>

static bool has(const struct reading *r, const struct clause *c,
		const char *const *words)
{
	for (; *words; words++) {
		size_t n = strlen(*words);
		for (size_t i = c->start; i + n <= c->end; i++)
			if (text_starts(r->s + i, *words))
				return true;
	}
	return false;
}

static const char *const sound[] = {
	"没事",     "正常",     "没问题",    "没有问题",       "没啥",
	"没什么",   "没发现",   "没看出",    "没查出",         "查不出",
	"未见异常", "无异常",   "没异常",    "阴性",           "都好",
	"都没有",   "排除了",   "was fine",  "were fine",      "is fine",
	"are fine", "normal",   "was clear", "were clear",     "x-ray clear",
	"nothing",  "negative", "all clear", "came back fine", NULL};
static const char *const tested[] = {
	"查",     "做",   "拍",   "片",    "ct",   "镜",   "超",
	"图",     "化验", "核磁", "测",    "功能", "常规", "血",
	"scan",   "test", "mri",  "x-ray", "xray", "ecg",  "ekg",
	"bloods", "said", "swab", "check", NULL};
static const char *const useless[] = {
	"没用",        "没效",    "没有用",     "没有效",
	"不管用",      "不见好",  "没好转",     "没变化",
	"没啥用",      "无效",    "没感觉",     "did nothing",
	"didn't help", "no help", "not helped", NULL};
static const char *const also[] = {"也有",   "我妈也", "我爸也", "爸爸也",
				   "妈妈也", "遗传",   NULL};
static const char *const standing[] = {"在吃",   "吃着", "一直吃", "长期吃",
				       "长期服", "服用", "控制",   NULL};
static const char *const before[] = {
	"前两周",     "前一周",    "前几周",      "前段时间", "上个月", "上周",
	"去年",       "前年",      "以前",        "小时候",   "年轻时", "之前",
	"last month", "last year", "a while ago", NULL};
static const char *const now[] = {
	"现在", "这两天", "这几天", "最近", "今天",       "昨天",
	"目前", "近来",   "近期",   "now",  "these days", "since yesterday",
	NULL};
static const char *const remedy[] = {"针灸", "中药", "中医", "推拿", "按摩",
				     "艾灸", "拔罐", "康复", "理疗", NULL};
static const char *const asks[] = {"吗",   "能不能", "行不行", "有没有用",
				   "可以", "有用",   NULL};

/* What stays the patient's chief matter however it is told. */
static const char *const ruling[] = {
	"透析",     "移植",     "化疗",       "放疗",  "靶向",
	"免疫治疗", "dialysis", "transplant", "chemo", NULL};
static const char *const drug_asked[] = {
	"停药",        "想停",     "能停",
	"可以停",      "停掉",     "减量",
	"减到",        "加量",     "换药",
	"换什么药",    "换哪种药", "吃多久",
	"副作用",      "剂量",     "还要吃",
	"少吃",        "漏服",     "怎么吃",
	"stop taking", "come off", "increase the dose",
	"switch",      NULL};
static const char *const fertility_asked[] = {
	"影响怀孕", "影响生育", "影响备孕", "怀孕会", "以后怀孕",
	"能怀孕",   "备孕会",   "以后生",   NULL};
static const char *const feared[] = {"怕",      "担心",   "会不会", "是不是",
				     "吓",      "变成",   "家里有", "遗传",
				     "worried", "scared", NULL};
static const char *const cancer[] = {"癌",    "瘤",       "cancer", "tumour",
				     "tumor", "melanoma", NULL};

/* Is there a clause after this one that tells of now? */
static bool now_follows(const struct reading *r, size_t i)
{
	for (size_t k = i + 1; k < r->clauses.n; k++)
		if (has(r, &r->clauses.at[k], now))
			return true;
	return false;
}

static double weight_of(const struct reading *r, size_t i, bool drug)
{
	const struct clause *c = &r->clauses.at[i];

	if (c->known)
		return has(r, c, ruling) || (drug && has(r, c, known_taking))
			       ? 1
			       : 0.4;
	if (i > 0 && has(r, c, sound) && has(r, c, tested))
		return 0.3;
	if (i > 0 && has(r, c, fertility_asked))
		return 0.3;
	if (i > 0 && has(r, c, feared) && has(r, c, cancer))
		return 0.4;
	if (i > 0 && has(r, c, remedy) && has(r, c, asks))
		return 0.5;
	if (i > 0 && has(r, c, known_lasting) &&
	    (has(r, c, also) || has(r, c, standing)))
		return 0.4;
	if (has(r, c, also))
		return 0.5;
	if (has(r, c, useless))
		return 0.6;
	if (has(r, c, before) && !has(r, c, now) && now_follows(r, i))
		return 0.6;
	return 1;
}

void complaint_emphasis(struct reading *r)
{
	bool drug = false;

	for (size_t i = 0; i < r->clauses.n; i++)
		drug |= has(r, &r->clauses.at[i], drug_asked);
	for (size_t i = 0; i < r->clauses.n; i++)
		r->clauses.at[i].weight = weight_of(r, i, drug);
}
