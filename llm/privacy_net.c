/* Addresses and names on networks. */
#include "llm/privacy_find.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* a.b@c.d, also with a domain in Chinese, and "a (at) b.c". */
static bool mail(const char *s, size_t n, size_t i, struct identifier *ret)
{
	static const char local[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN"
				    "OPQRSTUVWXYZ0123456789._%+-";
	static const char *const ats[] = {"@",      " (at) ", "(at)",
					  "（at）", " [at] ", "[at]"};
	size_t a = i, b, at = 0;

	if (i > 0 && strchr(local, s[i - 1]))
		return false;
	while (a < n && s[a] && strchr(local, s[a]))
		a++;
	for (size_t k = 0; a > i && !at && k < sizeof ats / sizeof *ats; k++)
		if (starts_with(s + a, n - a, ats[k]))
			at = strlen(ats[k]);
	if (!at)
		return false;
	for (b = a + at; b < n && (word(s[b]) || s[b] == '.' || s[b] == '-' ||
				   (unsigned char)s[b] >= 0xE3);)
		b += (unsigned char)s[b] >= 0xE3 && b + 3 <= n ? 3 : 1;
	/* john(at)clinic(dot)org */
	static const char *const dots[] = {"(dot)", " (dot) ", " [dot] ",
					   "[dot]", " dot "};
	bool dot = memchr(s + a + at, '.', b - a - at) != NULL;
	for (size_t k = 0; b > a + at && k < sizeof dots / sizeof *dots; k++)
		if (starts_with(s + b, n - b, dots[k])) {
			dot = true;
			b += strlen(dots[k]);
			while (b < n && word(s[b]))
				b++;
		}
	if (!dot)
		return false;
	*ret = (struct identifier){"邮箱", i, b};
	return true;
}

/* https://…, ftp://…, www.… */
static bool address(const char *s, size_t n, size_t i, struct identifier *ret)
{
	static const char *const heads[] = {"http://", "https://", "ftp://",
					    "ftps://", "sftp://",  "www."};
	size_t end = i;

	if (i > 0 && word(s[i - 1]))
		return false;
	for (size_t k = 0; end == i && k < sizeof heads / sizeof *heads; k++)
		if (strlen(heads[k]) < n - i &&
		    strncasecmp(s + i, heads[k], strlen(heads[k])) == 0)
			end = i + strlen(heads[k]);
	size_t from = end;
	if (end == i)
		return false;
	while (end < n && (unsigned char)s[end] > ' ' &&
	       (unsigned char)s[end] < 0x80 && !strchr("\"<>\\)", s[end]))
		end++;
	*ret = (struct identifier){"网址", i, end};
	return end > from;
}

/* 192.168.31.77, with a port */
static bool ip4(const char *s, size_t n, size_t i, struct identifier *ret)
{
	size_t at = i;

	if (!isdigit((unsigned char)s[i]) ||
	    (i > 0 && (word(s[i - 1]) || s[i - 1] == '.')))
		return false;
	for (int group = 0; group < 4; group++) {
		size_t from = at;
		int value = 0;
		while (at < n && at - from < 3 && isdigit((unsigned char)s[at]))
			value = value * 10 + (s[at++] - '0');
		if (at == from || value > 255)
			return false;
		if (group < 3 && (at >= n || s[at++] != '.'))
			return false;
	}
	if (at < n && (word(s[at]) || s[at] == '.') &&
	    !(s[at] == '.' && (at + 1 == n || !word(s[at + 1]))))
		return false;
	*ret = (struct identifier){"网址", i, at};
	return true;
}

/* 2001:db8::8a2e:370:7334, 00:1A:2B:3C:4D:5E */
static bool hexadecimal(const char *s, size_t n, size_t i,
			struct identifier *ret)
{
	size_t at = i, colons = 0, run = 0, digits = 0;
	bool pair = false;
	char mark = i + 2 < n && s[i + 2] == '-' ? '-' : ':';

	if (!isxdigit((unsigned char)s[i]) || (i > 0 && word(s[i - 1])))
		return false;
	for (; at < n && (isxdigit((unsigned char)s[at]) || s[at] == mark);
	     at++) {
		pair |= s[at] == ':' && at > i && s[at - 1] == ':';
		colons += s[at] == mark;
		digits += s[at] != mark;
		run = s[at] == mark ? 0 : run + 1;
		if (run > 4)
			return false;
	}
	bool mac = colons == 5 && digits == 12;
	bool ip6 = mark == ':' &&
		   ((pair && colons >= 2 && digits >= 6) || colons == 7);
	if ((at < n && word(s[at])) || (!mac && !ip6))
		return false;
	*ret = (struct identifier){"网址", i, at};
	return true;
}

/* @jane_doe88, @王小明医生 */
static bool handle(const char *s, size_t n, size_t i, struct identifier *ret)
{
	size_t at = i + 1;

	if (s[i] != '@' || (i > 0 && (word(s[i - 1]) || s[i - 1] == '.')) ||
	    at >= n || isdigit((unsigned char)s[at]))
		return false;
	while (at < n && at - i < 60 &&
	       (word(s[at]) || ((unsigned char)s[at] >= 0xE4 && at + 3 <= n)))
		at += (unsigned char)s[at] >= 0xE4 ? 3 : 1;
	*ret = (struct identifier){"账号", i, at};
	return at - i >= 4;
}

static size_t mail_word(const char *s, size_t n, size_t i)
{
	size_t len = 0;

	while (i + len < n && (isalnum((unsigned char)s[i + len]) ||
			       (s[i + len] && strchr("._+-", s[i + len]))))
		len++;
	return len;
}

/* wang.xm (at) 163 点 com, k.oduya [at] gmail [dot] com, x88#qq.com */
static bool obscured_mail(const char *s, size_t n, size_t i,
			  struct identifier *ret)
{
	static const char *const ats[] = {"(at)", "[at]", "（at）", "#",
					  "(AT)", "[AT]", NULL};
	static const char *const dots[] = {"点",    "[dot]", "(dot)",
					   " dot ", ".",     NULL};
	size_t local = mail_word(s, n, i), end = i + local, sign;

	if (local < 2 || (i && isalnum((unsigned char)s[i - 1])))
		return false;
	if (end < n && s[end] == ' ' && !starts_with(s + end, n - end, " at "))
		end++;
	sign = end < n ? han_one_of(s + end, n - end, ats) : 0;
	end += sign;
	if (sign && end < n && s[end] == ' ')
		end++;
	size_t host = sign ? mail_word(s, n, end) : 0;
	bool dotted = host && memchr(s + end, '.', host);
	end += host;
	if (host && !dotted) {
		size_t at = end + (end < n && s[end] == ' ');
		size_t dot = at < n ? han_one_of(s + at, n - at, dots) : 0;
		at += dot;
		at += dot && at < n && s[at] == ' ';
		size_t top = dot ? mail_word(s, n, at) : 0;
		dotted = top > 1;
		end = dotted ? at + top : end;
	}
	*ret = (struct identifier){"邮箱", i, end};
	return dotted;
}

bool find_net(const char *s, size_t n, size_t i, struct identifier *ret)
{
	return mail(s, n, i, ret) || obscured_mail(s, n, i, ret) ||
	       address(s, n, i, ret) || ip4(s, n, i, ret) ||
	       hexadecimal(s, n, i, ret) || handle(s, n, i, ret);
}
