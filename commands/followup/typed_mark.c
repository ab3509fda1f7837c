/* The marks among what is typed. */
#include "commands/followup/typed.h"

#include "base/utf8.h"

#include <ctype.h>

/* Digits that are no end of a name ("SpO2"). */
static bool is_clock_before(const char *word, size_t i)
{
	size_t from = i;

	while (from && isdigit((unsigned char)word[from - 1]))
		from--;
	return from < i && !(from && isalpha((unsigned char)word[from - 1]));
}

/* A mark at byte i parts two readings: there is a number before it since the
 * last blank ("头痛、头晕" are one answer), and none that goes on behind it. */
static bool parts_readings(const struct strbuf *so_far, const char *word,
			   size_t i, size_t step)
{
	bool digit = false;

	for (size_t k = so_far->len; k && so_far->buf[k - 1] != ' '; k--)
		digit |= isdigit((unsigned char)so_far->buf[k - 1]) != 0;
	return digit && !(is_clock_before(word, i) &&
			  isdigit((unsigned char)word[i + step]));
}

/* Widths folded; marks become blanks where they part readings, a colon behind
 * a name, and brackets. */
const char *followup_fold_marks(struct followup *f, const char *word)
{
	struct strbuf out = STRBUF_INIT;
	size_t n = strlen(word), step;
	uint32_t cp;

	for (size_t i = 0; i < n; i += step) {
		step = utf8_decode(word + i, n - i, &cp);
		if (!step)
			break;
		bool list = cp == 0x3001 || cp == 0x3002;   /* 、 。 */
		bool clause = cp == 0xFF0C || cp == 0xFF1B; /* ， ； */
		cp = list ? cp : utf8_halfwidth(cp);
		bool mark = list || cp == ',' || cp == ';';
		bool clock = is_clock_before(word, i) &&
			     isdigit((unsigned char)word[i + step]);
		if (cp == '(' || cp == ')' || (cp == ':' && !clock) ||
		    (mark && (!word[i + step] || word[i + step] == ' ' ||
			      clause || parts_readings(&out, word, i, step))))
			cp = ' ';
		utf8_add(&out, cp);
	}
	const char *text = arena_strdup(&f->arena, out.buf ? out.buf : "");
	strbuf_release(&out);
	return text;
}
