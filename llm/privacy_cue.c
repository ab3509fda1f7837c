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

/* Behind the cue: colons, spaces and the like. *ret_firm: more than a space. */
static size_t skip_separator(const char *s, size_t n, size_t i, bool *ret_firm)
{
	static const char *const between[] = {
		":",   "：",     " ",      "是", "为",   "#",  "号码",
		"No.", "number", "Number", "No", "编号", "号", "=",
		"\t",  "卡",     ". ",     "ID", "码",   "(",  "（"};

	for (size_t k = 0; k < sizeof between / sizeof *between; k++)
		if (starts_with(s + i, n - i, between[k])) {
			*ret_firm |= strchr(" \t", *between[k]) == NULL;
			return skip_separator(s, n, i + strlen(between[k]),
					      ret_firm);
		}
	return i;
}

/* The next field's label stands behind a name. */
static bool field_word(const char *s, size_t n)
{
	static const char *const labels[] = {
		"DOB",    "MRN",   "SEX",  "AGE", "ID",   "DATE",
		"TEL",    "PHONE", "M",    "F",   "MALE", "FEMALE",
		"GENDER", "BED",   "WARD", "SSN", "NHS"};

	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
		if (strlen(labels[i]) == n && strncasecmp(s, labels[i], n) == 0)
			return true;
	return false;
}

/* Capitalised or upper-case words, "SMITH, JOHN", "O'Neil-Jones". */
static size_t latin_name_end(const char *s, size_t n, size_t i)
{
	size_t end = i;
	bool upper;

	for (int words = 0; words < 5; words++) {
		size_t at = end;
		if (words && at < n && s[at] == ',')
			at++;
		while (words && at < n && s[at] == ' ')
			at++;
		if (words && at < n && s[at] == '^')
			at++;
		size_t len = latin_word(s + at, n - at, &upper);
		if (!len || !upper)
			break;
		size_t from = at;
		at += len;
		while (at < n && (s[at] == '.' || s[at] == '-'))
			at++;
		/* "Name: JOHN SMITH MRN 12": the next cue is no name */
		if (words && at < n &&
		    (s[at] == ':' || isdigit((unsigned char)s[at])))
			break;
		if (words && field_word(s + from, at - from))
			break;
		end = at;
	}
	while (end > i && strchr(".-'", s[end - 1]))
		end--;
	return end;
}

static bool behind_name(const char *s, size_t n)
{
	static const char *const verbs[] = {"陪", "代", "签", "述", "诉", "到",
					    "来", "电", "及", "等", "在", "于",
					    "已", "说", "与", "和", "的", "送",
					    "要", "因", "转"};

	for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
		if (starts_with(s, n, verbs[i]))
			return true;
	return false;
}

/* lanlan2020; behind a colon letters alone, too. */
static size_t handle_end(const char *s, size_t n, size_t i, bool firm)
{
	size_t end = i;
	bool marked = false;

	if (i < n && s[i] == '@')
		end++;
	while (end < n && (word(s[end]) || strchr("-.:+", s[end])) && s[end]) {
		marked |= isdigit((unsigned char)s[end]) || s[end] == '_';
		end++;
	}
	while (end > i && strchr(".:-", s[end - 1]))
		end--;
	return end - i >= 3 && (firm || marked || s[i] == '@' ||
				memchr(s + i, '.', end - i))
		       ? end
		       : i;
}

/* A name behind its cue: up to four ideographs (more around ·), or words. */
static size_t name_end(struct kb *kb, const char *s, size_t n, size_t i,
		       bool firm)
{
	size_t end = i, count = 0, most = 4;
	uint32_t cp;

	while (end < n && count < most) {
		size_t len = utf8_decode(s + end, n - end, &cp);
		bool dot = cp == 0xB7 || cp == 0x2022;
		if (dot)
			most = 12; /* 买买提·吐尔逊 */
		bool gap = cp == ' ' && count == 1 && firm && n - end > 3;
		if (gap) { /* 张 三 */
			uint32_t next;
			utf8_decode(s + end + 1, n - end - 1, &next);
			gap = utf8_is_cjk(next) &&
			      surname_at(s + i, n - i, NULL) > 0;
		}
		if (!utf8_is_cjk(cp) && !dot && !gap)
			break;
		end += len;
		count += !gap;
		/* "姓名张三性别男" */
		if (count >= 2 && (starts_with(s + end, n - end, "性别") ||
				   starts_with(s + end, n - end, "年龄")))
			break;
	}
	if (count > 3 && !memmem(s + i, end - i, "·", 2)) {
		/* 张三诉头: three ideographs are a name, four only after 欧阳 */
		size_t surname = surname_at(s + i, n - i, NULL);
		if (surname == 3)
			end = i + 9;
	}
	/* "家属王伟陪同": the verb is none of it */
	while (count > 2 && behind_name(s + end - 3, n - end + 3)) {
		end -= 3;
		count--;
	}
	if (count) /* "家属要求", "签名不详": words, not names */
		return !firm && (!surname_at(s + i, n - i, NULL) ||
				 known_word(kb, s + i, end - i))
			       ? i
			       : end;
	/* "核对 ACEI": a word of medicine, and no name without a colon */
	size_t len = latin_span(s + i, n - i);
	if (!firm && (latin_medical(kb, s + i, len) ||
		      latin_listed(privacy_plain_words, s + i, len)))
		return i;
	return latin_name_end(s, n, i);
}

