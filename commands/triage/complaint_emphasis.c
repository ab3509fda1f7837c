/* How much each clause is what the patient comes for. A disease had beside the
 * complaint, an organ that was found sound, a remedy that did nothing, what
 * went before and what another has speak less for where to go than the
 * complaint of now. */
#include "commands/triage/known_words.h"

#include <string.h>

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
/* A remedy that was had already, for the complaint or another. */
static const char *const tried[] = {
	"过",   "没用",   "没效",   "不管用", "不见好", "没好", "没效果",
	"无效", "没啥用", "没变化", "也不行", "不行",   "不敢", NULL};
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

/* What clauses hold, a bit each. */
enum sign {
	SOUND = 1,
	TESTED = 2,
	USELESS = 4,
	ALSO = 8,
	STANDING = 16,
	BEFORE = 32,
	NOW = 64,
	REMEDY = 128,
	ASKS = 256,
	RULING = 512,
	DRUG_ASKED = 1024,
	FERTILITY_ASKED = 2048,
	FEARED = 4096,
	CANCER = 8192,
	TAKING = 16384,
	LASTING = 32768,
	TRIED = 65536
};

/* Mark the clauses that hold one of the words: found in the whole text, which
 * is many times faster than clause by clause. */
static void mark(const struct reading *r, unsigned *signs, enum sign sign,
		 const char *const *words)
{
	bool latin = text_has_latin(r->s);

	for (; *words; words++) {
		const char *at = r->s;
		if (!latin && (unsigned char)**words < 0x80)
			continue;
		size_t clause = 0, n = strlen(*words);
		while ((at = text_find(at, *words))) {
			size_t start = (size_t)(at - r->s);
			while (clause + 1 < r->clauses.n &&
			       r->clauses.at[clause].end <= start)
				clause++;
			if (start + n <= r->clauses.at[clause].end)
				signs[clause] |= sign;
			at += n;
		}
	}
}

static unsigned *read_signs(const struct reading *r)
{
	const struct {
		enum sign sign;
		const char *const *words;
	} lists[] = {{SOUND, sound},
		     {TESTED, tested},
		     {USELESS, useless},
		     {ALSO, also},
		     {STANDING, standing},
		     {BEFORE, before},
		     {NOW, now},
		     {REMEDY, remedy},
		     {TRIED, tried},
		     {ASKS, asks},
		     {RULING, ruling},
		     {DRUG_ASKED, drug_asked},
		     {FERTILITY_ASKED, fertility_asked},
		     {FEARED, feared},
		     {CANCER, cancer},
		     {TAKING, known_taking},
		     {LASTING, known_lasting}};
	unsigned *signs = arena_array(r->arena, unsigned, r->clauses.n + 1);

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		mark(r, signs, lists[i].sign, lists[i].words);
	return signs;
}

/* Is there a clause after this one that tells of now? */
static bool now_follows(const struct reading *r, const unsigned *signs,
			size_t i)
{
	for (size_t k = i + 1; k < r->clauses.n; k++)
		if (signs[k] & NOW)
			return true;
	return false;
}

static bool both(unsigned signs, unsigned wanted)
{
	return (signs & wanted) == wanted;
}

/* `drug`: something is asked of a drug. */
static double weight_of(const struct reading *r, const unsigned *signs,
			size_t i, bool drug)
{
	unsigned x = signs[i];

	if (r->clauses.at[i].known)
		return (x & RULING) || (drug && (x & TAKING)) ? 1 : 0.4;
	if (i > 0 && both(x, SOUND | TESTED))
		return 0.3;
	if (i > 0 && (x & FERTILITY_ASKED))
		return 0.3;
	if (i > 0 && both(x, FEARED | CANCER))
		return 0.4;
	if (i > 0 && both(x, REMEDY | TRIED))
		return 0.3;
	if (i > 0 && both(x, REMEDY | ASKS))
		return 0.5;
	if (i > 0 && (x & LASTING) && (x & (ALSO | STANDING)))
		return 0.4;
	if (x & ALSO)
		return 0.5;
	if (x & USELESS)
		return 0.6;
	if ((x & BEFORE) && !(x & NOW) && now_follows(r, signs, i))
		return 0.6;
	return 1;
}

void complaint_emphasis(struct reading *r)
{
	unsigned *signs = read_signs(r);
	bool drug = false;

	for (size_t i = 0; i < r->clauses.n; i++)
		drug |= (signs[i] & DRUG_ASKED) != 0;
	for (size_t i = 0; i < r->clauses.n; i++)
		r->clauses.at[i].weight = weight_of(r, signs, i, drug);
}
