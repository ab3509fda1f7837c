/* Words that announce a number, a name or an address. */
#include "llm/privacy_find.h"

#include "base/utf8.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* 姓    名: blanks within a label. */
static size_t spread_cue(const char *s, size_t n, size_t i, const char *cue)
{
	size_t at = i, k = 0, blanks = 0;

	while (cue[k] && at < n) {
		size_t len = (unsigned char)cue[k] >= 0xE0 ? 3 : 1;
		size_t gap = s[at] == ' '                        ? 1
			     : starts_with(s + at, n - at, "　") ? 3
								 : 0;
		if (k && gap) {
			at += gap;
			blanks++;
			continue;
		}
		if (strncasecmp(s + at, cue + k, len) != 0)
			return 0;
		at += len;
		k += len;
	}
	return !cue[k] && blanks && blanks < 12 ? at - i : 0;
}

static bool cue_matches(const char *s, size_t n, size_t i, const char *cue)
{
	size_t len = strlen(cue);

	if (!word(*cue))
		return starts_with(s + i, n - i, cue);
	return i + len <= n && strncasecmp(s + i, cue, len) == 0 &&
	       (i == 0 || !word(s[i - 1])) &&
	       (i + len == n || !isalpha((unsigned char)s[i + len]));
}

/* 某某号：33012345, 门诊ID 0098765, "Some No 12345", whatever it is the number of. */
static bool any_number(const char *s, size_t n, size_t i,
		       struct identifier *ret)
{
	bool firm = false;
	size_t digits = 0;

	static const char *const words[] = {"号", "ID",      "No.",
					    "No", "Number",  "number",
					    "#",  "subject", "id"};
	size_t cue = 0;

	for (size_t k = 0; !cue && k < sizeof words / sizeof *words; k++)
		if (starts_with(s + i, n - i, words[k]))
			cue = strlen(words[k]);
	bool latin = cue && (unsigned char)s[i] < 0x80;
	if (!cue || (latin && ((i > 0 && word(s[i - 1])) ||
			       (i + cue < n && word(s[i + cue])))))
		return false;
	size_t from = cue_skip(s, n, i + cue, &firm);
	size_t end = cue_number_end(s, n, from);
	for (size_t k = from; k < end; k++)
		digits += isdigit((unsigned char)s[k]) != 0;
	*ret = (struct identifier){"编号", from, end};
	/* 预约号 Y7788 */
	bool mixed = end > from && isupper((unsigned char)s[from]) && !latin &&
		     i > 0 && (unsigned char)s[i - 1] >= 0x80;
	return digits >= 5 || (mixed && digits >= 3);
}

/* Labels that are printed with blanks in them. */
static bool spread(struct kb *kb, const char *s, size_t n, size_t i,
		   struct identifier *ret)
{
	static const struct privacy_cue cues[] = {
		{"姓名", "姓名", CUE_NAME},   {"电话", "电话", CUE_NUMBER},
		{"手机", "电话", CUE_NUMBER}, {"床号", "编号", CUE_NUMBER},
		{"qq", "账号", CUE_NUMBER},   {"住址", "地址", CUE_ADDRESS},
		{"地址", "地址", CUE_ADDRESS}};

	for (size_t k = 0; k < sizeof cues / sizeof *cues; k++) {
		size_t cue = spread_cue(s, n, i, cues[k].cue);
		bool firm = true;
		if (!cue || (i > 0 && word(*cues[k].cue) && word(s[i - 1])))
			continue;
		size_t from = cue_skip(s, n, i + cue, &firm);
		size_t end = cues[k].what == CUE_NAME
				     ? cue_name_end(kb, s, n, from, true)
			     : cues[k].what == CUE_NUMBER
				     ? cue_number_end(s, n, from)
				     : cue_address_end(s, n, from);
		*ret = (struct identifier){cues[k].kind, from, end};
		if (end > from)
			return true;
	}
	return false;
}

/* 生于一九五六年八月, 出生年月 1972-05, born on Sept 9, 1944: whatever is left of
 * a birth date that is no whole day. */
