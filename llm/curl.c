#include "llm/curl.h"

#include <dlfcn.h>
#include <string.h>

/* ISO C has no way from an object pointer to a function pointer; POSIX
 * guarantees that dlsym's works, and copying the bits says so. */
static bool find(void *library, const char *name, void *ret)
{
	void *symbol = dlsym(library, name);

	memcpy(ret, &symbol, sizeof symbol);
	return symbol != NULL;
}

bool curl_load(struct curl_table *ret, struct err *err)
{
	static const char *const names[] = {"libcurl.so.4",
					    "libcurl-gnutls.so.4"};
	CURLcode (*global_init)(long);
	void *library = NULL;

	for (size_t i = 0; !library && i < 2; i++)
		library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
	if (!library || !find(library, "curl_global_init", &global_init) ||
	    !find(library, "curl_easy_init", &ret->init) ||
	    !find(library, "curl_easy_setopt", &ret->set) ||
	    !find(library, "curl_easy_perform", &ret->perform) ||
	    !find(library, "curl_easy_getinfo", &ret->get) ||
	    !find(library, "curl_easy_cleanup", &ret->cleanup) ||
	    !find(library, "curl_slist_append", &ret->append) ||
	    !find(library, "curl_slist_free_all", &ret->free_list) ||
	    !find(library, "curl_easy_strerror", &ret->why) ||
	    !find(library, "curl_getdate", &ret->date))
		return ERR(err, ERR_MODEL, "libcurl.so.4",
			   "not on this machine; install libcurl4");
	return global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK ||
	       ERR(err, ERR_MODEL, "libcurl.so.4", "cannot start");
}
