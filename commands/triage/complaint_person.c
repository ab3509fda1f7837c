/* Ages told by what stands before them: "I'm 81 and", "男66", "出生12天",
 * "in her 80s". */
#include "commands/triage/complaint_private.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

struct lead {
	const char *word;
	int sex; /* 1 female, 2 male */
};

/* Does one of the words end at s[at], spaces and signs between left out? */
static const struct lead *lead_before(const char *s, size_t at,
				      const struct lead *list)
{
	static const char *const between[] = {" ",  ",",  ":",  "，",   "：",
					      "、", "(",  "（", "已经", "都",
					      "快", "刚", "有", NULL};
	static const char *const verbs[] = {" is", "'s", "’s", NULL};
	bool moved = true;

	while (moved) {
		moved = false;
		for (size_t i = 0; between[i]; i++) {
			size_t n = strlen(between[i]);
			if (at >= n && memcmp(s + at - n, between[i], n) == 0) {
				at -= n;
				moved = true;
			}
		}
	}
	for (size_t i = 0; verbs[i]; i++) {
		size_t n = strlen(verbs[i]);
		if (at >= n && text_starts(s + at - n, verbs[i])) {
			at -= n;
			break;
		}
	}
	for (; list->word; list++) {
		size_t n = strlen(list->word);
		if (at < n || !text_starts(s + at - n, list->word))
			continue;
		if (isalpha((unsigned char)*list->word) && at > n &&
		    isalnum((unsigned char)s[at - n - 1]))
			continue;
		return list;
	}
	return NULL;
}

static bool starts_any(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (text_starts(s, *words))
			return true;
	return false;
}

/* What may follow a bare number of years. */
static bool closes(const char *s)
{
	static const char *const next[] = {
		",",      ".",      ";",      ")",    "，",    "。",
		"、",     "；",     "）",     "了",   " and",  " with ",
		" on ",   " now",   " who ",  " has", " had ", " fell",
		" male",  " femal", "yrs",    "\n",   " but",  " yrs",
		" years", " man",   " woman", " 岁",  NULL};

	if (!*s || starts_any(s, next))
		return !(*s == '.' && isdigit((unsigned char)s[1])) &&
		       !(text_starts(s, " years") && s[6] && s[6] != ',' &&
			 s[6] != '.' && !text_starts(s + 6, " old"));
	return *s == ' ' && (unsigned char)s[1] >= 0x80 &&
	       !text_starts(s + 1, "°") && !text_starts(s + 1, "度") &&
	       !text_starts(s + 1, "℃");
}

/* Words that make a number an age whatever it is … */
static const struct lead leads[] = {
	{"i'm", 0},    {"im", 0},   {"i am", 0}, {"aged", 0},   {"age", 0},
	{"turned", 0}, {"年龄", 0}, {"今年", 0}, {"男性", 2},   {"女性", 1},
	{"男", 2},     {"女", 1},   {"male", 2}, {"female", 1}, {NULL, 0}};
/* … and those that do unless it may be a temperature: "孩子38", "she is 102". */
static const struct lead persons[] = {
	{"he", 2},        {"she", 1},      {"who", 0},     {"son", 2},
	{"daughter", 1},  {"boy", 2},      {"girl", 1},    {"child", 0},
	{"kid", 0},       {"brother", 2},  {"sister", 1},  {"partner", 0},
	{"uncle", 2},     {"aunt", 1},     {"friend", 0},  {"patient", 0},
	{"neighbour", 0}, {"neighbor", 0}, {"他", 2},      {"她", 1},
	{"哥", 2},        {"姐", 1},       {"弟", 2},      {"妹", 1},
	{"丈夫", 2},      {"妻子", 1},     {"媳妇", 1},    {"公公", 2},
	{"婆婆", 1},      {"岳父", 2},     {"岳母", 1},    {"大爷", 2},
	{"大妈", 1},      {"阿姨", 1},     {"叔叔", 2},    {"女儿", 1},
	{"儿子", 2},      {"孩子", 0},     {"病人", 0},    {"mum", 1},
	{"mom", 1},       {"dad", 2},      {"mother", 1},  {"father", 2},
	{"wife", 1},      {"gran", 1},     {"nan", 1},     {"granny", 1},
	{"grandma", 1},   {"grandad", 2},  {"grandpa", 2}, {"husband", 2},
	{"hubby", 2},     {"man", 2},      {"woman", 1},   {"lady", 1},
	{"gentleman", 2}, {"我", 0},

	{"老伴", 0},      {"老公", 2},     {"老婆", 1},    {"爱人", 0},
	{"我妈", 1},      {"我爸", 2},     {"妈妈", 1},    {"爸爸", 2},
	{"母亲", 1},      {"父亲", 2},     {"老妈", 1},    {"老爸", 2},
	{"爷爷", 2},      {"奶奶", 1},     {"姥姥", 1},    {"姥爷", 2},
	{"外婆", 1},      {"外公", 2},     {"老人", 0},    {"老爷子", 2},
	{"老太太", 1},    {"患者", 0},     {NULL, 0}};