static bool dated(const char *s, size_t n, size_t i, struct identifier *ret)
{
	static const char *const cues[] = {"出生年月", "出生日期", "出生",
					   "农历",     "阴历",

					   "生于",     "生日",     "born on ",
					   "Born on ", "Born ",    "born "};
	static const char *const parts[] = {
		"the ",     "of ",       "first",   "second",    "third",
		"fourth",   "fifth",     "sixth",   "seventh",   "eighth",
		"ninth",    "tenth",     "twelfth", "twentieth", "January",
		"February", "March",     "April",   "June",      "July",
		"August",   "September", "October", "November",  "December",
		"st ",      "nd ",       "rd ",     "th ",       "初",
		"正",       "腊",        "廿",      "甲",        "乙",
		"丙",       "丁",        "戊",      "己",        "庚",
		"辛",       "壬",        "癸",      "子",        "丑",
		"寅",       "卯",        "辰",      "巳",        "午",
		"未",       "申",        "酉",      "戌",        "亥",
		"年",       "月",        "日",      "〇",        "零",
		"一",       "二",        "三",      "四",        "五",
		"六",       "七",        "八",      "九",        "十",
		"-",        "/",         ".",       "Jan",       "Feb",
		"Mar",      "Apr",       "May",     "Jun",       "Jul",
		"Aug",      "Sept",      "Sep",     "Oct",       "Nov",
		"Dec"};
	size_t cue = 0, digits = 0;
	bool firm = false;
	long long days;

	for (size_t k = 0; !cue && k < sizeof cues / sizeof *cues; k++)
		if (starts_with(s + i, n - i, cues[k]))
			cue = strlen(cues[k]);
	if (!cue)
		return false;
	size_t from = cue_skip(s, n, i + cue, &firm), end = from;
	if (find_date(s, n, from, &days)) /* that is shifted */
		return false;
	for (size_t at = from; at < n;) {
		size_t len = isdigit((unsigned char)s[at]) != 0;
		digits += len;
		for (size_t k = 0; !len && k < sizeof parts / sizeof *parts;
		     k++)
			if (starts_with(s + at, n - at, parts[k])) {
				len = strlen(parts[k]);
				digits += len == 3;
			}
		if (!len && (at == from || (s[at] != ' ' && s[at] != ',')))
			break;
		at += len ? len : 1;
		end = len ? at : end;
	}
	*ret = (struct identifier){"编号", from, end};
	return digits >= 3;
}

/* 58-03-02出生 */
static bool short_birth(const char *s, size_t n, size_t i,
			struct identifier *ret)
{
	static const char form[] = "dd-dd-dd";

	if (i + 8 > n || (i > 0 && word(s[i - 1])))
		return false;
	for (size_t k = 0; k < 8; k++)
		if (form[k] == 'd' ? !isdigit((unsigned char)s[i + k])
				   : !strchr("-./", s[i + k]))
			return false;
	*ret = (struct identifier){"编号", i, i + 8};
	return starts_with(s + i + 8, n - i - 8, "出生") ||
	       starts_with(s + i + 8, n - i - 8, "生");
}

/* 内三-26: the ward of a bed */
static size_t ward(const char *s, size_t n)
{
	size_t len = han_run(s, n, 3), at = len;

	at += at < n && s[at] == '-';
	return len && at < n && isdigit((unsigned char)s[at]) ? len : 0;
}

/* 一助扁鹊儿，: what is all there is behind a role of surgery. */
static bool assists(struct kb *kb, const char *cue, const char *s, size_t n,
		    size_t i)
{
	if (strstr(cue, "术者") && !han_begins(s, i - strlen(cue)))
		return false;
	static const char *const ends[] = {"，", "。", "；", "、", NULL};
	size_t len = han_run(s + i, n - i, 4), end = i + len;

	return (strstr(cue, "助") || strcmp(cue, "术者") == 0 ||
		strcmp(cue, "主刀") == 0) &&
	       len >= 6 && len <= 9 &&
	       (end == n || strchr(" ,;", s[end]) ||
		han_one_of(s + end, n - end, ends)) &&
	       !known_within(kb, s + i, len);
}

