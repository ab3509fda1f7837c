#include "commands/interpret-report/hl7_charset.h"

#include "base/encoding.h"
#include "base/utf8.h"

#include <string.h>
#include <strings.h>

static bool is_high(char c)
{
	return (unsigned char)c >= 0x80;
}

void hl7_charset(const char *bytes, size_t n, char ret[HL7_CHARSET_SIZE])
{
	const char *msh = memmem(bytes, n, "MSH", 3), *end = bytes + n;
	size_t len = 0;
	int field = 1;

	*ret = '\0';
	if (!msh || end - msh < 9)
		return;
	size_t line = strcspn(msh, "\r\n");
	end = (size_t)(end - msh) < line ? end : msh + line;
	/* in GB18030 and Big5 the second byte can be the separator's */
	bool pairs =
		utf8_valid(msh, (size_t)(end - msh)) != (size_t)(end - msh);
	for (const char *p = msh + 3; p < end; p++) {
		if (pairs && is_high(*p)) {
			p++;
			continue;
		}
		if (*p == msh[3] && ++field > 18)
			break;
		if (field != 18 || *p == msh[3])
			continue;
		if (*p == msh[5]) { /* the first is the default; if ASCII, "" */
			if (len)
				break;
			continue;
		}
		if (len + 1 < HL7_CHARSET_SIZE)
			ret[len++] = *p;
	}
	ret[len] = '\0';
}

/* HL7 table 0211 and what is written for it → iconv's name; NULL unknown. */
static const char *iconv_name(const char *charset)
{
	static const struct {
		const char *charset, *name;
	} table[] = {
		{"UNICODE UTF-8", "UTF-8"},
		{"UTF-8", "UTF-8"},
		{"UTF8", "UTF-8"},
		{"UNICODE", "UTF-8"},
		{"GB 18030-2000", "GB18030"},
		{"GB18030", "GB18030"},
		{"GB 18030", "GB18030"},
		{"GBK", "GB18030"},
		{"GB2312", "GB18030"},
		{"GB 2312-80", "GB18030"},
		{"BIG-5", "BIG5-HKSCS"},
		{"BIG5", "BIG5-HKSCS"},
		{"ASCII", "ISO-8859-1"},
		{"8859/1", "ISO-8859-1"},
		{"8859/2", "ISO-8859-2"},
		{"8859/5", "ISO-8859-5"},
		{"8859/7", "ISO-8859-7"},
		{"8859/9", "ISO-8859-9"},
		{"8859/15", "ISO-8859-15"},
		{"KS X 1001", "EUC-KR"},
		{"ISO IR87", "ISO-2022-JP"},
		{"UNICODE UTF-16", "UTF-16"},
	};

	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (strcasecmp(charset, table[i].charset) == 0)
			return table[i].name;
	return NULL;
}

/* Under a Western name anything decodes. Western text has its letters above
 * ASCII one at a time; Chinese is pairs of them. */
static bool looks_paired(const char *bytes, size_t n)
{
	size_t high = 0, beside = 0;

	for (size_t i = 0; i < n; i++) {
		if (!is_high(bytes[i]))
			continue;
		high++;
		beside += (i > 0 && is_high(bytes[i - 1])) ||
			  (i + 1 < n && is_high(bytes[i + 1]));
	}
	return high > 1 && beside * 4 >= high * 3;
}

bool hl7_decode(const char *bytes, size_t n, const char *path, struct arena *a,
		struct strbuf *ret, const char **ret_name,
		const char **ret_note, struct err *err)
{
	char charset[HL7_CHARSET_SIZE];
	size_t valid = utf8_valid(bytes, n), bad = 0;

	*ret_note = NULL;
	hl7_charset(bytes, n, charset);
	const char *named = *charset ? iconv_name(charset) : NULL;
	bool high = false;
	for (size_t i = 0; i < n && !high; i++)
		high = is_high(bytes[i]);
	if (named && strcmp(named, "ISO-2022-JP") == 0)
		high = memmem(bytes, n, "\033$", 2) != NULL;
	bool western = named && strncmp(named, "ISO-8859", 8) == 0;
	bool fits = named && high &&
		    (valid != n || strcmp(named, "ISO-2022-JP") == 0) &&
		    !(western && looks_paired(bytes, n)) &&
		    strcmp(named, "UTF-8") != 0;
	if (fits) {
		struct strbuf text = STRBUF_INIT;
		fits = encoding_decode(bytes, n, named, path, &text, ret_name,
				       &bad, err) &&
		       bad == 0;
		if (fits)
			strbuf_add(ret, text.buf, text.len);
		strbuf_release(&text);
	}
	if (!fits &&
	    !encoding_decode(bytes, n, NULL, path, ret, ret_name, NULL, err))
		return false;
	/* that it is plain ASCII contradicts nothing */
	if (*charset && high && !fits &&
	    !(named && strcmp(named, *ret_name) == 0))
		*ret_note = arena_printf(a, "MSH-18 says '%s', read as %s",
					 charset, *ret_name);
	return true;
}
