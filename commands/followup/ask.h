/* Inside the verb ask: questionnaires out and in. */
#ifndef COMMANDS_FOLLOWUP_ASK_H
#define COMMANDS_FOLLOWUP_ASK_H

#include "chart/answer.h"
#include "commands/followup/followup.h"

/* ask reply FILE…: the forms that came back, as text or JSON. */
bool followup_reply(struct followup *f, struct err *err);

#endif
