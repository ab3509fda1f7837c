/* What a claim may say only when what it cites says it, too: that there is
 * nothing, that a dose changes, how often, how severe. */
#include "llm/ground_private.h"

#include "base/utf8.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* Words of one sense, | between. Is one of them in the text? */
static bool has(const char *text, const char *words)
{
	char word[40];

	while (*words) {
		size_t n = strcspn(words, "|");
		if (n < sizeof word) {
			memcpy(word, words, n);
			word[n] = '\0';
			if (strcasestr(text, word))
				return true;
		}
		words += n + (words[n] == '|');
	}
	return false;
}

const char *ground_changes(const char *claim, const char *cited,
			   struct arena *a)
{
	static const struct {
		const char *what, *words;
	} only[] = {
		{"dose",
		 "加倍|双倍|翻倍|double the|double dose|doubled|twice the|"
		 "两倍剂量"},
		{"dose", "减半|halve|half the dose|half a tablet|半量"},
		{"dose", "triple the|三倍剂量"},
		{"dose",
		 "加量|增量|增加剂量|加大剂量|increase the dose|raise the "
		 "dose|higher dose"},
		{"dose",
		 "减量|减少剂量|降低剂量|reduce the dose|lower the dose|"
		 "lower dose"},
		{"dose", "多吃|多服|加服|补服|加一片|再吃一|extra tablet|extra "
			 "dose|extra pill|additional dose|another tablet"},
		{"number", "一半|by half|half of"},
		{"rate", "每小时|every hour|per hour|hourly|each hour"},
		{"rate", "每天|每日|一天一|daily|per day|a day|each day|every "
			 "day|every night|每晚"},
		{"rate", "每周|weekly|per week|every week"},
		{"rate", "每月|monthly|per month|every month"},
		{"rate", "快速|rapidly|终身|长期服|lifelong|long-term use"},
		{"reassurance",
		 "理想范围|治疗范围|目标范围|已达标|已恢复|恢复正常|therapeutic "
		 "range|target range|at target|recovered|has resolved|可饮酒|"
		 "可以饮酒|可以喝酒|drink alcohol"},
		{"severity", "轻度|轻微|mild|slight|minor|trivial"},
		{"reassurance",
		 "不必担心|无须担心|无需担心|别担心|不用怕|不必紧张|没事|小问题|"
		 "不碍事|not worry|not a concern|not a problem|fine to ignore"},
	};

	for (size_t i = 0; i < sizeof only / sizeof *only; i++)
		if (has(claim, only[i].words) && !has(cited, only[i].words))
			return ground_reason(a, only[i].what, claim);
	return NULL;
}

static size_t denial_at(const char *s)
{
	static const char *const words[] = {
		"未见",     "未发现",   "没有",       "并无",
		"不是",     "并非",     "不存在",     "已排除",
		"可排除",   "不符合",   "no sign",    "no evidence",
		"not have", "without ", "rule out",   "ruled out",
		"excluded", "is not ",  "absence of", "There is no ",
		"No "};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t n = strlen(words[i]);
		bool capital = isupper((unsigned char)words[i][0]) != 0;
		if (capital ? strncmp(s, words[i], n) == 0
			    : strncasecmp(s, words[i], n) == 0)
			return n;
	}
	return 0;
}

/* Bytes of two ideographs or a word of six letters at s; 0: neither. */
static size_t piece_at(const char *s, size_t n)
{
	uint32_t cp;
	size_t len = 0;

	if (n >= 6 && utf8_decode(s, n, &cp) == 3 && utf8_is_cjk(cp))
		return utf8_decode(s + 3, n - 3, &cp) == 3 && utf8_is_cjk(cp)
			       ? 6
			       : 0;
	for (len = 0; len < n && isalpha((unsigned char)s[len]);)
		len++;
	return len >= 6 ? len : 0;
}

const char *ground_denials(const char *claim, const char *titles,
			   struct arena *a)
{
	/* a title that denies may be repeated */
	if (has(titles, "未|无|不|没|no |not "))
		return NULL;
	for (const char *p = claim; *p; p++) {
		size_t n = denial_at(p), span = 0;
		if (!n || (p > claim && isalpha((unsigned char)p[-1])))
			continue;
		while (p[n + span] && span < 45 &&
		       strncmp(p + n + span, "，", 3) != 0 &&
		       strncmp(p + n + span, "。", 3) != 0 &&
		       strncmp(p + n + span, "时", 3) != 0 &&
		       strncmp(p + n + span, "也", 3) != 0 &&
		       strncmp(p + n + span, "者", 3) != 0 &&
		       strncmp(p + n + span, "则", 3) != 0 &&
		       !strchr(",.;", p[n + span]))
			span++;
		for (size_t i = 0; i < span;) {
			uint32_t cp;
			size_t len = piece_at(p + n + i, span - i);
			const char *word =
				len ? arena_strndup(a, p + n + i, len) : NULL;
			if (word && strcasestr(titles, word))
				return ground_reason(a, "denial", claim);
			i += utf8_decode(p + n + i, span - i, &cp);
		}
	}
	return NULL;
}
