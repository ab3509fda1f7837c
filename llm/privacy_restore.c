/* The way back: placeholders and shifted dates, for the local screen only. */
#include "llm/privacy.h"

#include "base/date.h"
#include "llm/privacy_find.h"

#include <string.h>

/* A shifted date, however the answer writes it, is the day it was. */
static size_t restore_date(const struct privacy *p, const char *text, size_t n,
			   size_t i, struct strbuf *ret)
{
	long long days;
	char buf[32];
	size_t len = p->shift ? find_date(text, n, i, &days) : 0;

	if (len)
		strbuf_adds(ret, date_format(buf, (days - p->shift) * DATE_DAY,
					     false));
	return len;
}

void privacy_restore(const struct privacy *p, const char *text, size_t n,
		     struct strbuf *ret)
{
	for (size_t i = 0; i < n;) {
		const struct privacy_pair *pair = NULL;
		for (size_t k = 0; text[i] == '[' && !pair && k < p->pairs.n;
		     k++) {
			size_t len = strlen(p->pairs.at[k].placeholder);
			if (len <= n - i &&
			    memcmp(text + i, p->pairs.at[k].placeholder, len) ==
				    0)
				pair = &p->pairs.at[k];
		}
		size_t date = pair ? 0 : restore_date(p, text, n, i, ret);
		if (pair) {
			strbuf_adds(ret, pair->original);
			i += strlen(pair->placeholder);
		} else if (date) {
			i += date;
		} else {
			strbuf_addch(ret, text[i++]);
		}
	}
}

void privacy_counts(const struct privacy *p, bool english, struct strbuf *ret)
{
	static const struct {
		const char *kind, *english;
	} kinds[] = {{"姓名", "names"},
		     {"证件", "ids"},
		     {"电话", "phones"},
		     {"卡号", "cards"},
		     {"邮箱", "e-mails"},
		     {"账号", "accounts"},
		     {"编号", "numbers"},
		     {"地址", "addresses"},
		     {"日期", "dates"},
		     {"单位", "institutions"},
		     {"车牌", "plates"},
		     {"网址", "addresses of networks"},
		     {"其他", "words nobody knows"}};
	bool any = false;

	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		size_t n = 0;
		for (size_t i = 0; i < p->pairs.n; i++)
			n += strcmp(p->pairs.at[i].kind, kinds[k].kind) == 0;
		if (n)
			strbuf_addf(ret, "%s%s %zu", any ? ", " : "",
				    english ? kinds[k].english : kinds[k].kind,
				    n);
		any |= n > 0;
	}
	if (!any)
		strbuf_adds(ret, english ? "nothing" : "无");
}
