/* When a drug is taken that is not taken daily: days of the week by name, and
 * complaints that it is kept for. */
#include "commands/drug-check/read_order.h"

#include <ctype.h>
#include <string.h>

/* "Mon", "Tuesdays": bytes, 0 none; *ret: 1 to 7. */
static size_t day_name(const char *s, size_t n, unsigned *ret)
{
	static const char *const names[7][7] = {
		{"mondays", "monday", "mon", NULL},
		{"tuesdays", "tuesday", "tues", "tue", "tu", NULL},
		{"wednesdays", "wednesday", "weds", "wed", NULL},
		{"thursdays", "thursday", "thurs", "thur", "thu", "th", NULL},
		{"fridays", "friday", "fri", NULL},
		{"saturdays", "saturday", "sat", NULL},
		{"sundays", "sunday", "sun", NULL}};

	for (unsigned day = 0; day < 7; day++) {
		size_t m = reading_starts(s, n, names[day]);
		if (!m || (m < n && isalpha((unsigned char)s[m])))
			continue;
		*ret = day + 1;
		return m;
	}
	return 0;
}

/* MWF, T/Th/S and the like. */
static size_t day_letters(const char *s, size_t n, unsigned *ret)
{
	static const struct {
		const char *word;
		unsigned days;
	} words[] = {{"mwf", 3},
		     {"m/w/f", 3},
		     {"m-w-f", 3},
		     {"m,w,f", 3},
		     {"m w f", 3},
		     {"tts", 3},
		     {"t/th/s", 3},
		     {"t/t/s", 3},
		     {"tths", 3},
		     {"tthsa", 3},
		     {"tuthsa", 3},
		     {"t-th-s", 3},
		     {"tu/th/sa", 3},
		     {"t/th/sa", 3},
		     {"t/r/s", 3},
		     {"tthss", 4},
		     {"ttss", 4},
		     {"t-th-sa-su", 4},
		     {"tu-th-sa-su", 4},
		     {"t/th/sa/su", 4},
		     {"tu/th/sa/su", 4},
		     {"m-f", 5},
		     {"m-sat", 6},
		     {"m-sa", 6},
		     {"m-th", 4},
		     {"sat/sun", 2},
		     {"mon-fri", 5},
		     {"monday-friday", 5},
		     {"monday through friday", 5},
		     {"weekdays", 5},
		     {"weekends", 2}};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		const char *one[] = {words[i].word, NULL};
		size_t m = reading_starts(s, n, one);
		if (m && !(m < n && isalnum((unsigned char)s[m]))) {
			*ret = words[i].days;
			return m;
		}
	}
	return 0;
}

size_t frequency_weekdays(const char *s, size_t n, unsigned *ret)
{
	static const char *const before[] = {"on ", "every ", "each ", NULL};
	static const char *const marks[] = {", and ", " and ", " & ", ", ",
					    " / ",    ",",     "/",   "&",
					    "-",      " ",     NULL};
	static const char *const until[] = {
		" - ", "-", " to ", " through ", " thru ", " until ", NULL};
	size_t i = reading_starts(s, n, before), end, m, dash;
	unsigned day, last = 0;

	*ret = 0;
	if ((m = day_letters(s + i, n - i, ret)))
		return i + m;
	end = 0;
	while ((m = day_name(s + i, n - i, &day))) {
		++*ret;
		last = day;
		end = i += m;
		/* Mon-Sat; "Mon-Wed-Fri" is a list */
		dash = reading_starts(s + i, n - i, until);
		m = dash ? day_name(s + i + dash, n - i - dash, &day) : 0;
		if (m && day > last && *ret == 1 &&
		    !(i + dash + m < n && s[i + dash + m] == '-')) {
			*ret += day - last;
			end = i += dash + m;
			i += reading_starts(s + i, n - i, marks);
			continue;
		}
		i += reading_starts(s + i, n - i, marks);
	}
	return *ret && *ret <= 7 ? end : 0;
}

/* ">38.5℃", "38.5以上" behind a fever: bytes, 0 none. */
static size_t above_read(const char *s, size_t n)
{
	static const char *const over[] = {">",    "≥",  "大于",
					   "超过", "达", NULL};
	static const char *const degree[] = {"℃", "°C", "度", NULL};
	static const char *const up[] = {"以上时", "以上", "时", NULL};
	size_t i = reading_starts(s, n, over), digits = i, m;

	while (i < n && (isdigit((unsigned char)s[i]) || s[i] == '.'))
		i++;
	if (i == digits)
		return 0;
	i += reading_starts(s + i, n - i, degree);
	m = reading_starts(s + i, n - i, up);
	return digits || m ? i + m : 0;
}

/* 发热时, 胸痛发作时, T>38.5: bytes, 0 none. */
size_t frequency_complaint(const char *s, size_t n)
{
	static const char *const complaints[] = {
		"发热",     "发烧",     "高热",     "高烧",   "体温高",
		"体温升高", "疼痛",     "剧痛",     "头痛",   "牙痛",
		"腹痛",     "胃痛",     "痛经",     "胸痛",   "关节痛",
		"肌肉痛",   "腰痛",     "背痛",     "咽痛",   "痛",
		"胸闷",     "心慌",     "心悸",     "心绞痛", "失眠",
		"不眠",     "入睡困难", "便秘",     "大便干", "大便干结",
		"腹泻",     "恶心",     "呕吐",     "腹胀",   "反酸",
		"烧心",     "气喘",     "喘憋",     "喘息",   "喘",
		"气促",     "气急",     "呼吸困难", "咳嗽",   "咳剧",
		"鼻塞",     "流涕",     "瘙痒",     "痒",     "过敏",
		"头晕",     "眩晕",     "焦虑",     "烦躁",   "激动",
		"抽搐",     "惊厥",     "不适",     "低血糖", "血压高",
		"血压升高", "哮喘",     "急性发作", "偏头痛", "发作",
		"出血",     "激越",     "兴奋",     "躁动",   "谵妄",
		"冲动",     "爆发痛",   "呃逆",     "眼干",   "干涩",
		"痉挛",     "抽筋",     "胀气",     "尿潴留", "痰多",
		"咳痰",     "打鼾",     "潮热",     "血糖高", "心率快",
		"嗳气",     "惊恐",     "睡不着",   "不舒服", "难受",
		"紧张",     "难以入睡", NULL};
	static const char *const above[] = {
		"T>",       "T≥",       "T ≥",      "T >",    "体温>", "体温≥",
		"体温大于", "体温超过", "体温高于", "体温达", NULL};
	static const char *const when[] = {"发作时", "时", NULL};
	size_t m = reading_starts(s, n, above), more, best = 0;

	if (m) {
		while (m < n &&
		       (isdigit((unsigned char)s[m]) || strchr(". =", s[m])))
			m++;
		m += reading_starts(
			s + m, n - m,
			(const char *const[]){"℃", "°C", "度", NULL});
		return m +
		       reading_starts(s + m, n - m,
				      (const char *const[]){"以上时", "以上",
							    "时", NULL});
	}
	for (int i = 0; complaints[i]; i++) {
		const char *one[] = {complaints[i], NULL};
		m = reading_starts(s, n, one);
		more = m ? reading_starts(s + m, n - m, when) : 0;
		if (m && !more)
			more = above_read(s + m, n - m);
		if (more && m + more > best)
			best = m + more;
	}
	return best;
}
