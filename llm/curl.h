/* libcurl behind a small table, loaded by dlopen: loading it costs 4 ms, which
 * a cold start must not pay. */
#ifndef LLM_CURL_H
#define LLM_CURL_H

#include "base/err.h"

#include <curl/curl.h>
#include <stdbool.h>

struct curl_table {
	CURL *(*init)(void);
	CURLcode (*set)(CURL *, CURLoption, ...);
	CURLcode (*perform)(CURL *);
	CURLcode (*get)(CURL *, CURLINFO, ...);
	void (*cleanup)(CURL *);
	struct curl_slist *(*append)(struct curl_slist *, const char *);
	void (*free_list)(struct curl_slist *);
	const char *(*why)(CURLcode);
	time_t (*date)(const char *text, const time_t *unused); /* -1: none */
};

/* False: ERR_MODEL, the library is not there. */
bool curl_load(struct curl_table *ret, struct err *err);

#endif