/* Up to the end of the field. */
static size_t address_end(const char *s, size_t n, size_t i)
{
	static const char *const ends[] = {"，",  "。", "；",   ";",   "\n",
					   "\t",  "  ", "电话", "Tel", "Phone",
					   "\\n", "\"", "联系", "邮编"};
	size_t end = i;

	for (; end < n && end - i < 200; end++)
		for (size_t k = 0; k < sizeof ends / sizeof *ends; k++)
			if (starts_with(s + end, n - end, ends[k]))
				return end;
	return end;
}

/* A blank between groups of three digits or more: 6222 0212 3456. */
static bool grouped(const char *s, size_t n, size_t from, size_t blank)
{
	size_t before = blank, after = blank + 1;

	while (before > from && isdigit((unsigned char)s[before - 1]))
		before--;
	while (after < n && isdigit((unsigned char)s[after]))
		after++;
	return blank - before >= 3 && after - blank - 1 >= 3;
}

static size_t number_end(const char *s, size_t n, size_t i)
{
	size_t end = i;
	bool any = false;

	/* 军字第2001988号 */
	for (size_t k = 3; k <= 9 && i + k < n; k += 3)
		if (starts_with(s + i + k, n - i - k, "字第"))
			end = i + k + strlen("字第");

	while (end < n && (word(s[end]) || strchr("-/+", s[end]) ||
			   (s[end] == ' ' && grouped(s, n, i, end)))) {
		any |= isdigit((unsigned char)s[end]) != 0;
		end++;
	}
	if (any && memmem(s + i, end - i, "字第", 6) &&
	    starts_with(s + end, n - end, "号"))
		end += 3;
	return any ? end : i;
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
	size_t from = skip_separator(s, n, i + cue, &firm);
	size_t end = number_end(s, n, from);
	for (size_t k = from; k < end; k++)
		digits += isdigit((unsigned char)s[k]) != 0;
	*ret = (struct identifier){"编号", from, end};
	return digits >= 5;
}

bool find_cued(struct kb *kb, const char *s, size_t n, size_t i,
	       struct identifier *ret)
{
	for (size_t k = 0; k < privacy_n_cues; k++) {
		if (((privacy_cues[k].cue[0] ^ s[i]) & ~32) ||
		    !cue_matches(s, n, i, privacy_cues[k].cue))
			continue;
		size_t behind = i + strlen(privacy_cues[k].cue);
		bool firm = false;
		size_t from = skip_separator(s, n, behind, &firm), end = from;
		switch (privacy_cues[k].what) {
		case CUE_NUMBER:
			end = number_end(s, n, from);
			/* "QQ 图", "Bed 2": a bare word says little */
			if ((!firm && end - from < 2) ||
			    (strcmp(privacy_cues[k].kind, "电话") == 0 &&
			     end - from < (firm ? 4 : 7)))
				end = from;
			break;
		case CUE_NAME:
			/* "姓名" in running text names nobody */
			/* 核对是否…: only a colon says what follows */
			firm = memchr(s + behind, ':', from - behind) ||
			       memmem(s + behind, from - behind, "：", 3);
			if (from != behind || !word(*privacy_cues[k].cue))
				end = name_end(kb, s, n, from, firm);
			break;
		case CUE_HANDLE:
			end = handle_end(s, n, from, firm);
			break;
		case CUE_TAIL:
			while (end < n && isdigit((unsigned char)s[end]))
				end++;
			if (end - from < 3)
				end = from;
			break;
		case CUE_ADDRESS:
			if (firm && from < n && s[from] != '[')
				end = address_end(s, n, from);
			break;
		}
		if (end == from)
			continue;
		*ret = (struct identifier){privacy_cues[k].kind, from, end};
		return true;
	}
	return any_number(s, n, i, ret);
}
