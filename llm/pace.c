#include "llm/pace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { RETRY_MOST = 3600 /* s */, VALUE_SIZE = 48 };

/* "12", "1s", "6m0s", "120ms" → seconds. */
static double duration(const char *text)
{
	double total = 0;

	while (*text) {
		char *end;
		double x = strtod(text, &end);
		if (end == text || !(x >= 0) || x > 86400)
			break;
		if (strncmp(end, "ms", 2) == 0)
			total += x / 1000;
		else
			total += *end == 'h'   ? x * 3600
				 : *end == 'm' ? x * 60
					       : x;
		if (*end == '\0')
			break;
		text = end + (strncmp(end, "ms", 2) == 0 ? 2 : 1);
	}
	return total;
}

/* The value of header `name` in the line, in buf; NULL: another header. */
static const char *value_of(const char *line, size_t n, const char *name,
			    char buf[VALUE_SIZE])
{
	size_t len = strlen(name), keep;

	if (n <= len + 1 || strncasecmp(line, name, len) != 0 ||
	    line[len] != ':')
		return NULL;
	for (line += len + 1, n -= len + 1;
	     n && (*line == ' ' || *line == '\t'); n--)
		line++;
	keep = n < VALUE_SIZE - 1 ? n : VALUE_SIZE - 1;
	memcpy(buf, line, keep);
	buf[keep] = '\0';
	buf[strcspn(buf, "\r\n")] = '\0';
	return buf;
}

static time_t http_date(const struct curl_table *curl, const char *text)
{
	time_t t = curl->date(text, NULL);

	return t > 0 ? t : 0;
}

void pace_header(struct pace *p, const struct curl_table *curl,
		 const char *line, size_t n)
{
	static const char *const of[] = {"requests", "tokens"};
	char buf[VALUE_SIZE], name[64];

	if (value_of(line, n, "retry-after-ms", buf))
		p->retry = duration(buf) / 1000;
	if (value_of(line, n, "retry-after", buf)) {
		if (*buf >= '0' && *buf <= '9')
			p->retry = duration(buf);
		else
			p->retry_at = http_date(curl, buf);
	}
	if (value_of(line, n, "date", buf))
		p->server_now = http_date(curl, buf);
	for (int i = 0; i < 2; i++) {
		snprintf(name, sizeof name, "x-ratelimit-remaining-%s", of[i]);
		if (value_of(line, n, name, buf))
			p->exhausted[i] = strcmp(buf, "0") == 0;
		snprintf(name, sizeof name, "x-ratelimit-reset-%s", of[i]);
		if (value_of(line, n, name, buf))
			p->reset[i] = duration(buf);
	}
}

double pace_retry(const struct pace *p)
{
	double wait = p->retry;

	if (p->retry_at > 0) {
		time_t now = p->server_now > 0 ? p->server_now : time(NULL);
		wait = difftime(p->retry_at, now);
	}
	return wait > RETRY_MOST ? RETRY_MOST : wait > 0 ? wait : 0;
}

double pace_hold(const struct pace *p)
{
	double hold = 0;

	for (int i = 0; i < 2; i++)
		if (p->exhausted[i] && p->reset[i] > hold)
			hold = p->reset[i];
	return hold;
}
