/* A number as an age: by its unit ("45岁", "1岁8个月", "58-year-old", "58M") or
 * the child it belongs to ("8个月宝宝", "宝宝8个月发烧"). What could as well be a
 * duration or a temperature is none. */
#include "commands/triage/complaint_private.h"

#include <ctype.h>
#include <string.h>

static const double year = 365.25, month = 30.4375, week = 7;

struct unit_word {
	const char *word;
	double days;
};

static const char *const child_words[] = {
	"宝宝", "宝贝",   "婴儿", "孩子",     "女儿", "儿子", "娃",
	"小孩", "小儿",   "患儿", "孙子",     "孙女", "幼儿", "婴",
	"男孩", "女孩",   "男婴", "女婴",     "新生", "baby", "boy",
	"girl", "infant", "son",  "daughter", NULL};

/* Bytes of the first word that s begins with; an English one whole. */
static size_t starts_any(const char *s, const char *const *words)
{
	for (; *words; words++) {
		size_t n = strlen(*words);
		if (text_starts(s, *words) &&
		    !(isalpha((unsigned char)**words) &&
		      isalpha((unsigned char)s[n])))
			return n;
	}
	return 0;
}

/* Bytes of the word of the list that ends at s[at]; Latin in any case, whole.
 */
static size_t ends_any(const char *s, size_t at, const char *const *words)
{
	for (; *words; words++) {
		size_t n = strlen(*words);
		bool latin = isalpha((unsigned char)**words);
		if (at < n || !text_starts(s + at - n, *words))
			continue;
		if (latin && at > n && isalpha((unsigned char)s[at - n - 1]))
			continue;
		return n;
	}
	return 0;
}

/* "两天大便": 大 belongs to what follows, and no age is told. */
static bool goes_on(const char *word, const char *after)
{
	static const char *const more[] = {
		"便", "小", "量", "概", "约", "夫", "汗", "出", "腿", "脚",
		"拇", "手", "家", "门", "姨", "声", "夜", "面", "片", "部",
		"块", "喊", "牙", "口", "疱", "泡", "疙", NULL};
	size_t n = strlen(word);

	return n >= 3 && strcmp(word + n - 3, "大") == 0 &&
	       starts_any(after, more);
}

/* After whole years: 半, "3个月", "零两个月", "and 4 months". */
static size_t rest_of_years(const char *s, double *days)
{
	static const char *const joins[] = {"零", "又", "and ", NULL};
	static const char *const months[] = {"个月",  "月", "months",
					     "month", "mo", NULL};
	static const char *const ago[] = {"前", "时", "起", NULL};
	size_t skip = strspn(s, " "), n, unit;
	double x;

	if (text_starts(s, "半"))
		return *days += year / 2, strlen("半");
	skip += starts_any(s + skip, joins);
	n = text_number(s + skip, &x);
	if (!n || x < 1 || x > 11)
		return 0;
	skip += n;
	skip += strspn(s + skip, " ");
	unit = starts_any(s + skip, months);
	if (!unit || starts_any(s + skip + unit, ago))
		return 0;
	*days += x * month;
	return skip + unit;
}

/* A unit that only ages have. */
static size_t by_unit(const char *s, double x, double *ret_days)
{
	static const struct unit_word units[] = {
		{"周岁", year},        {"岁", year},
		{"歲", year},          {"多岁", year},
		{"来岁", year},        {"余岁", year},
		{"几岁", year},        {"个月大", month},
		{"个多月大", month},   {"月龄", month},
		{"月大", month},       {"天大", 1},
		{"日龄", 1},           {"周大", week},
		{"周龄", week},        {"year old", year},
		{"years old", year},   {"year-old", year},
		{"years-old", year},   {"yo", year},
		{"y/o", year},         {"y.o", year},
		{"y o", year},         {"yr old", year},
		{"yrs old", year},     {"yr-old", year},
		{"yrs-old", year},     {"month old", month},
		{"months old", month}, {"month-old", month},
		{"months-old", month}, {"mo old", month},
		{"mos old", month},    {"mths old", month},
		{"week old", week},    {"weeks old", week},
		{"week-old", week},    {"wk old", week},
		{"wks old", week},     {"wk-old", week},
		{"weeks-old", week},   {"day old", 1},
		{"days old", 1},       {"day-old", 1},
		{"days-old", 1}};
	size_t skip = strspn(s, " -");

	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		const struct unit_word *u = &units[i];
		size_t n = skip + strlen(u->word);
		if (!text_starts(s + skip, u->word) ||
		    goes_on(u->word, s + n) || x * u->days >= 45000)
			continue;
		*ret_days = x * u->days;
		if (u->days >= year)
			n += rest_of_years(s + n, ret_days);
		return n;
	}
	return 0;
}

/* "8个月宝宝", "15天的婴儿", "6 month baby": what is that old stands behind. */
static size_t by_child_after(const char *s, double x, double *ret_days)
{
	static const struct unit_word units[] = {
		{"个月", month}, {"个多月", month}, {"周", week},
		{"天", 1},       {"months", month}, {"month", month},
		{"mo", month},   {"weeks", week},   {"week", week},
		{"wk", week},    {"days", 1},       {"day", 1}};
	size_t skip = strspn(s, " -");

	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		const struct unit_word *u = &units[i];
		size_t n = skip + strlen(u->word);
		if (!text_starts(s + skip, u->word))
			continue;
		size_t of = text_starts(s + n, "的") ? strlen("的") : 0;
		of += strspn(s + n + of, " -");
		/* "这两天宝宝不吃奶" is no age: days and weeks say 的 */
		if (((unsigned char)*u->word >= 0x80 && u->days < month &&
		     !of) ||
		    !starts_any(s + n + of, child_words))
			continue;
		*ret_days = x * u->days;
		return n;
	}
	return 0;
}

