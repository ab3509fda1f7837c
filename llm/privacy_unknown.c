/* What no vocabulary knows: the walk over the text, other scripts, numbers. */
#include "llm/privacy_unknown.h"

#include "base/utf8.h"
#include "llm/privacy_find.h"

#include <ctype.h>
#include <string.h>

enum { MIXED_MOST = 36 };

size_t privacy_placeholder(const char *s, size_t n, size_t i)
{
	static const char *const kinds[] = {"姓名", "证件", "电话", "卡号",
					    "邮箱", "账号", "编号", "地址",
					    "单位", "车牌", "网址", "其他"};

	for (size_t k = 0; s[i] == '[' && k < sizeof kinds / sizeof *kinds;
	     k++) {
		size_t at = i + 1 + strlen(kinds[k]);
		if (!starts_with(s + i + 1, n - i - 1, kinds[k]))
			continue;
		while (at < n && isdigit((unsigned char)s[at]))
			at++;
		return at < n && s[at] == ']' ? at + 1 - i : 0;
	}
	return 0;
}

/* Letters of scripts in which nothing of the knowledge base is written. Greek
 * letters are signs: a name has three at least. */
static bool foreign(uint32_t cp)
{
	return (cp >= 0x370 && cp <= 0x1CFF) ||
	       (cp >= 0x1F00 && cp <= 0x1FFF) ||
	       (cp >= 0x2C00 && cp <= 0x2DFF) ||
	       (cp >= 0x3040 && cp <= 0x312F) ||
	       (cp >= 0xA000 && cp <= 0xD7FF) ||
	       (cp >= 0xFB50 && cp <= 0xFDFF) ||
	       (cp >= 0xFE70 && cp <= 0xFEFE) || (cp >= 0xFF66 && cp <= 0xFF9F);
}

static size_t foreign_run(const char *s, size_t n, size_t *ret_letters)
{
	size_t len = 0;
	uint32_t cp;

	*ret_letters = 0;
	while (len < n) {
		size_t one = utf8_decode(s + len, n - len, &cp);
		if (!foreign(cp))
			break;
		len += one;
		*ret_letters += 1;
	}
	return len;
}

/* A run of ideographs of three bytes; rarer ones (four bytes) are unknown. */
static size_t plain_run(const char *s, size_t n)
{
	size_t len = 0;
	uint32_t cp;

	while (len < n) {
		size_t one = utf8_decode(s + len, n - len, &cp);
		if (one != 3 || !utf8_is_cjk(cp) || foreign(cp))
			break;
		len += one;
	}
	return len;
}

/* Where a name that goes on behind the ideographs begins among the n at s[i]
 * (华支睾吸虫IgG): its offset, *ret_len bytes long; n: none does. */
static size_t mixed_name(struct kb *kb, const char *s, size_t all, size_t i,
			 size_t n, size_t *ret_len)
{
	size_t from = n > MIXED_MOST ? n - MIXED_MOST : 0;

	*ret_len = 0;
	if (i + n >= all || (unsigned char)s[i + n] <= ' ' ||
	    strchr(".;,:", s[i + n]))
		return n;
	for (size_t at = from - from % 3; at < n; at += 3) {
		*ret_len = name_of_words(kb, s, all, i + at);
		if (at + *ret_len > n)
			return at;
	}
	*ret_len = 0;
	return n;
}

/* Is the sign between two digits part of one number that is written with it? */
static bool within(const char *s, size_t n, size_t i)
{
	return i + 1 < n && strchr(".,", s[i]) && s[i] &&
	       isdigit((unsigned char)s[i + 1]);
}

/* Digits at s[i]: their length; *ret_unknown: more of them than a value has,
 * without a unit behind, or with a nought in front. */
static size_t number_unknown(const char *s, size_t n, size_t i,
			     bool *ret_unknown)
{
	static const char *const units[] = {
		"个",   "例",     "步",   "元",     "次",     "人",   "单位",
		"万",   "毫",     "国",   "/",      " /",     "IU",   " IU",
		"U",    " U",     "u",    " u",     "cop",    " cop", "CFU",
		" CFU", "cfu",    " cfu", "mL",     " mL",    "ml",   " ml",
		" g",   "g",      " m",   "m",      " n",     "n",    " p",
		"p",    " cells", " per", " units", " steps", "*",    "×",
		" ×",   "%",      " %",   NULL};
	size_t end = i, digits = 0;
	bool point = false;

	while (end < n &&
	       (isdigit((unsigned char)s[end]) || within(s, n, end))) {
		digits += isdigit((unsigned char)s[end]) > 0;
		point |= s[end] == '.' || s[end] == ',';
		end++;
	}
	/* 7ABC123 */
	size_t letters = end, more;
	while (letters < n && isupper((unsigned char)s[letters]))
		letters++;
	for (more = letters; more < n && isdigit((unsigned char)s[more]);)
		more++;
	if (letters > end && more > letters + 1 && more - i > 5) {
		*ret_unknown = true;
		return more - i;
	}
	*ret_unknown = !point && digits >= 5 &&
		       (s[i] == '0' || digits >= 9 ||
			!han_one_of(s + end, n - end, units));
	return end - i;
}

bool privacy_mark_unknown(struct kb *kb, enum term_domain ordinary,
			  const char *s, size_t n, unsigned char *mark)
{
	bool any = false;

	memset(mark, 0, n);
	for (size_t i = 0; i < n;) {
		size_t letters, len = privacy_placeholder(s, n, i);
		bool unknown = false, upper;
		uint32_t cp;
		if (len) {
			i += len;
			continue;
		}
		if (latin_letter(s + i, n - i, &upper)) {
			len = latin_unknown(kb, ordinary, s, n, i, &unknown);
		} else if (isdigit((unsigned char)s[i])) {
			len = number_unknown(s, n, i, &unknown);
		} else if ((len = foreign_run(s + i, n - i, &letters))) {
			unknown = letters > 2;
		} else if ((len = plain_run(s + i, n - i))) {
			size_t name, run = mixed_name(kb, s, n, i, len, &name);
			han_unknown(kb, ordinary, s + i, run, mark + i);
			len = run + name;
		} else {
			len = utf8_decode(s + i, n - i, &cp);
			unknown = utf8_is_cjk(cp);
		}
		if (unknown)
			memset(mark + i, 1, len);
		i += len;
	}
	for (size_t i = 0; !any && i < n; i++)
		any = mark[i];
	return any;
}