static size_t years(const struct reading *r, size_t at, size_t end, double x,
		    double *ret_days, int *ret_sex)
{
	const char *s = r->s + end;
	size_t more = strspn(s, " ");

	if (x != floor(x) || x < 1 || x > 115)
		return 0;
	/* in her 80s */
	if (*s == 's' && x >= 20 && fmod(x, 10) == 0 &&
	    !isalnum((unsigned char)s[1])) {
		*ret_days = (x + 5) * 365.25;
		return 1;
	}
	bool warm = (x >= 34 && x <= 42) || x >= 95;
	const struct lead *lead = lead_before(r->s, at, leads);
	if (!lead && !warm)
		lead = lead_before(r->s, at, persons);
	bool said = lead && (text_starts(lead->word, "age") ||
			     text_starts(lead->word, "male") ||
			     text_starts(lead->word, "female"));
	if (!lead || !(closes(s) || (said && *s == ' ')))
		return 0;
	*ret_days = x * 365.25;
	*ret_sex = lead->sex;
	if (text_starts(s + more, "years"))
		return more + strlen("years");
	return text_starts(s + more, "yrs") ? more + strlen("yrs") : 0;
}

/* Days, weeks, months of one born lately. */
static size_t newborn(const struct reading *r, size_t at, size_t end, double x,
		      double *ret_days)
{
	static const struct lead birth[] = {
		{"出生", 0},   {"出生才", 0}, {"出生刚", 0}, {"生后", 0},
		{"生下来", 0}, {"生下", 0},   {"出生后", 0}, {"刚满", 0},
		{"出生第", 0}, {"生后第", 0}, {"born", 0},   {NULL, 0}};
	static const struct lead child[] = {
		{"宝宝", 0},     {"宝宝才", 0},    {"宝宝刚", 0},
		{"婴儿", 0},     {"新生儿", 0},    {"娃", 0},
		{"娃娃", 0},     {"娃才", 0},      {"孩子才", 0},
		{"宝贝", 0},     {"小孩才", 0},    {"娃儿才", 0},
		{"宝宝只有", 0}, {"孩子刚", 0},    {"孩子只有", 0},
		{"baby", 0},     {"newborn", 0},   {"infant", 0},
		{"baby is", 0},  {"baby only", 0}, {NULL, 0}};
	static const struct {
		const char *word;
		double days;
	} units[] = {
		{"天", 1},           {"周", 7},          {"个星期", 7},
		{"星期", 7},         {"个月", 30.4375},  {"月", 30.4375},
		{"days", 1},         {"day", 1},         {"weeks", 7},
		{"week", 7},         {"wks", 7},         {"wk", 7},
		{"months", 30.4375}, {"month", 30.4375}, {"mths", 30.4375}};
	static const char *const ends[] = {",", ".",  "，", "。",
					   ";", "；", "、", NULL};
	size_t skip = strspn(r->s + end, " ");

	if (complaint_gave_birth(r->s, at))
		return 0;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		const char *s = r->s + end + skip, *after;
		if (!text_starts(s, units[i].word) || x * units[i].days > 1100)
			continue;
		after = s + strlen(units[i].word);
		if (text_starts(after, " ago"))
			return 0;
		bool closed = !*after || starts_any(after, ends);
		if (!lead_before(r->s, at, birth) &&
		    !(closed && lead_before(r->s, at, child)))
			return 0;
		*ret_days = x * units[i].days;
		return skip + strlen(units[i].word);
	}
	return 0;
}

bool complaint_told_age(const struct reading *r, size_t at, size_t end,
			double x, struct complaint_token *ret)
{
	double days = 0;
	int sex = 0;
	size_t n = newborn(r, at, end, x, &days);

	if (days == 0)
		n = years(r, at, end, x, &days, &sex);
	if (days == 0)
		return false;
	ret->kind = TOKEN_AGE;
	ret->value = days;
	ret->id = sex;
	ret->end = end + n;
	return true;
}