/* <patientName>…</patientName> */
static bool tagged(const char *s, size_t n, size_t i, struct identifier *ret)
{
	static const char *const tags[] = {"patient",   "name",  "姓名",
					   "birthdate", "phone", "address"};
	size_t tag = i + 1, end;
	bool told = false;

	if (s[i] != '<')
		return false;
	while (tag < n && s[tag] != '>' && tag - i < 40)
		tag++;
	if (tag >= n || s[tag] != '>')
		return false;
	for (size_t k = 0; k < sizeof tags / sizeof *tags; k++)
		for (size_t at = i + 1; at + strlen(tags[k]) <= tag; at++)
			told |= strncasecmp(s + at, tags[k], strlen(tags[k])) ==
				0;
	for (end = tag + 1; end < n && s[end] != '<' && s[end] != '\n';)
		end++;
	*ret = (struct identifier){"姓名", tag + 1, end};
	return told && end < n && s[end] == '<' && end > tag + 1 &&
	       s[i + 1] != '/';
}

/* What this cue announces; i: nothing does follow. */
static size_t announced(struct kb *kb, const struct privacy_cue *cue,
			const char *s, size_t n, size_t behind,
			size_t *ret_from)
{
	bool firm = false;
	size_t from = cue_skip(s, n, behind, &firm), end = from;

	*ret_from = from;
	switch (cue->what) {
	case CUE_NUMBER:
		end = cue_number_end(s, n,
				     from + (strstr(cue->cue, "床")
						     ? ward(s + from, n - from)
						     : 0));
		/* "QQ 图", "Bed 2": a bare word says little */
		if ((!firm && end - from < 2) ||
		    (strcmp(cue->kind, "电话") == 0 &&
		     end - from < (firm || from == behind ? 4 : 7)))
			end = from;
		/* 010-62345678转8012 */
		if (end > from && starts_with(s + end, n - end, "转"))
			for (end += 3;
			     end < n && isdigit((unsigned char)s[end]);)
				end++;
		break;
	case CUE_NAME:
		/* "姓名" in running text names nobody;
		 * 核对是否…: only a colon says what follows */
		firm = memchr(s + behind, ':', from - behind) ||
		       memmem(s + behind, from - behind, "：", 3) ||
		       s[behind - 1] == ':' ||
		       (behind >= 3 && starts_with(s + behind - 3, 3, "：")) ||
		       assists(kb, cue->cue, s, n, from);
		if (from != behind || !word(*cue->cue))
			end = cue_name_end(kb, s, n, from, firm);
		break;
	case CUE_HANDLE:
		end = cue_handle_end(s, n, from, firm);
		break;
	case CUE_TAIL:
		while (end < n && isdigit((unsigned char)s[end]))
			end++;
		if (end - from < 3)
			end = from;
		break;
	case CUE_ADDRESS:
		if ((firm || region_at(s + from, n - from)) && from < n &&
		    s[from] != '[')
			end = cue_address_end(s, n, from);
		break;
	}
	return end;
}

static bool listed(struct kb *kb, const struct privacy_cue *cues, size_t n_cues,
		   const char *s, size_t n, size_t i, struct identifier *ret)
{
	for (size_t k = 0; k < n_cues; k++) {
		size_t from;
		if (((cues[k].cue[0] ^ s[i]) & ~32) ||
		    !cue_matches(s, n, i, cues[k].cue))
			continue;
		size_t end = announced(kb, &cues[k], s, n,
				       i + strlen(cues[k].cue), &from);
		if (end == from)
			continue;
		*ret = (struct identifier){cues[k].kind, from, end};
		return true;
	}
	return false;
}

bool find_cued(struct kb *kb, const char *s, size_t n, size_t i,
	       struct identifier *ret)
{
	bool latin = (unsigned char)s[i] < 0x80;

	return (latin ? listed(kb, privacy_cues_latin, privacy_n_cues_latin, s,
			       n, i, ret)
		      : listed(kb, privacy_cues_zh, privacy_n_cues_zh, s, n, i,
			       ret)) ||
	       tagged(s, n, i, ret) || short_birth(s, n, i, ret) ||
	       spread(kb, s, n, i, ret) || dated(s, n, i, ret) ||
	       any_number(s, n, i, ret);
}
