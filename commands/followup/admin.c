/* med, undo. */
#include "commands/followup/followup.h"

#include "base/date.h"
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

/* undo [BATCH] */
bool followup_undo(struct followup *f, struct err *err)
{
	int64_t batch = 0, entries;

	if (!followup_format(f, "text", err))
		return false;
	if (f->words->n > 1) {
		char *end;
		batch = strtoll(f->words->at[1], &end, 10);
		if (*end || batch <= 0)
			return ERR(err, ERR_ARGUMENT, f->words->at[1],
				   "the number of a batch");
	}
	if (!chart_undo(f->chart, batch, &batch, &entries, err))
		return false;
	strbuf_addf(&f->out,
		    SAY(f->app->ui, "批次 %lld 已取回：%lld 条\n",
			"batch %lld taken back: %lld entries\n"),
		    (long long)batch, (long long)entries);
	f->changed = true;
	return true;
}
