/* Numbers with letters or signs in them. */
#include "llm/privacy_find.h"

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

/* 212.555.0187, 138****5678, 一三九一二三四五六七八, AmEx */
static bool odd_number(const char *s, size_t n, size_t i,
		       struct identifier *ret)
{
	static const char *const forms[] = {
		"ddd.ddd.dddd",  "ddd.dddd.dddd",  "ddd****dddd",
		"ddd***dddd",    "dddd dddd dddd", "dddd-dddd-dddd",
		"ddd **** dddd", "ddd-****-dddd",  "ddd dd dddd"};
	static const char spelled[] = "〇零一二三四五六七八九幺";
	size_t k, len = 0;

	for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
		len = strlen(forms[f]);
		if (len > n - i || (len < n - i && word(s[i + len])))
			continue;
		for (k = 0; k < len; k++)
			if (forms[f][k] == 'd' ? !digit(s[i + k])
					       : s[i + k] != forms[f][k])
				break;
		if (k == len) {
			*ret = (struct identifier){"电话", i, i + len};
			return true;
		}
	}
	/* 1990-02-29: no day there ever was, and a birthday all the same */
	long long days;
	static const char day[] = "dddd-dd-dd";
	for (k = 0; k < sizeof day - 1 && i + k < n; k++)
		if (day[k] == 'd' ? !digit(s[i + k]) : !strchr("-/.", s[i + k]))
			break;
	if (k == sizeof day - 1 && (s[i] == '1' || s[i] == '2') &&
	    (i + k == n || !word(s[i + k])) && !find_date(s, n, i, &days)) {
		*ret = (struct identifier){"编号", i, i + k};
		return true;
	}
	size_t figures = 0;
	for (len = 0; i + len + 3 <= n; len += 3) {
		const char *p =
			memmem(spelled, sizeof spelled - 1, s + i + len, 3);
		bool figure = p && (p - spelled) % 3 == 0;
		if (!figure && (!len || (!starts_with(s + i + len, 3, "，") &&
					 !starts_with(s + i + len, 3, "、"))))
			break;
		figures += figure;
	}
	*ret = (struct identifier){"电话", i, i + len};
	return figures >= 7;
}

/* DOB 4/7/58: two figures of a year are no date elsewhere. */
static bool born(const char *s, size_t n, size_t i, struct identifier *ret)
{
	static const char *const cues[] = {"DOB",   "D.O.B.", "born", "Born",
					   "birth", "Birth",  "生日", "出生"};
	size_t at = i, end = i, parts = 1;

	while (at > 0 && strchr(": ：(", s[at - 1]) && i - at < 3)
		at--;
	if (!digit(s[i]) || at == i)
		return false;
	while (end < n &&
	       (digit(s[end]) || (strchr("./-", s[end]) && s[end] &&
				  end + 1 < n && digit(s[end + 1])))) {
		parts += !digit(s[end]);
		end++;
	}
	*ret = (struct identifier){"编号", i, end};
	for (size_t k = 0; k < sizeof cues / sizeof *cues; k++) {
		size_t len = strlen(cues[k]);
		if (at >= len && memcmp(s + at - len, cues[k], len) == 0)
			return parts == 3 && end - i <= 8;
	}
	return false;
}

/* (01)00884838012345(21)A7788; GB29 NWBK 6016 1331 9268 19 */
static bool coded(const char *s, size_t n, size_t i, struct identifier *ret)
{
	size_t end = i, count = 0;

	if (starts_with(s + i, n - i, "(01)")) {
		while (end < n && (word(s[end]) || strchr("()-", s[end])))
			end++;
		*ret = (struct identifier){"编号", i, end};
		return end - i >= 18;
	}
	if (i + 8 > n || !isupper((unsigned char)s[i]) ||
	    !isupper((unsigned char)s[i + 1]) || !digit(s[i + 2]) ||
	    !digit(s[i + 3]))
		return false;
	for (end = i; end < n; end++) {
		if (digit(s[end]) || isupper((unsigned char)s[end]))
			count++;
		else if (s[end] != ' ' || end + 1 >= n ||
			 !(digit(s[end + 1]) ||
			   isupper((unsigned char)s[end + 1])))
			break;
	}
	*ret = (struct identifier){"卡号", i, end};
	return count >= 15 && count <= 34 && (end >= n || !word(s[end]));
}

/* 123-45-6789 */
static bool social_security(const char *s, size_t n, size_t i,
			    struct identifier *ret)
{
	static const char form[] = "ddd-dd-dddd";
	size_t len = sizeof form - 1;

