/* Addresses in Latin script. */
#include "llm/privacy_find.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static bool is_word(const char *s, size_t n, const char *const *list)
{
	for (; *list; list++)
		if (strlen(*list) == n && strncasecmp(s, *list, n) == 0)
			return true;
	return false;
}

static bool is_road(const char *s, size_t n)
{
	static const char *const roads[] = {
		"Pkwy",    "Parkway",  "Street",  "St",      "Road",
		"Rd",      "Avenue",   "Ave",     "Lane",    "Ln",
		"Drive",   "Dr",       "Court",   "Ct",      "Boulevard",
		"Blvd",    "Close",    "Way",     "Place",   "Square",
		"Terrace", "Crescent", "Highway", "Parkway", "Gardens",
		"Grove",   "Mews",     NULL};

	return is_word(s, n, roads);
}

/* The words of a name that begins at s[i] up to a road's: its end; 0: none. */
static size_t road_end(const char *s, size_t n, size_t i, int least)
{
	static const char *const first[] = {"Rue", "Via",    "Calle", "Avenida",
					    "Rua", "Avenue", "Place", NULL};
	bool foreign = false, upper;

	for (int count = 0; count < 5; count++) {
		size_t len = latin_word(s + i, n - i, &upper);
		/* 57th */
		size_t digits = 0;
		while (i + digits < n && isdigit((unsigned char)s[i + digits]))
			digits++;
		if (digits && digits < 4) {
			len = digits + latin_word(s + i + digits,
						  n - i - digits, &upper);
			upper = len == digits + 2;
		}
		if (!len || (!upper && !(foreign && count)))
			return 0;
		if (count >= least && is_road(s + i, len))
			return i + len;
		foreign |= count == 0 && is_word(s + i, len, first);
		if (count && foreign && upper)
			return i + len;
		/* Hauptstraße */
		if (len > 8 && (memcmp(s + i + len - 7, "straße", 7) == 0 ||
				memcmp(s + i + len - 7, "strasse", 7) == 0))
			return i + len;
		i += len;
		if (i >= n || s[i] != ' ')
			return 0;
		i++;
	}
	return 0;
}

/* SW1A 1AA */
static size_t uk_postcode(const char *s, size_t n)
{
	size_t at = 0, letters;

	while (at < n && at < 2 && isupper((unsigned char)s[at]))
		at++;
	letters = at;
	if (!letters || at >= n || !isdigit((unsigned char)s[at]))
		return 0;
	at++;
	if (at < n &&
	    (isdigit((unsigned char)s[at]) || isupper((unsigned char)s[at])))
		at++;
	if (at + 4 > n || s[at] != ' ' || !isdigit((unsigned char)s[at + 1]) ||
	    !isupper((unsigned char)s[at + 2]) ||
	    !isupper((unsigned char)s[at + 3]) ||
	    (at + 4 < n && isalnum((unsigned char)s[at + 4])))
		return 0;
	return at + 4;
}

/* "NY 10118", "94110-2211" */
static size_t us_zip(const char *s, size_t n)
{
	size_t at = 0, digits;

	if (n > 3 && isupper((unsigned char)s[0]) &&
	    isupper((unsigned char)s[1]) && s[2] == ' ')
		at = 3;
	for (digits = at; at < n && isdigit((unsigned char)s[at]);)
		at++;
	if (at - digits != 5)
		return 0;
	if (at + 4 < n && s[at] == '-' && isdigit((unsigned char)s[at + 1]))
		for (at++; at < n && isdigit((unsigned char)s[at]);)
			at++;
	return at;
}

/* What belongs to an address behind its road: ", Apt 21C, New York, NY 10118". */
static size_t tail(const char *s, size_t n, size_t end)
{
	for (int part = 0; part < 5; part++) {
		size_t at = end, len, words = 0;
		bool upper;
		while (at < n && (s[at] == ' ' || s[at] == ','))
			at++;
		bool comma = at > end && memchr(s + end, ',', at - end);
		if ((len = uk_postcode(s + at, n - at)) ||
		    (len = us_zip(s + at, n - at))) {
			end = at + len;
			continue;
		}
		if (!comma)
			break;
		while ((len = latin_word(s + at, n - at, &upper)) && upper &&
		       words < 3) {
			at += len;
			words++;
			if (at + 1 < n && s[at] == ' ' &&
			    isdigit((unsigned char)s[at + 1]) &&
			    !us_zip(s + at + 1, n - at - 1))
				for (at++;
				     at < n && isalnum((unsigned char)s[at]);)
					at++;
			end = at;
			if (at >= n || s[at] != ' ' ||
			    uk_postcode(s + at + 1, n - at - 1) ||
			    us_zip(s + at + 1, n - at - 1))
				break;
			at++;
		}
		if (!words)
			break;
	}
	return end;
}

/* 12 Abbey Road, 221B Baker Street, Flat 3, 27 Victoria Road */
static bool house(const char *s, size_t n, size_t i, struct identifier *ret)
{
	static const char *const units[] = {"Flat ", "Apt ",   "Apartment ",
					    "Unit ", "Suite ", "Apt. "};
	size_t at = i;

	if (i > 0 && (isalnum((unsigned char)s[i - 1]) || s[i - 1] == '.'))
		return false;
	for (size_t k = 0; k < sizeof units / sizeof *units; k++)
		if (starts_with(s + i, n - i, units[k])) {
			at = i + strlen(units[k]);
			while (at < n && isalnum((unsigned char)s[at]))
				at++;
			while (at < n && strchr(", ", s[at]) && s[at])
				at++;
		}
	size_t digits = at;
	while (at < n && isdigit((unsigned char)s[at]))
		at++;
	if (at == digits)
		return false;
	if (at < n && isupper((unsigned char)s[at]))
		at++;
	if (at - digits > 6 || at + 1 >= n || s[at] != ' ')
		return false;
	size_t end = road_end(s, n, at + 1, 1);
	*ret = (struct identifier){"地址", i, end ? tail(s, n, end) : 0};
	return end > 0;
}

/* Elm Street behind "lives on"; PO Box 1142; a postcode alone. */
static bool place(const char *s, size_t n, size_t i, struct identifier *ret)
{
	static const char *const cues[] = {
		"lives on ",  "lives at ",  "lives in ",
		"living at ", "living on ", "resides at ",
		"Lives on ",  "Lives at ",  "Lives in "};
	size_t end = 0;
	bool upper;

	if (i > 0 && isalnum((unsigned char)s[i - 1]))
		return false;
	if (starts_with(s + i, n - i, "PO Box ") ||
	    starts_with(s + i, n - i, "P.O. Box ")) {
		end = i + (s[i + 1] == '.' ? 9 : 7);
		while (end < n && isalnum((unsigned char)s[end]))
			end++;
		end = tail(s, n, end);
	}
	if (!end && (end = uk_postcode(s + i, n - i)))
		end += i;
	for (size_t k = 0; !end && k < sizeof cues / sizeof *cues; k++) {
		size_t len = strlen(cues[k]);
		if (i < len || memcmp(s + i - len, cues[k], len) != 0)
			continue;
		end = road_end(s, n, i, 1);
		size_t word = latin_word(s + i, n - i, &upper);
		if (!end && word && upper && strstr(cues[k], "in "))
			end = i + word;
		end = end ? tail(s, n, end) : 0;
	}
	*ret = (struct identifier){"地址", i, end};
	return end > i;
}

bool find_address(const char *s, size_t n, size_t i, struct identifier *ret)
{
	return house(s, n, i, ret) || place(s, n, i, ret);
}
