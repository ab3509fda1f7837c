/* Inside import: what makers' services answer as JSON. */
#ifndef COMMANDS_FOLLOWUP_IMPORT_CLOUD_H
#define COMMANDS_FOLLOWUP_IMPORT_CLOUD_H

#include "commands/followup/import.h"

#include <jansson.h>

/* One reading of Dexcom Share (WT, Value) or LibreLinkUp (FactoryTimestamp).
 * False: it is neither. */
bool import_cloud_entry(struct import *in, const json_t *entry, int line);
/* A whole answer: the Dexcom API (2 and 3), LibreLinkUp, Health Auto Export.
 * False: it is none of them. */
bool import_cloud(struct import *in, const json_t *root, int line);

/* Google Fit's data points. False: the text is none. */
bool import_google(struct import *in, const json_t *root);

#endif
