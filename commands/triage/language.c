/* A complaint in a language that is not read: by its script, or by small
 * words when it is written in Latin letters. */
#include "commands/triage/triage.h"

#include "base/utf8.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

struct script {
	uint32_t first, last;
	struct text name;
};
static const struct script scripts[] = {
	{0x3041, 0x30FE, TEXT("日文", "Japanese")},
	{0xAC00, 0xD7A3, TEXT("韩文", "Korean")},
	{0x1100, 0x11FF, TEXT("韩文", "Korean")},
	{0x0400, 0x052F, TEXT("俄文", "Russian")},
	{0x0600, 0x06FF, TEXT("阿拉伯文", "Arabic")},
	{0x0E00, 0x0E7F, TEXT("泰文", "Thai")},
	{0x0900, 0x097F, TEXT("印地文", "Hindi")},
	{0x0590, 0x05FF, TEXT("希伯来文", "Hebrew")},
	{0x0370, 0x03FF, TEXT("希腊文", "Greek")},
	{0x1000, 0x109F, TEXT("缅甸文", "Burmese")},
	{0x0F00, 0x0FFF, TEXT("藏文", "Tibetan")},
	{0x1800, 0x18AF, TEXT("蒙古文", "Mongolian")},
};
enum { SCRIPTS = sizeof scripts / sizeof *scripts };

/* Two of a language's small words are enough. */
static const struct tongue {
	struct text name;
	const char *words[14];
} tongues[] = {
	{TEXT("法文", "French"),
	 {"j'ai", "mal", "depuis", "je", "la", "douleur", "suis", "et", "une",
	  "fièvre", "hier", "jours", NULL}},
	{TEXT("德文", "German"),
	 {"ich", "habe", "seit", "schmerzen", "kopfschmerzen", "und", "mir",
	  "ist", "gestern", "tagen", "fieber", "bauch", NULL}},
	{TEXT("西班牙文", "Spanish"),
	 {"tengo", "dolor", "desde", "me", "duele", "el", "estoy", "fiebre",
	  "ayer", "mucho", "cabeza", NULL}},
	{TEXT("意大利文", "Italian"),
	 {"ho", "mal", "febbre", "da", "di", "dolore", "testa", "sono", "ieri",
	  "giorni", NULL}},
	{TEXT("葡萄牙文", "Portuguese"),
	 {"estou", "dor", "com", "desde", "tenho", "febre", "minha", "cabeça",
	  "dias", "ontem", NULL}},
	{TEXT("越南文", "Vietnamese"),
	 {"tôi", "bị", "đau", "và", "ngày", "sốt", "đầu", "bụng", NULL}},
};

static bool of_script(const char *text, size_t n, struct text *ret)
{
	size_t letters = 0, count[SCRIPTS] = {0};
	uint32_t cp;

	for (size_t i = 0; i < n;) {
		i += utf8_decode(text + i, n - i, &cp);
		letters += cp >= 0x80 || isalpha((int)cp);
		for (size_t s = 0; s < SCRIPTS; s++)
			count[s] +=
				cp >= scripts[s].first && cp <= scripts[s].last;
	}
	for (size_t s = 0; s < SCRIPTS; s++)
		if (count[s] >= 2 && count[s] * 4 >= letters) {
			*ret = scripts[s].name;
			return true;
		}
	return false;
}

static bool is_letter(char c)
{
	return isalpha((unsigned char)c) || (unsigned char)c >= 0x80 ||
	       c == '\'';
}

static size_t count_words(const char *text, const struct tongue *t)
{
	size_t n = 0;

	for (size_t i = 0; t->words[i]; i++) {
		size_t len = strlen(t->words[i]);
		for (const char *p = strcasestr(text, t->words[i]); p;
		     p = strcasestr(p + 1, t->words[i])) {
			if ((p > text && is_letter(p[-1])) || is_letter(p[len]))
				continue;
			n++;
			break;
		}
	}
	return n;
}

bool triage_foreign(const char *text, size_t n, bool understood,
		    struct text *ret)
{
	size_t best = 1;

	if (of_script(text, n, ret))
		return true;
	for (size_t i = 0; !understood && i < sizeof tongues / sizeof *tongues;
	     i++) {
		size_t found = count_words(text, &tongues[i]);
		if (found > best) {
			best = found;
			*ret = tongues[i].name;
		}
	}
	return best > 1;
}
