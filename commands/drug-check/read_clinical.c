/* Names of clinical drugs as RxNorm spells them and electronic prescriptions
 * print them:
 *
 *     24 HR metoprolol succinate 50 MG Extended Release Oral Tablet [Toprol]
 *     acetaminophen 325 MG / hydrocodone bitartrate 5 MG Oral Tablet
 *
 * The second becomes "acetaminophen/hydrocodone bitartrate 325/5 mg Oral
 * Tablet": one order, not two. */
#include "commands/drug-check/read_order.h"

#include "base/strbuf.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

enum { PARTS = 4 };

struct component {
	const char *name;
	size_t n_name;
	const char *number;
	size_t n_number;
};

/* "NDA020503 ", "200 ACTUAT ", "24 HR ", "0.4 ML ": bytes, 0 none. */
static size_t skip_prefix(const char *s, size_t n)
{
	static const char *const words[] = {" ACTUAT ", " HR ", " ML ", " MG ",
					    NULL};
	size_t i = 0;

	if (n > 4 && memcmp(s, "NDA", 3) == 0 && isdigit((unsigned char)s[3])) {
		for (i = 3; i < n && isdigit((unsigned char)s[i]);)
			i++;
		return i < n && s[i] == ' ' ? i + 1 : 0;
	}
	while (i < n && (isdigit((unsigned char)s[i]) || s[i] == '.'))
		i++;
	for (int k = 0; i && words[k]; k++) {
		size_t m = strlen(words[k]);
		if (i + m < n && memcmp(s + i, words[k], m) == 0)
			return i + m;
	}
	return 0;
}

/* "name 325 MG" at s; bytes through the unit, 0: no such thing. */
static size_t read_component(const char *s, size_t n, struct component *ret)
{
	static const char *const units[] = {" MG/ACTUAT", " MG/ML", " MG/HR",
					    " MG",        " mg",    NULL};

	for (size_t i = 1; i + 1 < n; i++) {
		if (s[i - 1] != ' ' || !isdigit((unsigned char)s[i]))
			continue;
		size_t end = i;
		while (end < n &&
		       (isdigit((unsigned char)s[end]) || s[end] == '.'))
			end++;
		for (int k = 0; units[k]; k++) {
			size_t m = strlen(units[k]);
			if (m > n - end || memcmp(s + end, units[k], m) != 0 ||
			    (end + m < n && isalpha((unsigned char)s[end + m])))
				continue;
			*ret = (struct component){s, i - 1, s + i, end - i};
			return end + m;
		}
		return 0;
	}
	return 0;
}

static size_t without_brand(const char *s, size_t n)
{
	if (n && s[n - 1] == ']') {
		size_t i = n;
		while (i && s[i - 1] != '[')
			i--;
		/* behind a form, not a mark in front */
		if (i > 12 && isalpha((unsigned char)s[i]))
			n = i - 1;
	}
	while (n && s[n - 1] == ' ')
		n--;
	return n;
}

/* "替米沙坦80mg/氢氯噻嗪12.5mg 1片": the name up to its number, and the number
 * with mg; bytes, 0 none. */
static size_t read_han_component(const char *s, size_t n, struct component *ret)
{
	size_t name = 0, end;

	while (name < n && (unsigned char)s[name] >= 0x80)
		name++;
	if (name < 6)
		return 0;
	for (end = name;
	     end < n && (isdigit((unsigned char)s[end]) || s[end] == '.');)
		end++;
	if (end == name || n - end < 2 || strncasecmp(s + end, "mg", 2) != 0)
		return 0;
	*ret = (struct component){s, name, s + name, end - name};
	return end + 2;
}

static bool rewrite_han(const char *s, size_t n, struct strbuf *ret)
{
	struct component a, b;
	size_t first = read_han_component(s, n, &a), second;

	if (!first || first >= n || s[first] != '/' ||
	    !(second = read_han_component(s + first + 1, n - first - 1, &b)))
		return false;
	strbuf_add(ret, a.name, a.n_name);
	strbuf_addch(ret, '/');
	strbuf_add(ret, b.name, b.n_name);
	strbuf_addch(ret, ' ');
	strbuf_add(ret, a.number, a.n_number);
	strbuf_addch(ret, '/');
	strbuf_add(ret, b.number, b.n_number);
	strbuf_adds(ret, "mg");
	first += 1 + second;
	strbuf_add(ret, s + first, n - first);
	return true;
}

/* " / ", "-levodopa": bytes between two components, 0 none. */
static size_t part_mark(const char *s, size_t n)
{
	static const char *const units[] = {
		"/dose",   "/actuation", "/inhalation", "/spray",
		"/tablet", "/capsule",   "/gram",       "/hour",
		"/puff",   "/unit",      NULL};
	if (n >= 3 && memcmp(s, " / ", 3) == 0)
		return 3;
	if (reading_starts(s, n, units))
		return 0;
	return n > 4 && strchr("-/", *s) && isalpha((unsigned char)s[1]) &&
			       isalpha((unsigned char)s[2]) &&
			       isalpha((unsigned char)s[3]) &&
			       isalpha((unsigned char)s[4])
		       ? 1
		       : 0;
}

bool clinical_rewrite(const char *s, size_t n, struct strbuf *ret)
{
	struct component part[PARTS];
	size_t at = 0, m, count = 0, before = n;

	if (n && (unsigned char)*s >= 0x80)
		return rewrite_han(s, n, ret);
	while ((m = skip_prefix(s + at, n - at)))
		at += m;
	n = without_brand(s, n);
	size_t from = at;
	while (count < PARTS &&
	       (m = read_component(s + at, n - at, &part[count]))) {
		at += m;
		count++;
		size_t bar = part_mark(s + at, n - at);
		if (!bar)
			break;
		at += bar;
	}
	bool whole =
		count > 1 && !part_mark(s + at, n - at) &&
		part[count - 1].number + part[count - 1].n_number <= s + at;
	if (!whole) {
		if (!from && n == before)
			return false;
		strbuf_add(ret, s + from, n - from);
		return true;
	}
	for (size_t i = 0; i < count; i++) {
		strbuf_adds(ret, i ? "/" : "");
		strbuf_add(ret, part[i].name, part[i].n_name);
	}
	for (size_t i = 0; i < count; i++) {
		strbuf_adds(ret, i ? "/" : " ");
		strbuf_add(ret, part[i].number, part[i].n_number);
	}
	strbuf_adds(ret, " mg");
	strbuf_add(ret, s + at, n - at);
	return true;
}
