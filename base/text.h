/* A text in both languages. Everything shown to people is a pair. */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

enum lang { LANG_ZH, LANG_EN, LANG_COUNT };

struct text {
	const char *in[LANG_COUNT]; /* zh, en; NULL: none */
};

#define TEXT(zh, en) {{(zh), (en)}}

#endif
