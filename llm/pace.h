/* When a server wants to be asked again, as its headers tell. */
#ifndef LLM_PACE_H
#define LLM_PACE_H

#include "llm/curl.h"

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct pace {
	double retry;      /* seconds, 0: not told */
	time_t retry_at;   /* an HTTP date, 0: not told */
	time_t server_now; /* its own clock, 0: not told */
	bool exhausted[2]; /* requests, tokens */
	double reset[2];   /* seconds until they are there again */
};

/* One header line as it came: Retry-After (seconds or an HTTP date),
 * retry-after-ms, Date, x-ratelimit-*. Others are passed over. */
void pace_header(struct pace *p, const struct curl_table *curl,
		 const char *line, size_t n);
/* Seconds to wait before a retry, at most an hour; 0: not told. A date counts
 * from the server's clock: this host's may be wrong. */
double pace_retry(const struct pace *p);
/* Seconds until an exhausted limit is reset; 0: none is. */
double pace_hold(const struct pace *p);

#endif
