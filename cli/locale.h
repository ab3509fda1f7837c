/* What the environment says about language and character encoding. Read from
 * the names of the locale variables, since the locale itself is often not
 * installed on the host logged in to. */
#ifndef CLI_LOCALE_H
#define CLI_LOCALE_H

#include "base/text.h"

/* Encoding of the terminal: from LC_ALL, LC_CTYPE, LANG. C, POSIX and unset
 * mean UTF-8: that is what terminals show today, whatever sshd passed on.
 * Returns buf or a constant. */
const char *locale_encoding(char buf[32]);

/* LC_ALL, LC_MESSAGES, LANG: zh* is Chinese, C, POSIX and unset too, every
 * other language English. */
enum lang locale_lang(void);

/* For the widths that libraries measure: characters as UTF-8, whatever the
 * locale; nothing else of a locale is ever set. */
void locale_use_utf8(void);

#endif
