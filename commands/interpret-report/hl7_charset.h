/* MSH-18: in which characters an HL7 message says it is. */
#ifndef COMMANDS_INTERPRET_REPORT_HL7_CHARSET_H
#define COMMANDS_INTERPRET_REPORT_HL7_CHARSET_H

#include "base/arena.h"
#include "base/err.h"
#include "base/strbuf.h"

#include <stdbool.h>
#include <stddef.h>

/* What the first MSH of the bytes says, as printed, cut at the buffer's size;
 * "" when it says nothing. */
enum { HL7_CHARSET_SIZE = 32 };
void hl7_charset(const char *bytes, size_t n, char ret[HL7_CHARSET_SIZE]);

/* Decode messages of one charset as they say, and check it: bytes that do not
 * fit, Chinese under a Western name, or a name nobody knows are read by what
 * they are instead. *ret_note then says so (in a); else NULL. */
bool hl7_decode(const char *bytes, size_t n, const char *path,
		struct arena *a, struct strbuf *ret, const char **ret_name,
		const char **ret_note, struct err *err);

#endif
