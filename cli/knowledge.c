#include "cli/knowledge.h"

#include "base/io.h"
#include "cli/embedded.h"
#include "cli/messages.h"
#include "kb/kb.h"

#include <string.h>

bool knowledge_open_base(struct kb **ret, struct err *err)
{
	return kb_open_bytes(kb_embedded,
			     (size_t)(kb_embedded_end - kb_embedded), ret, err);
}

static bool open_site(const char *site, const struct kb *shipped,
		      struct kb **ret, struct err *err)
{
	if (!kb_open_file(site, ret, err))
		return false;
	if (strcmp(kb_info(*ret)->base_digest, kb_info(shipped)->digest) == 0)
		return true;
	kb_close(*ret);
	*ret = NULL;
	return ERR(err, ERR_KB_STALE, site);
}

bool knowledge_open(const char *path, const char *site, enum lang lang,
		    struct kb **ret, struct strbuf *banner, struct err *err)
{
	static const struct text instead =
		TEXT("；现用内置知识库", "; using the shipped knowledge");
	struct kb *shipped, *own;
	struct err why;

	if (path)
		return kb_open_file(path, ret, err);
	if (!knowledge_open_base(&shipped, err))
		return false;
	*ret = shipped;
	if (!site || !io_exists(site))
		return true;
	if (open_site(site, shipped, &own, &why)) {
		kb_close(shipped);
		*ret = own;
		return true;
	}
	messages_word(lang, &why, banner);
	strbuf_adds(banner, instead.in[lang]);
	return true;
}
