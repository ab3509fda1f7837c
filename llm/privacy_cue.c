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
		if (k && s[at] == ' ') {
			at++;
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

	static const char *const words[] = {"号",     "ID",     "No.", "No",
					    "Number", "number", "#"};
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
	return digits >= 5;
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
					   "生于",     "生日",     "born on ",
					   "Born on ", "Born ",    "born "};
	static const char *const parts[] = {
		"年",  "月",  "日",   "〇",  "零",  "一",  "二",  "三",
		"四",  "五",  "六",   "七",  "八",  "九",  "十",  "-",
		"/",   ".",   "Jan",  "Feb", "Mar", "Apr", "May", "Jun",
		"Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec"};
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
		end = cue_number_end(s, n, from);
		/* "QQ 图", "Bed 2": a bare word says little */
		if ((!firm && end - from < 2) ||
		    (strcmp(cue->kind, "电话") == 0 &&
		     end - from < (firm ? 4 : 7)))
			end = from;
		break;
	case CUE_NAME:
		/* "姓名" in running text names nobody;
		 * 核对是否…: only a colon says what follows */
		firm = memchr(s + behind, ':', from - behind) ||
		       memmem(s + behind, from - behind, "：", 3);
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
	       spread(kb, s, n, i, ret) || dated(s, n, i, ret) ||
	       any_number(s, n, i, ret);
}
