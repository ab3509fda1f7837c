/* Inside import: readings of a file → observations of the chart. */
#ifndef COMMANDS_FOLLOWUP_IMPORT_STORE_H
#define COMMANDS_FOLLOWUP_IMPORT_STORE_H

#include "commands/followup/followup.h"
#include "commands/followup/import.h"

struct importer {
	struct followup *f;
	struct import in;
	struct import_clock clock;
	const char *glucose_unit, *glucose_code; /* decided for the file */
	struct chart_observation_vec list;
	size_t impossible;
	size_t completed; /* say how it was taken, which the chart did not */
};

/* The unit and kind of a glucose of which the rows do not say it. False: the
 * file does not settle the unit. m->clock is set. */
bool import_decide(struct importer *m, struct err *err);
/* in.rows → list; what cannot be used is counted in in.left. False: most of
 * the file is impossible in its unit. */
bool import_take(struct importer *m, struct err *err);
/* Store the list and say what was done, or with --dry-run what would be. */
bool import_store(struct importer *m, const struct chart_patient *patient,
		  struct err *err);

#endif
