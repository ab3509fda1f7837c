#include "llm/privacy_find.h"

#include "base/utf8.h"
#include "llm/privacy.h"

#include <ctype.h>
#include <string.h>

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

bool privacy_id_valid(const char id[18])
{
	static const int weight[17] = {7, 9, 10, 5,  8, 4, 2, 1, 6,
				       3, 7, 9,  10, 5, 8, 4, 2};
	static const char check[] = "10X98765432";
	int sum = 0;

	for (int i = 0; i < 17; i++) {
		if (!digit(id[i]))
			return false;
		sum += (id[i] - '0') * weight[i];
	}
	return toupper((unsigned char)id[17]) == check[sum % 11];
}

/* Digits from i, with single blanks or hyphens between them, into out (at
 * most max). Returns the end of the last digit. */
static size_t spaced_digits(const char *s, size_t n, size_t i, char *out,
			    size_t max, size_t *ret_count)
{
	size_t count = 0, end = i;

	while (i < n && count < max) {
		if (digit(s[i])) {
			out[count++] = s[i++];
			end = i;
		} else if ((s[i] == ' ' || s[i] == '-') && count && i + 1 < n &&
			   digit(s[i + 1]) && s[i - 1] != ' ' &&
			   s[i - 1] != '-') {
			i++;
		} else {
			break;
		}
	}
	*ret_count = count;
	return end;
}

static bool luhn(const char *digits, size_t n)
{
	int sum = 0;

	for (size_t i = 0; i < n; i++) {
		int d = digits[n - 1 - i] - '0';
		if (i % 2)
			d = d * 2 > 9 ? d * 2 - 9 : d * 2;
		sum += d;
	}
	return sum % 10 == 0;
}

static bool date_like(const char *digits)
{
	int year = (digits[0] - '0') * 10 + digits[1] - '0';
	int month = (digits[4] - '0') * 10 + digits[5] - '0';
	int day = (digits[6] - '0') * 10 + digits[7] - '0';

	return (year == 19 || year == 20 || year == 18) && month >= 1 &&
	       month <= 12 && day >= 1 && day <= 31;
}

/* 18 digits with a date in the middle (also with a wrong check digit: a
 * mistyped number still tells who it is), or 15 of the old form. */
static bool is_id(const char *d, size_t count, const char *s, size_t n,
		  size_t *end)
{
	if (count == 17 && *end < n && (s[*end] == 'X' || s[*end] == 'x') &&
	    date_like(d + 6)) {
		(*end)++;
		return true;
	}
	if (count == 18)
		return date_like(d + 6) || privacy_id_valid(d);
	return count == 15 && d[0] >= '1' && d[0] <= '8' && d[8] <= '1' &&
	       d[10] <= '3';
}

static bool is_mobile(const char *d, size_t count)
{
	return count == 11 && d[0] == '1' && d[1] >= '3';
}

/* 0 + area + number: 010-62345678, 0571 8765 4321 */
static bool is_landline(const char *d, size_t count)
{
	return d[0] == '0' && d[1] != '0' && count >= 10 && count <= 12;
}

static bool number_at(const char *s, size_t n, size_t i, struct identifier *ret)
{
	char d[24];
	size_t count, at = i;

	if (i > 0 && (word(s[i - 1]) || s[i - 1] == '.'))
		return false;
	if (s[i] == '+' && n - i > 3 && s[i + 1] == '8' && s[i + 2] == '6')
		at = i + 3 + (s[i + 3] == ' ' || s[i + 3] == '-');
	if (at >= n || !digit(s[at]))
		return false;
	size_t end = spaced_digits(s, n, at, d, 20, &count);
	if (count < 10 ||
	    (end < n && s[end] == '.' && end + 1 < n && digit(s[end + 1])))
		return false;
	ret->start = i;
	if (is_id(d, count, s, n, &end))
		ret->kind = "证件";
	else if (end < n && word(s[end]))
		return false;
	else if (is_mobile(d, count) || is_landline(d, count))
		ret->kind = "电话";
	else if (count >= 16 && count <= 19 && luhn(d, count))
		ret->kind = "卡号";
	else
		return false;
	ret->end = end;
	return true;
}

