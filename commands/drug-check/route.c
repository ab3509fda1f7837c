/* By which way. */
#include "commands/order.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *word, *route;
	bool push; /* at once into the vein */
} routes[] = {
	/* longer words before their beginnings */
	{"ivgtt", "iv", 0},
	{"iv.gtt", "iv", 0},
	{"iv gtt", "iv", 0},
	{"iv drip", "iv", 0},
	{"ivdrip", "iv", 0},
	{"ivpb", "iv", 0},
	{"iv push", "iv", 1},
	{"iv bolus", "iv", 1},
	{"ivp", "iv", 1},
	{"ivd", "iv", 0},
	{"iv泵入", "iv", 0},
	{"iv", "iv", 0},
	{"i.v.", "iv", 0},
	{"intravenously", "iv", 0},
	{"intravenous", "iv", 0},
	{"im", "im", 0},
	{"i.m.", "im", 0},
	{"intramuscularly", "im", 0},
	{"intramuscular", "im", 0},
	{"ih", "sc", 0},
	{"sc", "sc", 0},
	{"s.c.", "sc", 0},
	{"s/c", "sc", 0},
	{"sq", "sc", 0},
	{"subcutaneously", "sc", 0},
	{"subcutaneous", "sc", 0},
	{"subcut", "sc", 0},
	{"subq", "sc", 0},
	{"sub-q", "sc", 0},
	{"po", "oral", 0},
	{"p.o.", "oral", 0},
	{"by mouth", "oral", 0},
	{"orally", "oral", 0},
	{"oral", "oral", 0},
	{"sublingually", "sublingual", 0},
	{"sublingual", "sublingual", 0},
	{"under the tongue", "sublingual", 0},
	{"sl", "sublingual", 0},
	{"per rectum", "rectal", 0},
	{"rectally", "rectal", 0},
	{"rectal", "rectal", 0},
	{"pr", "rectal", 0},
	{"vaginally", "vaginal", 0},
	{"vaginal", "vaginal", 0},
	{"pv", "vaginal", 0},
	{"inhaled", "inhaled", 0},
	{"inhale", "inhaled", 0},
	{"inh", "inhaled", 0},
	{"nebulised", "inhaled", 0},
	{"nebulized", "inhaled", 0},
	{"neb", "inhaled", 0},
	{"respiratory", "inhaled", 0},
	{"transdermal", "transdermal", 0},
	{"ophthalmic", "eye", 0},
	{"nasal", "nasal", 0},
	{"topically", "topical", 0},
	{"topical", "topical", 0},
	{"apply", "topical", 0},
	{"each nostril", "nasal", 0},
	{"each naris", "nasal", 0},
	{"intranasally", "nasal", 0},
	{"intranasal", "nasal", 0},
	{"both eyes", "eye", 0},
	{"each eye", "eye", 0},
	{"right eye", "eye", 0},
	{"left eye", "eye", 0},
	{"ou", "eye", 0},
	{"静脉滴注", "iv", 0},
	{"静脉推注", "iv", 1},
	{"静脉注射", "iv", 0},
	{"静脉泵入", "iv", 0},
	{"微泵", "iv", 0},
	{"静滴", "iv", 0},
	{"静推", "iv", 1},
	{"静注", "iv", 0},
	{"泵入", "iv", 0},
	{"肌肉注射", "im", 0},
	{"肌注", "im", 0},
	{"皮下注射", "sc", 0},
	{"皮下", "sc", 0},
	{"口服", "oral", 0},
	{"冲服", "oral", 0},
	{"餐中嚼服", "oral", 0},
	{"嚼服", "oral", 0},
	{"吞服", "oral", 0},
	{"煎服", "oral", 0},
	{"水煎服", "oral", 0},
	{"水煎", "oral", 0},
	{"温服", "oral", 0},
	{"舌下含服", "sublingual", 0},
	{"舌下", "sublingual", 0},
	{"含服", "sublingual", 0},
	{"雾化吸入", "inhaled", 0},
	{"吸入", "inhaled", 0},
	{"喷吸", "inhaled", 0},
	{"雾化", "inhaled", 0},
	{"外贴", "transdermal", 0},
	{"含漱", "topical", 0},
	{"漱口", "topical", 0},
	{"涂眼", "eye", 0},
	{"外用", "topical", 0},
	{"外敷", "topical", 0},
	{"外洗", "topical", 0},
	{"涂抹", "topical", 0},
	{"涂患处", "topical", 0},
	{"外涂", "topical", 0},
	{"贴敷", "transdermal", 0},
	{"滴双眼", "eye", 0},
	{"滴左眼", "eye", 0},
	{"滴右眼", "eye", 0},
	{"滴患眼", "eye", 0},
	{"点眼", "eye", 0},
	{"滴眼", "eye", 0},
	{"每侧鼻孔", "nasal", 0},
	{"每鼻孔", "nasal", 0},
	{"双侧鼻孔", "nasal", 0},
	{"喷鼻", "nasal", 0},
	{"滴鼻", "nasal", 0},
	{"鼻喷", "nasal", 0},
	{"塞肛", "rectal", 0},
	{"纳肛", "rectal", 0},
	{"肛塞", "rectal", 0},
	{"直肠给药", "rectal", 0},
	{"塞阴道", "vaginal", 0},
	{"阴道给药", "vaginal", 0},
	{"阴道用", "vaginal", 0},
	{"灌肠", "rectal", 0},
};

size_t route_read(const char *s, size_t n, const char **ret, bool *ret_push)
{
	for (size_t i = 0; i < sizeof routes / sizeof *routes; i++) {
		if (!n || (routes[i].word[0] | 0x20) != (*s | 0x20))
			continue;
		size_t m = strlen(routes[i].word);
		if (m > n || strncasecmp(s, routes[i].word, m) != 0)
			continue;
		if (isalpha((unsigned char)routes[i].word[0]) && m < n &&
		    isalpha((unsigned char)s[m]))
			continue;
		*ret = routes[i].route;
		*ret_push = routes[i].push;
		return m;
	}
	return 0;
}
