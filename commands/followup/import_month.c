/* Months in words of the languages that exports come in. */
#include "commands/followup/import.h"

#include "base/strbuf.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* How their names begin; what English begins in the same way is not here. */
static const struct {
	const char *word, *english;
} months[] = {
	{"janv", "Jan"},      {"ene", "Jan"},      {"gen", "Jan"},
	{"sty", "Jan"},       {"févr", "Feb"},     {"fév", "Feb"},
	{"lut", "Feb"},       {"fev", "Feb"},      {"mär", "Mar"},
	{"mrz", "Mar"},       {"mrt", "Mar"},      {"maart", "Mar"},
	{"mars", "Mar"},      {"marzo", "Mar"},    {"março", "Mar"},
	{"marz", "Mar"},      {"avr", "Apr"},      {"abr", "Apr"},
	{"kwi", "Apr"},       {"mai", "May"},      {"mei", "May"},
	{"maj", "May"},       {"mag", "May"},      {"mayo", "May"},
	{"juin", "Jun"},      {"giu", "Jun"},      {"cze", "Jun"},
	{"juil", "Jul"},      {"lug", "Jul"},      {"lip", "Jul"},
	{"août", "Aug"},      {"aout", "Aug"},     {"ago", "Aug"},
	{"sie", "Aug"},       {"set", "Sep"},      {"wrz", "Sep"},
	{"okt", "Oct"},       {"ott", "Oct"},      {"out", "Oct"},
	{"paź", "Oct"},       {"lis", "Nov"},      {"déc", "Dec"},
	{"dez", "Dec"},       {"dic", "Dec"},      {"gru", "Dec"},
	{"januar", "Jan"},    {"februar", "Feb"},  {"junho", "Jun"},
	{"junio", "Jun"},     {"juni", "Jun"},     {"julho", "Jul"},
	{"julio", "Jul"},     {"juli", "Jul"},     {"septiembre", "Sep"},
	{"settembre", "Sep"}, {"setembro", "Sep"}, {"septembre", "Sep"},
	{"noviembre", "Nov"}, {"novembre", "Nov"}, {"novembro", "Nov"},
	{"dezember", "Dec"},  {"decembre", "Dec"},
};

static bool is_letter(char c)
{
	return isalpha((unsigned char)c) || (unsigned char)c >= 0x80;
}

static const char *month_of(const char *word, size_t n)
{
	for (size_t i = 0; i < sizeof months / sizeof *months; i++) {
		size_t m = strlen(months[i].word);
		if (m <= n && strncasecmp(word, months[i].word, m) == 0)
			return months[i].english;
	}
	return NULL;
}

/* The word at p and what belongs to it; *ret_as: what it becomes, NULL: it is
 * no month. */
static size_t read_word(const char *p, const char **ret_as)
{
	size_t n = 0;

	while (is_letter(p[n]))
		n++;
	*ret_as = n == 2 && strncasecmp(p, "de", 2) == 0 ? ""
		  : n >= 3                               ? month_of(p, n)
							 : NULL;
	return n + (*ret_as && p[n] == '.');
}

static bool has_month(const char *text)
{
	const char *as;

	for (const char *p = text; *p;) {
		size_t n = is_letter(*p) ? read_word(p, &as) : 0;
		if (n && as && *as)
			return true;
		p += n ? n : 1;
	}
	return false;
}

const char *import_month(struct arena *a, const char *text)
{
	struct strbuf out = STRBUF_INIT;
	const char *as;

	/* "18. November 2026": the English name with a German day, too */
	size_t digits = strspn(text, "0123456789");
	bool dotted = digits >= 1 && digits <= 2 && text[digits] == '.' &&
		      is_letter(text[digits + 1 + (text[digits + 1] == ' ')]);
	if (strlen(text) > 60 || (!has_month(text) && !dotted))
		return text;
	for (const char *p = text; *p;) {
		size_t n = is_letter(*p) ? read_word(p, &as) : 0;
		if (p == text + digits && dotted) {
			strbuf_addch(&out, ' ');
			p++;
		} else if (n && as) {
			strbuf_adds(&out, as);
			p += n;
		} else if (n) {
			strbuf_add(&out, p, n);
			p += n;
		} else if (*p == ' ' && out.len &&
			   out.buf[out.len - 1] == ' ') {
			p++; /* where a word was */
		} else {
			strbuf_addch(&out, *p++);
		}
	}
	const char *ret = arena_strndup(a, out.buf, out.len);
	strbuf_release(&out);
	return ret;
}
