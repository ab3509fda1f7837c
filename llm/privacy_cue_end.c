/* Where what a cue announces ends. */
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
size_t cue_skip(const char *s, size_t n, size_t i, bool *ret_firm)
{
	static const char *const between[] = {
		":",   "：",     " ",      "是", "为",   "#",  "号码",
		"No.", "number", "Number", "No", "编号", "号", "=",
		"\t",  "卡",     "　",     "\"", "拼音", ">",  ".com/",
		". ",  "ID",     "码",     "(",  "（",   "【", "】",
		"|",   "「",     "《",     "[ "};

	for (size_t k = 0; k < sizeof between / sizeof *between; k++)
		if (starts_with(s + i, n - i, between[k])) {
			*ret_firm |= strchr(" \t", *between[k]) == NULL;
			return cue_skip(s, n, i + strlen(between[k]), ret_firm);
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
		/* d'Arcy */
		upper |= words && len > 3 && s[at + 1] == '\'' &&
			 isupper((unsigned char)s[at + 2]);
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
size_t cue_handle_end(const char *s, size_t n, size_t i, bool firm)
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

/* HbE: a capital behind small letters, but MacLean and DeSouza */
static bool abbreviation(const char *s, size_t n)
{
	return n > 1 && n < 5 && islower((unsigned char)s[n - 2]) &&
	       isupper((unsigned char)s[n - 1]);
}

/* Up to four ideographs (more around ·); *ret_count of them. */
static size_t ideographs_end(const char *s, size_t n, size_t i, bool firm,
			     size_t *ret_count)
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
	*ret_count = count;
	return end;
}

/* 配偶：与…, 配偶：健康, 术者应…: no names */
static bool no_name(const char *s, size_t n, bool firm)
{
	static const char *const never[] = {"与",   "健康", "体健",
					    "健在", "不详", "已故",
					    "未知", "同上", NULL};
	static const char *const verbs[] = {"应", "和", "于", NULL};

	return han_one_of(s, n, never) || (!firm && han_one_of(s, n, verbs));
}

size_t cue_name_end(struct kb *kb, const char *s, size_t n, size_t i, bool firm)
{
	size_t count, end = ideographs_end(s, n, i, firm, &count);
	bool dot;

	/* 周/李时: both who signed */
	size_t other = end < n && s[end] == '/' && count
			       ? surname_at(s + end + 1, n - end - 1, NULL)
			       : 0;
	if (other)
		return end + 1 + other +
		       han_run(s + end + 1 + other, n - end - 1 - other, 2);
	size_t sounds = han_sounds(s + i, n - i, &dot);
	if (count && sounds >= 9 && !known_within(kb, s + i, sounds))
		return i + sounds;
	if (count && no_name(s + i, n - i, firm))
		return i;
	if (count) /* "家属要求", "签名不详": words, not names */
		return !firm && (!surname_at(s + i, n - i, NULL) ||
				 known_word(kb, s + i, end - i))
			       ? i
			       : end;
	/* "核对 ACEI": a word of medicine, and no name without a colon */
	size_t len = latin_span(s + i, n - i);
	if (abbreviation(s + i, len))
		return i;
	if (!firm && (latin_medical(kb, s + i, len) ||
		      latin_listed(privacy_plain_words, s + i, len)))
		return i;
	return latin_name_end(s, n, i);
}

/* Up to the end of the field. */
size_t cue_address_end(const char *s, size_t n, size_t i)
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

/* 0 2 8 - 8 5 5 5 1 2 3 4: one by one. */
static size_t single_digits(const char *s, size_t n, size_t i)
{
	size_t end = i, count = 0;

	for (size_t at = i; at < n; at++) {
		if (isdigit((unsigned char)s[at])) {
			if (at > i && isdigit((unsigned char)s[at - 1]))
				return i;
			count++;
			end = at + 1;
		} else if (s[at] != ' ' && s[at] != '-') {
			break;
		}
	}
	return count >= 6 ? end : i;
}

size_t cue_number_end(const char *s, size_t n, size_t i)
{
	size_t end = i, singly = single_digits(s, n, i);
	bool any = false;

	if (singly > i)
		return singly;
	/* RTH 556712 */
	size_t head = i;
	while (head < n && head - i < 4 && isupper((unsigned char)s[head]))
		head++;
	if (head - i >= 2 && head + 4 < n && s[head] == ' ' &&
	    isdigit((unsigned char)s[head + 1]) &&
	    isdigit((unsigned char)s[head + 3]))
		end = head + 1;
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
