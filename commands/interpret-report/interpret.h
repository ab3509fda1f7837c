/* One input of interpret-report on its way: bytes → text → reports → findings
 * → reply. */
#ifndef COMMANDS_INTERPRET_REPORT_INTERPRET_H
#define COMMANDS_INTERPRET_REPORT_INTERPRET_H

#include "commands/batch.h"
#include "commands/interpret-report/issued.h"

struct interpret_params {
	struct common_batch_params many;
	int from;
	const char *encoding;
	bool save;
};

/* What one process carries from item to item. */
struct interpreter {
	struct app *app;
	const struct interpret_params *params;
	struct arena arena; /* of the item at hand, as read */
	struct arena work;  /* of the report at hand */
	struct issued issued; /* of the item at hand */
	size_t results;     /* it has given so far */
	enum tri keeps;     /* for "last" */
};

/* The words of --from. */
extern const char *const interpret_readers[];
/* The output format: --batch is always NDJSON. */
int interpret_format(const struct interpreter *run);

/* Items of the batch runner; self is a struct interpreter. */
void interpret_file(void *self, const char *path, size_t n,
		    struct batch_reply *reply);
/* A request line: {"id":…, "text":…, "from":…, "patient":{…}}. */
void interpret_line(void *self, const char *line, size_t n,
		    struct batch_reply *reply);
void interpret_crashed(void *self, const char *item, size_t n,
		       struct batch_reply *reply);

#endif
