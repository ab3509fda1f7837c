/* Words of dosage forms and salts: what they say, and that they say no more. */
#include "commands/order_forms.h"

#include "kb/fold.h"

#include <string.h>

/* The first word that does not stand before s by its first two bytes. */
static size_t first_like(const char *s, size_t n)
{
	size_t low = 0, high = order_form_count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (memcmp(order_form_words[middle].word, s, n < 2 ? n : 2) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	/* a word of one letter stands before all that begin with it */
	while (low && order_form_words[low - 1].word[0] == *s)
		low--;
	return low;
}

/* The longest form word at the start of s. */
static int position(const char *s, size_t n)
{
	int best = -1;
	size_t longest = 0;

	for (size_t i = n ? first_like(s, n) : order_form_count;
	     i < order_form_count && order_form_words[i].word[0] == *s; i++) {
		const char *word = order_form_words[i].word;
		if (word[1] && n > 1 && word[1] != s[1])
			continue;
		size_t m = strlen(word);
		if (m <= n && m > longest && memcmp(s, word, m) == 0) {
			best = (int)i;
			longest = m;
		}
	}
	return best;
}

/* The longest at the end of it. */
static int position_at_end(const char *s, size_t n)
{
	int best = -1;
	size_t longest = 0;

	for (size_t i = 0; i < order_form_count; i++) {
		size_t m = strlen(order_form_words[i].word);
		if (m <= n && m > longest &&
		    memcmp(s + n - m, order_form_words[i].word, m) == 0) {
			best = (int)i;
			longest = m;
		}
	}
	return best;
}

const struct order_form *form_at(const char *s, size_t n, bool at_end)
{
	int i = at_end ? position_at_end(s, n) : position(s, n);

	return i < 0 ? NULL : &order_form_words[i];
}

bool only_forms(const char *s, size_t n)
{
	while (n) {
		int i = position(s, n);
		size_t m = i >= 0 ? strlen(order_form_words[i].word) : 0;
		/* (I), (II) come last */
		if (m && m < n && *s == 'i' && m <= 2 && s[m - 1] == 'i')
			m = 0;
		for (int k = 0; order_salts[k]; k++) {
			size_t len = strlen(order_salts[k]);
			if (len <= n && len > m &&
			    memcmp(s, order_salts[k], len) == 0)
				m = len;
		}
		if (!m)
			return false;
		s += m;
		n -= m;
	}
	return true;
}

/* What the form words anywhere in the name say. */
void note_forms(struct order *o, const struct folded *f, const char *printed)
{
	const char *s = f->s;
	size_t n = f->n;

	for (size_t i = 0; i < n;) {
		int k = position(s + i, n - i);
		size_t len = k < 0 ? 0 : strlen(order_form_words[k].word);
		bool latin = (unsigned char)s[i] < 0x80;
		/* short Latin words only where they end the name, and begin
		 * where a word does: ProAir is no IR */
		if (k >= 0 && latin && len < 4 &&
		    (i + len != n || !order_stands_apart(f, printed, i)))
			k = -1;
		/* pegloticase is no ear drop; of one character 血栓通 is no 栓:
		 * what follows must be a form */
		if (k >= 0 && len == (latin ? 4 : 3) &&
		    !only_forms(s + i + len, n - i - len))
			k = -1;
		if (k >= 0) {
			if (order_form_words[k].release)
				o->release = order_form_words[k].release;
			if (order_form_words[k].form)
				o->form = order_form_words[k].form;
			if (order_form_words[k].route && !o->route &&
			    strcmp(order_form_words[k].route, "injected") != 0)
				o->route = order_form_words[k].route;
			i += len;
			continue;
		}
		do
			i++;
		while (i < n && ((unsigned char)s[i] & 0xC0) == 0x80);
	}
}