/* "58M": a sex behind it; "101F" is a temperature. */
static size_t by_sex(const char *s, double x, double *ret_days, int *ret_sex)
{
	size_t years = text_starts(s, "y") &&
		       (s[1] == 'M' || s[1] == 'F' || s[1] == ' ');
	size_t at = years + strspn(s + years, " ");

	if ((s[at] != 'M' && s[at] != 'F') || (at && !years) ||
	    isalnum((unsigned char)s[at + 1]) || x < 1 || x >= 95)
		return 0;
	*ret_sex = s[at] == 'F' ? 1 : 2;
	*ret_days = x * year;
	return at + 1;
}

static bool has_any(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (text_find(s, *words))
			return true;
	return false;
}

/* "生完孩子一个月": since the birth, and the mother's words. The child stands
 * up to s[at]. */
bool complaint_gave_birth(const char *s, size_t at)
{
	static const char *const fill[] = {"已经", "刚", "才", "快",
					   "有",   "满", " ",  NULL};
	static const char *const births[] = {
		"生完",     "生的",         "生了",        "刚生",   "生过",
		"剖腹产",   "剖宫产",       "剖了",        "产下",   "喂",
		"birth to", "birth to my",  "birth to a",  "had my", "had a",
		"had our",  "delivered my", "delivered a", NULL};
	size_t before = at, w;

	while ((w = ends_any(s, before, fill)) > 0)
		before -= w;
	w = ends_any(s, before, child_words);
	if (!w)
		return false;
	before -= w;
	while (before > 0 && s[before - 1] == ' ')
		before--;
	return ends_any(s, before, births) > 0;
}

/* "宝宝2个月，发烧", "宝宝8个月发烧", "8个月 发烧 不吃奶": next
 * to a word for a child, or first in a text about a baby; "3个月，腹痛" and
 * "女儿3个月没来月经" stay durations. */
static size_t by_child_before(const struct reading *r, size_t at, const char *s,
			      double x, double *ret_days)
{
	static const char *const lasts[] = {"没",   "未",   "不",   "前", "后",
					    "内",   "以来", "以前", "来", "时",
					    "多次", "间",   "就",   NULL};
	static const char *const ends[] = {"，", "。", "、", ",", " ", NULL};
	static const char *const fill[] = {
		"今年", "现在", "刚刚", "已经", "出生", "生下来", "刚",
		"才",   "快",   "满",   "有",   " ",    NULL};
	static const char *const baby[] = {"奶",   "宝宝", "婴儿", "娃",
					   "囟门", "孩子", "小孩", NULL};
	size_t n = text_starts(s, "个月") ? strlen("个月") : 0, before = at, w;

	if (!n || x > 36 || starts_any(s + n, lasts) ||
	    complaint_gave_birth(r->s, at))
		return 0;
	while ((w = ends_any(r->s, before, fill)) > 0)
		before -= w;
	*ret_days = x * month;
	if (ends_any(r->s, before, child_words))
		return n;
	return at == 0 && (!s[n] || starts_any(s + n, ends)) &&
			       has_any(r->s, baby)
		       ? n
		       : 0;
}

/* "baby 6 weeks temp 38.4", "baby girl 5wks": of a baby weeks and months are
 * its age; "baby 6 weeks of cough" and days are none. */
static size_t by_baby_before(const struct reading *r, size_t at, const char *s,
			     double x, double *ret_days)
{
	static const struct unit_word units[] = {
		{"weeks", week}, {"week", week},    {"wks", week},
		{"wk", week},    {"months", month}, {"month", month},
		{"mths", month}, {"mth", month},    {"mos", month},
		{"mo", month}};
	static const char *const babies[] = {"baby",    "babies",    "infant",
					     "newborn", "baby girl", "baby boy",
					     "neonate", NULL};
	size_t skip = strspn(s, " -"), before = at;

	while (before > 0 && r->s[before - 1] == ' ')
		before--;
	if (x > 24 || !ends_any(r->s, before, babies) ||
	    complaint_gave_birth(r->s, before))
		return 0;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t n = skip + strlen(units[i].word);
		if (!text_starts(s + skip, units[i].word) ||
		    isalpha((unsigned char)s[n]) ||
		    text_starts(s + n, " of ") || text_starts(s + n, " ago"))
			continue;
		*ret_days = x * units[i].days;
		return n;
	}
	return 0;
}

/* "breastfeeding a 3-week-old baby" */
static bool nursed(const char *s, size_t at)
{
	static const char *const nursing[] = {"breastfeeding a ",
					      "breastfeeding her ",
					      "breastfeeding my ",
					      "breast-feeding a ",
					      "nursing a ",
					      "nursing my ",
					      "gave birth to a ",
					      "喂养",
					      "喂着",
					      "哺乳",
					      NULL};

	return ends_any(s, at, nursing) > 0;
}

bool complaint_age(const struct reading *r, size_t at, size_t after, double x,
		   struct complaint_token *ret)
{
	const char *s = r->s + after;
	double days = 0;
	int sex = 0;
	size_t n;

	if (nursed(r->s, at))
		return false;
	if (!(n = by_unit(s, x, &days)) && !(n = by_child_after(s, x, &days)) &&
	    !(n = by_sex(s, x, &days, &sex)) &&
	    !(n = by_child_before(r, at, s, x, &days)) &&
	    !(n = by_baby_before(r, at, s, x, &days)))
		return false;
	ret->kind = TOKEN_AGE;
	ret->value = days;
	ret->id = sex;
	ret->end = after + n;
	return true;
}
