#include "commands/triage/family.h"

#include "commands/triage/complaint_private.h"

#include <string.h>

static const struct {
	const char *word, *relative;
} relatives[] = {{"父母", "parents"},
		 {"爷爷", "grandfather"},
		 {"奶奶", "grandmother"},
		 {"外公", "grandfather"},
		 {"姥爷", "grandfather"},
		 {"外婆", "grandmother"},
		 {"姥姥", "grandmother"},
		 {"母亲", "mother"},
		 {"父亲", "father"},
		 {"妈", "mother"},
		 {"爸", "father"},
		 {"哥", "brother"},
		 {"弟", "brother"},
		 {"姐", "sister"},
		 {"妹", "sister"},
		 {"叔", "uncle"},
		 {"伯", "uncle"},
		 {"舅", "uncle"},
		 {"姑", "aunt"},
		 {"姨", "aunt"},
		 {"家族", "family"},
		 {"家里", "family"},
		 {"家人", "family"},
		 {"亲属", "family"},
		 {"直系", "family"},
		 {"遗传", "family"},
		 {"grandmother", "grandmother"},
		 {"grandfather", "grandfather"},
		 {"grandma", "grandmother"},
		 {"grandad", "grandfather"},
		 {"mother", "mother"},
		 {"father", "father"},
		 {"mum", "mother"},
		 {"mom ", "mother"},
		 {"dad ", "father"},
		 {"brother", "brother"},
		 {"sister", "sister"},
		 {"uncle", "uncle"},
		 {"aunt", "aunt"},
		 {"parents", "parents"},
		 {"family", "family"}};

static const char *const diseases[] = {"2型糖尿病",
				       "1型糖尿病",
				       "糖尿病",
				       "高血压",
				       "乳腺癌",
				       "肺癌",
				       "胃癌",
				       "肝癌",
				       "肠癌",
				       "直肠癌",
				       "结肠癌",
				       "食管癌",
				       "宫颈癌",
				       "卵巢癌",
				       "甲状腺癌",
				       "鼻咽癌",
				       "胰腺癌",
				       "前列腺癌",
				       "癌",
				       "肿瘤",
				       "冠心病",
				       "心脏病",
				       "心梗",
				       "中风",
				       "脑梗",
				       "脑出血",
				       "肝硬化",
				       "乙肝",
				       "肝炎",
				       "癫痫",
				       "哮喘",
				       "精神分裂",
				       "精神病",
				       "抑郁",
				       "痴呆",
				       "帕金森",
				       "甲亢",
				       "甲减",
				       "甲状腺",
				       "红斑狼疮",
				       "类风湿",
				       "强直",
				       "痛风",
				       "青光眼",
				       "近视",
				       "秃",
				       "白血病",
				       "地贫",
				       "血友病",
				       "结核",
				       "息肉",
				       "肾病",
				       "肾衰",
				       "尿毒症",
				       "过敏",
				       "鼻炎",
				       "遗传病",
				       "遗传史",
				       "家族史",
				       "病史",
				       "类似",
				       "diabetes",
				       "hypertension",
				       "high blood pressure",
				       "breast cancer",
				       "bowel cancer",
				       "colon cancer",
				       "lung cancer",
				       "ovarian cancer",
				       "prostate cancer",
				       "stomach cancer",
				       "cancer",
				       "tumour",
				       "tumor",
				       "heart attack",
				       "heart disease",
				       "stroke",
				       "epilepsy",
				       "asthma",
				       "dementia",
				       "depression",
				       "bipolar",
				       "schizophrenia",
				       "hepatitis",
				       "thyroid",
				       "glaucoma",
				       "kidney disease",
				       "family history",
				       "genetic"};

static bool any(const char *clause, const char *const *words)
{
	for (; *words; words++)
		if (text_find(clause, *words))
			return true;
	return false;
}

static const char *relative_of(const char *clause)
{
	for (size_t i = 0; i < sizeof relatives / sizeof *relatives; i++)
		if (text_find(clause, relatives[i].word))
			return relatives[i].relative;
	return NULL;
}

static const char *disease_of(const char *clause)
{
	for (size_t i = 0; i < sizeof diseases / sizeof *diseases; i++)
		if (text_find(clause, diseases[i]))
			return diseases[i];
	return NULL;
}

bool family_names(const char *clause)
{
	return relative_of(clause) != NULL;
}

/* 我 of oneself: not 我爸, not "我想问". */
static bool speaks_of_self(const char *clause)
{
	static const char *const self[] = {
		"我",  "自己",  "本人",   "I have",  "I am", "I've",
		"I'm", "I get", "I feel", "I found", "my ",  NULL};
	static const char *const asks[] = {
		"想问", "请问",   "挂什么", "咨询",    "带他", "带她", "该怎么",
		"担心", "想知道", "我想给", "worried", "ask",  NULL};

	return !relative_of(clause) && any(clause, self) && !any(clause, asks);
}

static bool speaks_elsewhere(const char *text, struct arena *a)
{
	const char *s = text;

	while (*s) {
		size_t n = strcspn(s, ",;.!?\n");
		for (const char *p = s; p < s + n; p++)
			if (strncmp(p, "，", 3) == 0 ||
			    strncmp(p, "。", 3) == 0 ||
			    strncmp(p, "；", 3) == 0 ||
			    strncmp(p, " and ", 5) == 0) {
				n = (size_t)(p - s);
				break;
			}
		if (speaks_of_self(arena_strndup(a, s, n)))
			return true;
		s += n;
		s += !*s                         ? 0
		     : (unsigned char)*s >= 0x80 ? 3
		     : *s == ' '                 ? 5
						 : 1;
	}
	return false;
}

bool family_tells(const char *text, const char *clause, bool complained,
		  struct arena *a)
{
	static const char *const not_kin[] = {
		"岁",         "years old", "year-old", "我也", "I also",
		"会不会遗传", "会遗传",    "遗传吗",   NULL};
	static const char *const surely[] = {
		"家族",           "去世",    "过世",   "死于",   "家里没",
		"家里有人",       "家人都",  "遗传史", "遗传病", "died of",
		"family history", "runs in", NULL};

	if (!family_names(clause) || !disease_of(clause) ||
	    any(clause, not_kin))
		return false;
	return complained || any(clause, surely) || speaks_elsewhere(text, a);
}

size_t family_read(const struct history *h, const char *text, struct arena *a,
		   struct kin ret[KIN_MAX])
{
	static const char *const none[] = {"没有", "无",     "否认",
					   "都没", "不存在", "no ",
					   "not ", "denies", NULL};
	size_t n = 0;

	for (size_t i = 0; i < h->n && n < KIN_MAX; i++) {
		if (h->at[i].kind != HISTORY_FAMILY)
			continue;
		const char *clause =
			arena_strndup(a, text + h->at[i].start,
				      h->at[i].end - h->at[i].start);
		const char *relative = relative_of(clause);
		bool absent = any(clause, none);
		size_t before = n;
		for (size_t k = 0;
		     n < KIN_MAX && k < sizeof diseases / sizeof *diseases;
		     k++) {
			bool inside = false;
			if (!text_find(clause, diseases[k]))
				continue;
			for (size_t m = before; m < n; m++)
				inside |= strstr(ret[m].condition,
						 diseases[k]) != NULL;
			if (!inside)
				ret[n++] = (struct kin){relative ? relative
								 : "family",
							diseases[k], absent};
		}
	}
	return n;
}