	if (i + len > n || (i + len < n && word(s[i + len])))
		return false;
	for (size_t k = 0; k < len; k++)
		if (form[k] == 'd' ? !digit(s[i + k]) : s[i + k] != form[k])
			return false;
	*ret = (struct identifier){"证件", i, i + len};
	return true;
}

/* A123456(7), S1234567D, A123456789, 91110000600037341L */
static bool lettered(const char *s, size_t n, size_t i, struct identifier *ret)
{
	size_t end = i, digits = 0, letters = 0;

	while (end < n && (digit(s[end]) || isupper((unsigned char)s[end]))) {
		digits += digit(s[end]);
		letters += !digit(s[end]);
		end++;
	}
	size_t len = end - i;
	bool hong_kong = letters >= 1 && letters <= 2 && digits == 6 &&
			 end + 2 < n && s[end] == '(' &&
			 (digit(s[end + 1]) || s[end + 1] == 'A') &&
			 s[end + 2] == ')';
	bool taiwan = len == 10 && letters == 1 && !digit(s[i]) &&
		      (s[i + 1] == '1' || s[i + 1] == '2');
	bool singapore = len == 9 && letters == 2 && strchr("STFGM", s[i]) &&
			 !digit(s[end - 1]) && !digit(s[i]);
	/* a passport; 国药准字S20093012 begins with other letters mostly */
	bool passport = len == 9 && strchr("EGDP", s[i]) &&
			(digits == 8 ||
			 (letters == 2 && s[i] == 'E' && !digit(s[i + 1])));
	/* the social credit code: 18, two letters at most before the check */
	bool credit = len == 18 && digits >= 10 && letters >= 1 &&
		      strchr("159Y", s[i]) && digit(s[i + 2]) &&
		      digit(s[i + 3]) && digit(s[i + 4]) && digit(s[i + 5]);
	/* a serial number; 国药准字HJ20160123 is a product's */
	bool serial = len >= 10 && letters >= 2 && digits >= 6 &&
		      !(i >= 6 && memcmp(s + i - 6, "准字", 6) == 0);
	if (end < n && word(s[end]))
		return false;
	if (serial) {
		*ret = (struct identifier){"编号", i, end};
		return true;
	}
	if (!hong_kong && !taiwan && !singapore && !passport && !credit)
		return false;
	*ret = (struct identifier){"证件", i, hong_kong ? end + 3 : end};
	return true;
}

static size_t field_end(const char *s, size_t n, size_t i)
{
	while (i < n && s[i] != '|' && s[i] != '\n' && s[i] != '\r')
		i++;
	return i;
}

/* A raw HL7 v2 segment: those about persons as a whole, of the others the
 * numbers of the order and who is named with an id. */
static bool segment(const char *s, size_t n, size_t i, struct identifier *ret)
{
	static const char *const persons[] = {"PID|", "NK1|", "IN1|", "GT1|",
					      "PV1|", "MRG|", "PD1|"};
	size_t end = i;

	for (size_t k = 0; k < sizeof persons / sizeof *persons; k++)
		if (starts_with(s + i, n - i, persons[k]) &&
		    (i == 0 || !word(s[i - 1]))) {
			while (end < n && s[end] != '\n' && s[end] != '\r')
				end++;
			*ret = (struct identifier){"编号", i + 4, end};
			return end > i + 4;
		}
	if ((starts_with(s + i, n - i, "OBR|") ||
	     starts_with(s + i, n - i, "ORC|")) &&
	    (i == 0 || !word(s[i - 1]))) {
		size_t from = field_end(s, n, i + 4);
		end = from < n ? field_end(s, n, from + 1) : n;
		end = end < n ? field_end(s, n, end + 1) : n;
		*ret = (struct identifier){"编号", from + 1, end};
		return from < n && end > from + 2;
	}
	/* 1022^HUANG^QIANG */
	if (i == 0 || s[i - 1] != '|' || !digit(s[i]))
		return false;
	while (end < n && (digit(s[end]) || isupper((unsigned char)s[end])))
		end++;
	if (end >= n || s[end] != '^' || end - i > 12)
		return false;
	size_t name = end + 1;
	bool person = name < n && (isupper((unsigned char)s[name]) ||
				   (unsigned char)s[name] >= 0xE4);
	end = field_end(s, n, end);
	*ret = (struct identifier){"姓名", i, end};
	return person && memchr(s + name, '^', end - name);
}

bool find_odd(const char *s, size_t n, size_t i, struct identifier *ret)
{
	return segment(s, n, i, ret) || born(s, n, i, ret) ||
	       social_security(s, n, i, ret) || lettered(s, n, i, ret) ||
	       odd_number(s, n, i, ret) || coded(s, n, i, ret);
}
