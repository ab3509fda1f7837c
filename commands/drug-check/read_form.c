/* The form where it stands behind the strength: "50 mcg/hr patches", "0.5% eye
 * drops", and what is said in brackets of the same amount. */
#include "commands/drug-check/read_order.h"

#include <ctype.h>
#include <string.h>

static const struct {
	const char *word, *form, *route;
} forms[] = {
	/* longer words before their beginnings */
	{"transdermal patches", "patch", NULL},
	{"transdermal patch", "patch", NULL},
	{"patches", "patch", NULL},
	{"patch", "patch", NULL},
	{"eye drops", "drops", "eye"},
	{"eye drop", "drops", "eye"},
	{"eye ointment", "ointment", "eye"},
	{"ophth soln", "drops", "eye"},
	{"ear drops", "drops", "topical"},
	{"nasal spray", "spray", "nasal"},
	{"nasal drops", "drops", "nasal"},
	{"pessaries", "suppository", "vaginal"},
	{"pessary", "suppository", "vaginal"},
	{"vaginal tablets", "suppository", "vaginal"},
	{"vaginal tablet", "suppository", "vaginal"},
	{"vaginal cream", "cream", "vaginal"},
	{"suppositories", "suppository", "rectal"},
	{"suppository", "suppository", "rectal"},
	{"ointment", "cream", "topical"},
	{"oint", "cream", "topical"},
	{"respimat", "inhaler", "inhaled"},
	{"handihaler", "inhaler", "inhaled"},
	{"evohaler", "inhaler", "inhaled"},
	{"accuhaler", "inhaler", "inhaled"},
	{"turbohaler", "inhaler", "inhaled"},
	{"diskus", "inhaler", "inhaled"},
	{"ellipta", "inhaler", "inhaled"},
	{"cream", "cream", "topical"},
	{"lotion", "cream", "topical"},
	{"shampoo", "solution", "topical"},
	{"u-100 insulin", NULL, NULL},
	{"u-200 insulin", NULL, NULL},
	{"u-500 insulin", NULL, NULL},
	{"u-100", NULL, NULL},
	{"透皮贴剂", "patch", NULL},
	{"贴剂", "patch", NULL},
	{"滴眼液", "drops", "eye"},
	{"栓剂", "suppository", "rectal"},
};

size_t reading_form(struct reading *r)
{
	const char *s = r->s + r->at;
	size_t left = r->n - r->at;

	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		const char *const one[] = {forms[i].word, NULL};
		size_t m = reading_starts(s, left, one);
		if (!m || (isalpha((unsigned char)*s) && m < left &&
			   isalpha((unsigned char)s[m])))
			continue;
		if (!r->o->form)
			r->o->form = forms[i].form;
		if (!r->o->route)
			r->o->route = forms[i].route;
		return m;
	}
	return 0;
}

/* "(按亚胺培南计0.5g)", "(相当于…)": of which substance the amount is. */
size_t reading_reckoned(struct reading *r)
{
	static const char *const words[] = {
		"(按", "(以", "(相当于",        "(折合",  "(含", "(每",
		"[按", "[以", "(equivalent to", "(equiv", NULL};
	const char *s = r->s + r->at;
	size_t left = r->n - r->at, m = reading_starts(s, left, words);
	const char *end = m ? memchr(s, *s == '(' ? ')' : ']', left) : NULL;
	/* 每片含 …, 按 … 计; "(每次1片)" is the dose */
	bool short_word = m == 4;

	if (!end || (short_word && !memmem(s, (size_t)(end - s), "计", 3) &&
		     !memmem(s, (size_t)(end - s), "含", 3)))
		return 0;
	return (size_t)(end - s) + 1;
}
