/* Which reader a list wants, by its look. */
#include "commands/order.h"

#include "base/err.h"

#include <string.h>

bool orders_continue(const char *word, struct arena *a)
{
	size_t n = strlen(word);
	struct order scratch = order_blank();
	struct quantity q;
	const char *route;
	double high;
	bool push;

	size_t m = frequency_read(word, n, &scratch, a);
	if (!m)
		m = route_read(word, n, &route, &push);
	if (!m && (m = quantity_read(word, n, &q, &high)) && !q.unit && m < n)
		m = 0; /* 5-氟尿嘧啶 */
	return m > 0 && (m == n || word[m] == ' ' || word[m] == '*');
}

bool orders_read(struct kb *kb, const char *text, size_t n, struct arena *a,
		 struct order_vec *ret, const char **ret_format,
		 struct err *err)
{
	size_t at = 0;

	if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
		at = 3;
	while (at < n && strchr(" \t\r\n", text[at]))
		at++;
	/* "[基]阿司匹林" is a mark, not JSON */
	bool json = at < n &&
		    (text[at] == '{' || (text[at] == '[' && at + 1 < n &&
					 strchr(" \t\r\n\"{]", text[at + 1])));
	if (json) {
		*ret_format = "json";
		return orders_from_json(kb, text + at, n - at, a, ret, err);
	}
	if (memchr(text + at, '\n', n - at) &&
	    orders_csv_detect(text + at, n - at, a)) {
		*ret_format = "csv";
		orders_from_csv(kb, text + at, n - at, a, ret);
		return true;
	}
	*ret_format = "text";
	orders_from_text(kb, text + at, n - at, a, ret);
	return true;
}