static bool mail_at(const char *s, size_t n, size_t i, struct identifier *ret)
{
	static const char local[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN"
				    "OPQRSTUVWXYZ0123456789._%+-";
	size_t a = i, b;

	if (i > 0 && strchr(local, s[i - 1]))
		return false;
	while (a < n && s[a] && strchr(local, s[a]))
		a++;
	if (a == i || a >= n || s[a] != '@')
		return false;
	for (b = a + 1; b < n && (word(s[b]) || s[b] == '.' || s[b] == '-');)
		b++;
	if (!memchr(s + a, '.', b - a))
		return false;
	*ret = (struct identifier){"邮箱", i, b};
	return true;
}

/* Words that announce a number or a name. */
static const struct {
	const char *cue, *kind;
	bool name;
} cues[] = {
	{"住院号", "编号", false},      {"病历号", "编号", false},
	{"病案号", "编号", false},      {"门诊号", "编号", false},
	{"就诊号", "编号", false},      {"就诊卡号", "编号", false},
	{"登记号", "编号", false},      {"标本号", "编号", false},
	{"样本号", "编号", false},      {"条码号", "编号", false},
	{"条码", "编号", false},        {"医保号", "编号", false},
	{"医保卡号", "编号", false},    {"社保号", "编号", false},
	{"床号", "编号", false},        {"体检号", "编号", false},
	{"身份证号码", "证件", false},  {"身份证号", "证件", false},
	{"身份证", "证件", false},      {"护照号", "证件", false},
	{"护照", "证件", false},        {"微信号", "账号", false},
	{"微信", "账号", false},        {"QQ", "账号", false},
	{"MRN", "编号", false},         {"Accession", "编号", false},
	{"Patient ID", "编号", false},  {"NHS No", "编号", false},
	{"姓名", "姓名", true},         {"患者姓名", "姓名", true},
	{"联系人", "姓名", true},       {"家属", "姓名", true},
	{"医师签名", "姓名", true},     {"医生签名", "姓名", true},
	{"Patient Name", "姓名", true}, {"Name", "姓名", true},
};

static size_t skip_separator(const char *s, size_t n, size_t i)
{
	static const char *const between[] = {":", "：",   " ",   "是", "为",
					      "#", "号码", "No.", "号"};

	for (size_t k = 0; k < sizeof between / sizeof *between; k++) {
		size_t len = strlen(between[k]);
		if (i + len <= n && memcmp(s + i, between[k], len) == 0)
			return skip_separator(s, n, i + len);
	}
	return i;
}

/* A name behind its cue: up to four ideographs, or capitalised words. */
static size_t name_end(const char *s, size_t n, size_t i)
{
	size_t end = i, count = 0;
	uint32_t cp;

	while (end < n && count < 4) {
		size_t len = utf8_decode(s + end, n - end, &cp);
		if (!utf8_is_cjk(cp) && cp != 0xB7)
			break;
		end += len;
		count++;
	}
	if (count)
		return end;
	while (end < n && isupper((unsigned char)s[end])) {
		size_t from = end;
		while (end < n && (isalpha((unsigned char)s[end]) ||
				   s[end] == '\'' || s[end] == '-'))
			end++;
		if (end + 1 < n && s[end] == ' ' &&
		    isupper((unsigned char)s[end + 1]) && from != end)
			end++;
		else
			break;
	}
	return end;
}

static bool cue_at(const char *s, size_t n, size_t i, struct identifier *ret)
{
	for (size_t k = 0; k < sizeof cues / sizeof *cues; k++) {
		size_t len = strlen(cues[k].cue);
		if (i + len > n || memcmp(s + i, cues[k].cue, len) != 0 ||
		    (word(*cues[k].cue) && i > 0 && word(s[i - 1])))
			continue;
		size_t from = skip_separator(s, n, i + len), end = from;
		if (cues[k].name) {
			/* "姓名" in running text names nobody */
			if (from == i + len)
				continue;
			end = name_end(s, n, from);
		} else {
			while (end < n && (word(s[end]) || s[end] == '-'))
				end++;
			bool any = false;
			for (size_t p = from; p < end; p++)
				any |= digit(s[p]);
			if (!any)
				continue;
		}
		if (end == from)
			continue;
		*ret = (struct identifier){cues[k].kind, from, end};
		return true;
	}
	return false;
}

bool identifier_at(const char *s, size_t n, size_t i, struct identifier *ret)
{
	return number_at(s, n, i, ret) || mail_at(s, n, i, ret) ||
	       cue_at(s, n, i, ret);
}
