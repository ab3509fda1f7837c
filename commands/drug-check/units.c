/* Units as orders write them, each with its factor to mg, IU, mL or mmol. */
#include "commands/drug-check/read_order.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

static const struct {
	const char *word, *unit;
	double factor;
} units[] = {
	/* longer words before their beginnings */
	{"axaiu", "IU", 1},
	{"axa iu", "IU", 1},
	{"万单位", "IU", 1e4},
	{"万国际单位", "IU", 1e4},
	{"万iu", "IU", 1e4},
	{"万u", "IU", 1e4},
	{"萬單位", "IU", 1e4},
	{"miu", "IU", 1e6},
	{"mu", "IU", 1e6},
	{"iu", "IU", 1},
	{"international units", "IU", 1},
	{"units", "IU", 1},
	{"unit", "IU", 1},
	{"unt", "IU", 1},
	{"国际单位", "IU", 1},
	{"单位", "IU", 1},
	{"單位", "IU", 1},
	{"國際單位", "IU", 1},
	{"micrograms", "mg", 0.001},
	{"microgram", "mg", 0.001},
	{"mcgs", "mg", 0.001},
	{"mcg", "mg", 0.001},
	{"ug", "mg", 0.001},
	{"μg", "mg", 0.001},
	{"µg", "mg", 0.001},
	{"微克", "mg", 0.001},
	{"nanograms", "mg", 1e-6},
	{"nanogram", "mg", 1e-6},
	{"ng", "mg", 1e-6},
	{"纳克", "mg", 1e-6},
	{"mcgm", "mg", 0.001},
	{"毫摩尔", "mmol", 1},
	{"毫当量", "mmol", 1},
	{"tablespoons", "mL", 15},
	{"tablespoon", "mL", 15},
	{"tbsp", "mL", 15},
	{"tabl", "tablet", 1},
	{"pills", "tablet", 1},
	{"pill", "tablet", 1},
	{"tablet(s)", "tablet", 1},
	{"capsule(s)", "tablet", 1},
	{"tab(s)", "tablet", 1},
	{"cap(s)", "tablet", 1},
	{"puff(s)", "puff", 1},
	{"spray(s)", "puff", 1},
	{"drop(s)", "drop", 1},
	{"patch(es)", "piece", 1},
	{"packet(s)", "piece", 1},
	{"unit(s)", "IU", 1},
	{"milliunits", "IU", 0.001},
	{"milliunit", "IU", 0.001},
	{"mu/min", "IU/h", 0.06},
	{"neb(s)", "piece", 1},
	{"nebules", "piece", 1},
	{"nebule", "piece", 1},
	{"respules", "piece", 1},
	{"respule", "piece", 1},
	{"nebs", "piece", 1},
	{"neb", "piece", 1},
	{"ptch", "piece", 1},
	{"pkts", "piece", 1},
	{"pkt", "piece", 1},
	{"syringes", "piece", 1},
	{"syringe", "piece", 1},
	{"capfuls", "piece", 1},
	{"capful", "piece", 1},
	{"scoops", "piece", 1},
	{"scoop", "piece", 1},
	{"troches", "tablet", 1},
	{"troche", "tablet", 1},
	{"films", "tablet", 1},
	{"film", "tablet", 1},
	{"wafers", "tablet", 1},
	{"wafer", "tablet", 1},
	{"inhs", "puff", 1},
	{"inh", "puff", 1},
	{"applicatorful", "piece", 1},
	{"applicator", "piece", 1},
	{"enema", "piece", 1},
	{"pumps", "piece", 1},
	{"pump", "piece", 1},
	{"rings", "piece", 1},
	{"ring", "piece", 1},
	{"pens", "piece", 1},
	{"pen", "piece", 1},
	{"ovules", "piece", 1},
	{"ovule", "piece", 1},
	{"pessary", "piece", 1},
	{"gummies", "tablet", 1},
	{"chewables", "tablet", 1},
	{"milligrams", "mg", 1},
	{"milligram", "mg", 1},
	{"mgs", "mg", 1},
	{"mg", "mg", 1},
	{"毫克", "mg", 1},
	{"litres", "mL", 1000},
	{"litre", "mL", 1000},
	{"liters", "mL", 1000},
	{"liter", "mL", 1000},
	{"l", "mL", 1000},
	{"millilitres", "mL", 1},
	{"milliliters", "mL", 1},
	{"mls", "mL", 1},
	{"ml", "mL", 1},
	{"cc", "mL", 1},
	{"毫升", "mL", 1},
	{"teaspoonfuls", "mL", 5},
	{"teaspoonful", "mL", 5},
	{"tablespoonfuls", "mL", 15},
	{"tablespoonful", "mL", 15},
	{"teaspoons", "mL", 5},
	{"teaspoon", "mL", 5},
	{"tsp", "mL", 5},
	{"mmol", "mmol", 1},
	{"meq", "mmol", 1},
	{"gtts", "drop", 1},
	{"gtt", "drop", 1},
	{"gt", "drop", 1},
	{"drops", "drop", 1},
	{"drop", "drop", 1},
	{"滴", "drop", 1},
	{"tablets", "tablet", 1},
	{"tablet", "tablet", 1},
	{"tabs", "tablet", 1},
	{"tab", "tablet", 1},
	{"片", "tablet", 1},
	{"capsules", "tablet", 1},
	{"capsule", "tablet", 1},
	{"caplets", "tablet", 1},
	{"caplet", "tablet", 1},
	{"softgels", "tablet", 1},
	{"softgel", "tablet", 1},
	{"lozenges", "tablet", 1},
	{"lozenge", "tablet", 1},
	{"caps", "tablet", 1},
	{"cap", "tablet", 1},
	{"粒", "tablet", 1},
	{"丸", "tablet", 1},
	{"枚", "tablet", 1},
	{"颗", "tablet", 1},
	{"sachets", "piece", 1},
	{"sachet", "piece", 1},
	{"packets", "piece", 1},
	{"packet", "piece", 1},
	{"patches", "piece", 1},
	{"patch", "piece", 1},
	{"ampoules", "piece", 1},
	{"ampoule", "piece", 1},
	{"amps", "piece", 1},
	{"amp", "piece", 1},
	{"vials", "piece", 1},
	{"vial", "piece", 1},
	{"suppositories", "piece", 1},
	{"suppository", "piece", 1},
	{"supp", "piece", 1},
	{"袋", "piece", 1},
	{"包", "piece", 1},
	{"支", "piece", 1},
	{"瓶", "piece", 1},
	{"盒", "pack", 1},
	{"板", "pack", 1},
	{"帖", "piece", 1},
	{"贴", "piece", 1},
	{"张", "piece", 1},
	{"管", "piece", 1},
	{"剂", "piece", 1},
	{"付", "pack", 1},
	{"副", "pack", 1},
	{"泡", "puff", 1},
	{"喷", "puff", 1},
	{"下", "puff", 1},
	{"按", "puff", 1},
	{"揿", "puff", 1},
	{"吸", "puff", 1},
	{"puffs", "puff", 1},
	{"puff", "puff", 1},
	{"inhalations", "puff", 1},
	{"inhalation", "puff", 1},
	{"actuations", "puff", 1},
	{"sprays", "puff", 1},
	{"spray", "puff", 1},
	{"只", "piece", 1},
	{"个", "piece", 1},
	{"kg", NULL, 1},
	{"公斤", NULL, 1},
	{"grams", "mg", 1000},
	{"gram", "mg", 1000},
	{"gm", "mg", 1000},
	{"克", "mg", 1000},
	{"錢", "mg", 3000},
	{"钱", "mg", 3000},
	/* 30, 31 or 37.5 g: which is not said */
	{"兩", "liang", 1},
	{"两", "liang", 1},
	{"g", "mg", 1000},
	{"%", "%", 1},
	{"t", "tablet", 1},
	{"锭", "tablet", 1},
	{"錠", "tablet", 1},
	{"顆", "tablet", 1},
	{"膠囊", "tablet", 1},
	{"噴", "puff", 1},
	{"貼", "piece", 1},
	{"#", "tablet", 1},
	{"p", "puff", 1},
	{"s", "piece", 1},
	{"u", "IU", 1},
};

