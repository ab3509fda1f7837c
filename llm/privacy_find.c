#include "llm/privacy_find.h"

#include "llm/privacy.h"

#include <ctype.h>
#include <string.h>

bool starts_with(const char *s, size_t n, const char *prefix)
{
	size_t len = strlen(prefix);

	return len <= n && memcmp(s, prefix, len) == 0;
}

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

/* Digits from i, with single blanks, hyphens or brackets between them, into
 * out (at most max). Returns the end of the last digit. */
static size_t spaced_digits(const char *s, size_t n, size_t i, char *out,
			    size_t max, size_t *ret_count)
{
	size_t count = 0, end = i, gap = 0;

	for (; i < n && count < max; i++) {
		if (digit(s[i])) {
			out[count++] = s[i];
			end = i + 1;
			gap = 0;
		} else if (count && (starts_with(s + i, n - i, "（") ||
				     starts_with(s + i, n - i, "）"))) {
			gap++;
			i += 2;
		} else if (!count || ++gap > 2 || !strchr(" -()", s[i])) {
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
	size_t x = *end;

	if (count == 17 && x < n && s[x] == ' ')
		x++;
	if (count == 17 && x < n && (s[x] == 'X' || s[x] == 'x') &&
	    date_like(d + 6)) {
		*end = x + 1;
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

/* 0 + area + number: 010-62345678, 0571 8765 4321, 020 7946 0958 */
static bool is_landline(const char *d, size_t count)
{
	return d[0] == '0' && d[1] != '0' && count >= 10 && count <= 12;
}

/* 555-123-4567, (555) 123-4567 */
static bool is_american(const char *s, size_t from, size_t end, size_t count)
{
	size_t groups = 0, run = 0, lengths[4] = {0};

	for (size_t i = from; i <= end; i++) {
		if (i < end && digit(s[i])) {
			run++;
		} else if (run) {
			if (groups < 4)
				lengths[groups] = run;
			groups++;
			run = 0;
		}
	}
	return count == 10 && groups == 3 && lengths[0] == 3 &&
	       lengths[1] == 3 && memchr(s + from, '-', end - from);
}

/* +44 20 7946 0958, +86 139…: a country code and at least eight digits. */
static bool international(const char *s, size_t n, size_t i,
			  struct identifier *ret)
{
	char d[24];
	size_t count;

	if (s[i] != '+' || i + 1 >= n || !digit(s[i + 1]))
		return false;
	size_t end = spaced_digits(s, n, i + 1, d, 16, &count);
	if (count < 9 || count > 15)
		return false;
	*ret = (struct identifier){"电话", i, end};
	return true;
}

/* Behind letters only what can be nothing else. */
static bool glued(const char *s, size_t n, size_t i, struct identifier *ret)
{
	char d[24];
	size_t count, end = spaced_digits(s, n, i, d, 20, &count);

	if (end - i != count)
		return false;
	bool id = (count == 17 || count == 18) && is_id(d, count, s, n, &end);
	*ret = (struct identifier){id ? "证件" : "电话", i, end};
	return id || (is_mobile(d, count) && (end >= n || !word(s[end])));
}

bool find_number(const char *s, size_t n, size_t i, struct identifier *ret)
{
	char d[24];
	size_t count, at = i;

	/* sfz310115…: a cue may be glued to it */
	if (i > 0 && isalpha((unsigned char)s[i - 1]) && digit(s[i]))
		return glued(s, n, i, ret);
	if (i > 0 && (word(s[i - 1]) || s[i - 1] == '.'))
		return false;
	if (international(s, n, i, ret) || find_odd(s, n, i, ret))
		return true;
	if (s[i] == '(' && i + 1 < n)
		at = i + 1;
	if (!digit(s[at]))
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
	else if (is_mobile(d, count) || is_landline(d, count) ||
		 (is_landline(d, 12) && count > 12 && count < 17 &&
		  memchr(s + at, '-', 5)) ||
		 is_american(s, at, end, count))
		ret->kind = "电话";
	else if (luhn(d, count) &&
		 ((count >= 16 && count <= 19) || (count == 15 && d[0] == '3')))
		ret->kind = "卡号";
	else
		return false;
	/* 0571-87654321转8012 */
	if (starts_with(s + end, n - end, "转"))
		for (end += 3; end < n && digit(s[end]);)
			end++;
	ret->end = end;
	return true;
}

/* 京A·12345, 沪AD12345 */
bool find_plate(const char *s, size_t n, size_t i, struct identifier *ret)
{
	static const char provinces[] =
		"京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
	size_t at = i + 3, end, digits = 0, blanks = 0;

	if (i + 9 > n || ((unsigned char)s[i] & 0xF0) != 0xE0)
		return false;
	const char *p = memmem(provinces, sizeof provinces - 1, s + i, 3);
	if (!p || (p - provinces) % 3 || !isupper((unsigned char)s[at]))
		return false;
	at++;
	if (starts_with(s + at, n - at, "·"))
		at += 2;
	else if (s[at] == ' ' || s[at] == '-')
		at++;
	for (end = at;
	     end < n &&
	     (digit(s[end]) || isupper((unsigned char)s[end]) ||
	      (s[end] == ' ' && end > at && end + 1 < n &&
	       (digit(s[end + 1]) || isupper((unsigned char)s[end + 1]))));
	     end++) {
		digits += digit(s[end]);
		blanks += s[end] == ' ';
	}
	/* 川A0120警 */
	static const char *const kinds[] = {"警", "学", "港", "澳",
					    "挂", "领", "使", NULL};
	size_t kind = end - at == 4 ? han_one_of(s + end, n - end, kinds) : 0;
	if (kind) {
		*ret = (struct identifier){"车牌", i, end + kind};
		return true;
	}
	if (end - at - blanks < 5 || end - at - blanks > 6 || digits < 2 ||
	    (end < n && word(s[end])))
		return false;
	*ret = (struct identifier){"车牌", i, end};
	return true;
}

bool identifier_at(struct kb *kb, const char *s, size_t n, size_t i,
		   struct identifier *ret)
{
	return find_number(s, n, i, ret) || find_net(s, n, i, ret) ||
	       find_plate(s, n, i, ret) || find_cued(kb, s, n, i, ret) ||
	       find_work(s, n, i, ret) || find_place(s, n, i, ret) ||
	       find_address(s, n, i, ret) || find_person(kb, s, n, i, ret);
}
