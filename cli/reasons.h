/* Why something failed, where lower floors and the system say it in English. */
#ifndef CLI_REASONS_H
#define CLI_REASONS_H

#include "base/option.h"

/* The reason in that language; `reason` itself when it is none that is known. */
const char *reason_word(enum lang lang, const char *reason);

#endif