size_t unit_word_read(const char *s, size_t n, double *value,
		      const char **ret_unit)
{
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		/* letters by case, other bytes as they are */
		if (!n || !word_may_be(units[i].word, s, n))
			continue;
		size_t m = strlen(units[i].word);
		unsigned char next = m < n ? (unsigned char)s[m] : 0;
		if (m > n || strncasecmp(s, units[i].word, m) != 0)
			continue;
		/* 2p bd; not 2 p.o. */
		if (m == 1 && (*s | 0x20) == 'p' && next != ' ')
			continue;
		/* "1# qd" counts, "#30" is handed out */
		if (*s == '#' && isdigit(next))
			continue;
		/* a Latin unit ends where letters end */
		if ((unsigned char)units[i].word[0] < 0x80 &&
		    units[i].word[0] != '%' && units[i].word[0] != '#' &&
		    isalpha(next) &&
		    !(next == 'x' && m + 1 < n &&
		      isdigit((unsigned char)s[m + 1])))
			continue;
		if (!units[i].unit)
			return 0;
		*value *= units[i].factor;
		*ret_unit = units[i].unit;
		return m;
	}
	return 0;
}

static const struct {
	const char *word;
	int by; /* column of names */
	double factor;
} rates[] = {{"/kg/min", 2, 60},
	     {"/kg/分钟", 2, 60},
	     {"/kg/分", 2, 60},
	     {"/kg/hr", 2, 1},
	     {"/kg/hour", 2, 1},
	     {"/kg/h", 2, 1},
	     {"/kg/小时", 2, 1},
	     {"/kg/day", 3, 1},
	     {"/kg/d", 3, 1},
	     {"/kg/日", 3, 1},
	     {"/kg/天", 3, 1},
	     {"/kg/dose", 0, 1},
	     {"/kg/次", 0, 1},
	     {"/kg.min", 2, 60},
	     {"/kg·min", 2, 60},
	     {"/kg.h", 2, 1},
	     {"/kg·h", 2, 1},
	     {"/(kg.min)", 2, 60},
	     {"/(kg·min)", 2, 60},
	     {"/(kg.h)", 2, 1},
	     {"/(kg·h)", 2, 1},
	     {"/kg.d", 3, 1},
	     {"/kg·d", 3, 1},
	     {"/(kg.d)", 3, 1},
	     {"/(kg·d)", 3, 1},
	     {"/m2", 4, 1},
	     {"/m²", 4, 1},
	     {"/㎡", 4, 1},
	     {"/kg", 0, 1},
	     {"/公斤", 0, 1},
	     {"/24 hours", 1, 1.0 / 24},
	     {"/24hours", 1, 1.0 / 24},
	     {"/24hr", 1, 1.0 / 24},
	     {"/24 hr", 1, 1.0 / 24},
	     {"/24h", 1, 1.0 / 24},
	     {"/24 h", 1, 1.0 / 24},
	     {"/hour", 1, 1},
	     {"/hr", 1, 1},
	     {"/小时", 1, 1},
	     {"/h", 1, 1},
	     {"/min", 1, 60},
	     {"/分钟", 1, 60},
	     {"/分", 1, 60},
	     {" per hour", 1, 1},
	     {" per hr", 1, 1}};

static const char *const names[][6] = {
	{"mg", "mg/kg", "mg/h", "mg/kg/h", "mg/kg/d", "mg/m2"},
	{"IU", "IU/kg", "IU/h", "IU/kg/h", "IU/kg/d", "IU/m2"},
	{"mL", "mL/kg", "mL/h", "mL/kg/h", "mL/kg/d", "mL/m2"},
	{"mmol", "mmol/kg", "mmol/h", "mmol/kg/h", "mmol/kg/d", "mmol/m2"}};

/* "/kg", "/h", "/24h", "/kg/min" behind a mass: an amount by weight, a rate. */
size_t unit_per_read(const char *s, size_t n, double *factor, const char **unit)
{
	if (!n || (*s != '/' && *s != ' '))
		return 0;
	for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
		size_t m = strlen(rates[i].word);
		if (m > n || strncasecmp(s, rates[i].word, m) != 0 ||
		    ((unsigned char)s[m - 1] < 0x80 && m < n &&
		     isalpha((unsigned char)s[m])))
			continue;
		for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
			if (strcmp(*unit, names[k][0]) != 0)
				continue;
			*unit = names[k][1 + rates[i].by];
			*factor *= rates[i].factor;
			return m;
		}
		return 0;
	}
	return 0;
}
