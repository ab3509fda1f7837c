/* Words of dosage forms and salts: what they say, and that they say no more. */
#include "commands/order_forms.h"

#include "kb/fold.h"

#include <string.h>

/* Words of dosage forms, folded. */
static const struct order_form forms[] = {
	{"缓释", "extended", NULL, NULL},
	{"控释", "extended", NULL, NULL},
	{"长效", "extended", NULL, NULL},
	{"肠溶", "enteric", NULL, NULL},
	{"双释放", NULL, NULL, NULL},
	{"薄膜衣", NULL, NULL, NULL},
	{"口腔崩解", NULL, NULL, "oral"},
	{"口崩", NULL, NULL, "oral"},
	{"分散", NULL, NULL, "oral"},
	{"咀嚼", NULL, NULL, "oral"},
	{"泡腾", NULL, NULL, NULL},
	{"速释", "immediate", NULL, NULL},
	{"舌下", NULL, NULL, "sublingual"},
	{"片剂", NULL, "tablet", "oral"},
	{"注射用", NULL, "injection", "injected"},
	{"注射液", NULL, "injection", "injected"},
	{"注射剂", NULL, "injection", "injected"},
	{"冻干粉针", NULL, "injection", "injected"},
	{"粉针剂", NULL, "injection", "injected"},
	{"粉针", NULL, "injection", "injected"},
	{"针剂", NULL, "injection", "injected"},
	{"针", NULL, "injection", "injected"},
	{"预填充", NULL, "injection", "injected"},
	{"笔芯", NULL, "injection", "injected"},
	{"软胶囊", NULL, "capsule", "oral"},
	{"胶囊剂", NULL, "capsule", "oral"},
	{"胶囊", NULL, "capsule", "oral"},
	{"胶丸", NULL, "capsule", "oral"},
	{"滴丸", NULL, "pill", "oral"},
	{"颗粒剂", NULL, "granules", "oral"},
	{"颗粒", NULL, "granules", "oral"},
	{"冲剂", NULL, "granules", "oral"},
	{"干混悬剂", NULL, "suspension", "oral"},
	{"混悬滴剂", NULL, "suspension", "oral"},
	{"混悬液", NULL, "suspension", "oral"},
	{"混悬剂", NULL, "suspension", "oral"},
	{"口服溶液", NULL, "solution", "oral"},
	{"口服液", NULL, "solution", "oral"},
	{"口服", NULL, NULL, "oral"},
	{"糖浆", NULL, "syrup", "oral"},
	{"合剂", NULL, "solution", "oral"},
	{"滴眼液", NULL, "drops", "eye"},
	{"眼膏", NULL, "ointment", "eye"},
	{"滴耳液", NULL, "drops", "topical"},
	{"滴鼻液", NULL, "drops", "nasal"},
	{"鼻喷雾剂", NULL, "spray", "nasal"},
	{"鼻喷剂", NULL, "spray", "nasal"},
	{"滴剂", NULL, "drops", "oral"},
	{"吸入气雾剂", NULL, "inhaler", "inhaled"},
	{"吸入粉雾剂", NULL, "inhaler", "inhaled"},
	{"粉吸入剂", NULL, "inhaler", "inhaled"},
	{"粉雾剂", NULL, "inhaler", "inhaled"},
	{"气雾剂", NULL, "inhaler", "inhaled"},
	{"雾化吸入用", NULL, "solution", "inhaled"},
	{"吸入用", NULL, "solution", "inhaled"},
	{"吸入", NULL, NULL, "inhaled"},
	{"雾化", NULL, NULL, "inhaled"},
	{"喷雾剂", NULL, "spray", NULL},
	{"喷雾", NULL, "spray", NULL},
	{"鼻喷雾", NULL, "spray", "nasal"},
	{"滴眼剂", NULL, "drops", "eye"},
	{"眼用凝胶", NULL, "ointment", "eye"},
	{"眼药水", NULL, "drops", "eye"},
	{"阴道片", NULL, "suppository", "vaginal"},
	{"阴道栓", NULL, "suppository", "vaginal"},
	{"阴道软胶囊", NULL, "suppository", "vaginal"},
	{"含片", NULL, "tablet", "oral"},
	{"漱口水", NULL, "solution", "topical"},
	{"涂剂", NULL, "solution", "topical"},
	{"乳剂", NULL, NULL, NULL},
	{"口服乳", NULL, "solution", "oral"},
	{"预灌封", NULL, "injection", "injected"},
	{"特充", NULL, "injection", "injected"},
	{"笔芯", NULL, "injection", "injected"},
	{"吸入溶液", NULL, "solution", "inhaled"},
	{"吸入混悬液", NULL, "solution", "inhaled"},
	{"雾化液", NULL, "solution", "inhaled"},
	{"软膏", NULL, "cream", "topical"},
	{"乳膏", NULL, "cream", "topical"},
	{"凝胶", NULL, "cream", "topical"},
	{"乳胶", NULL, "cream", "topical"},
	{"霜", NULL, "cream", "topical"},
	{"搽剂", NULL, "solution", "topical"},
	{"洗剂", NULL, "solution", "topical"},
	{"贴剂", NULL, "patch", "transdermal"},
	{"贴片", NULL, "patch", "transdermal"},
	{"透皮", NULL, NULL, "transdermal"},
	{"贴膏", NULL, "patch", "topical"},
	{"栓剂", NULL, "suppository", "rectal"},
	{"栓", NULL, "suppository", "rectal"},
	{"溶液", NULL, "solution", NULL},
	{"浓缩丸", NULL, "pill", "oral"},
	{"水蜜丸", NULL, "pill", "oral"},
	{"大蜜丸", NULL, "pill", "oral"},
	{"蜜丸", NULL, "pill", "oral"},
	{"水丸", NULL, "pill", "oral"},
	{"丸", NULL, "pill", "oral"},
	{"散剂", NULL, NULL, "oral"},
	{"散", NULL, NULL, "oral"},
	{"片", NULL, "tablet", "oral"},
	{"膏", NULL, NULL, NULL},
	{"液", NULL, NULL, NULL},
	{"剂", NULL, NULL, NULL},
	{"型", NULL, NULL, NULL},
	{"tablets", NULL, "tablet", "oral"},
	{"tablet", NULL, "tablet", "oral"},
	{"tabs", NULL, "tablet", "oral"},
	{"tab", NULL, "tablet", "oral"},
	{"capsules", NULL, "capsule", "oral"},
	{"capsule", NULL, "capsule", "oral"},
	{"caps", NULL, "capsule", "oral"},
	{"cap", NULL, "capsule", "oral"},
	{"extendedrelease", "extended", NULL, NULL},
	{"sustainedrelease", "extended", NULL, NULL},
	{"modifiedrelease", "extended", NULL, NULL},
	{"slowrelease", "extended", NULL, NULL},
	{"longacting", "extended", NULL, NULL},
	{"immediaterelease", "immediate", NULL, NULL},
	{"delayedrelease", "enteric", NULL, NULL},
	{"entericcoated", "enteric", NULL, NULL},
	{"injection", NULL, "injection", "injected"},
	{"inj", NULL, "injection", "injected"},
	{"xr", "extended", NULL, NULL},
	{"er", "extended", NULL, NULL},
	{"sr", "extended", NULL, NULL},
	{"xl", "extended", NULL, NULL},
	{"cr", "extended", NULL, NULL},
	{"mr", "extended", NULL, NULL},
	{"la", "extended", NULL, NULL},
	{"ec", "enteric", NULL, NULL},
	{"ir", "immediate", NULL, NULL},
	{"dr", "enteric", NULL, NULL},
	{"cd", "extended", NULL, NULL},
	{"m/r", "extended", NULL, NULL},
	{"s/r", "extended", NULL, NULL},
	{"e/c", "enteric", NULL, NULL},
	{"prolongedrelease", "extended", NULL, NULL},
	{"gastroresistant", "enteric", NULL, NULL},
	{"filmcoated", NULL, NULL, NULL},
	{"chewable", NULL, NULL, "oral"},
	{"chew", NULL, NULL, "oral"},
	{"odt", NULL, NULL, "oral"},
	{"susp", NULL, "suspension", "oral"},
	{"elixir", NULL, "solution", "oral"},
	{"hfa", NULL, "inhaler", "inhaled"},
	{"diskus", NULL, "inhaler", "inhaled"},
	{"accuhaler", NULL, "inhaler", "inhaled"},
	{"turbuhaler", NULL, "inhaler", "inhaled"},
	{"turbohaler", NULL, "inhaler", "inhaled"},
	{"evohaler", NULL, "inhaler", "inhaled"},
	{"respimat", NULL, "inhaler", "inhaled"},
	{"handihaler", NULL, "inhaler", "inhaled"},
	{"ellipta", NULL, "inhaler", "inhaled"},
	{"flexpen", NULL, "injection", "injected"},
	{"solostar", NULL, "injection", "injected"},
	{"kwikpen", NULL, "injection", "injected"},
	{"penfill", NULL, "injection", "injected"},
	{"prefilledpen", NULL, "injection", "injected"},
	{"pen", NULL, "injection", "injected"},
	{"vial", NULL, "injection", "injected"},
	{"spray", NULL, "spray", NULL},
	{"lotion", NULL, "cream", "topical"},
	{"shampoo", NULL, "solution", "topical"},
	{"suppository", NULL, "suppository", "rectal"},
	{"suppositories", NULL, "suppository", "rectal"},
	{"ophthalmic", NULL, NULL, "eye"},
	{"eyedrop", NULL, "drops", "eye"},
	{"ds", NULL, NULL, NULL},
	{"oral", NULL, NULL, "oral"},
	{"solution", NULL, "solution", NULL},
	{"suspension", NULL, "suspension", "oral"},
	{"syrup", NULL, "syrup", "oral"},
	{"cream", NULL, "cream", "topical"},
	{"ointment", NULL, "cream", "topical"},
	{"gel", NULL, "cream", "topical"},
	{"patch", NULL, "patch", "transdermal"},
	{"inhaler", NULL, "inhaler", "inhaled"},
	{"eyedrops", NULL, "drops", "eye"},
	{"nasalspray", NULL, "spray", "nasal"},
	{"earspray", NULL, "spray", "topical"},
	{"packets", NULL, "granules", "oral"},
	{"packet", NULL, "granules", "oral"},
	{"peninjector", NULL, "injection", "injected"},
	{"autoinjector", NULL, "injection", "injected"},
	{"sureclick", NULL, "injection", "injected"},
	{"sensoready", NULL, "injection", "injected"},
	{"flextouch", NULL, "injection", "injected"},
	{"tempopen", NULL, "injection", "injected"},
	{"prefilledsyringe", NULL, "injection", "injected"},
	{"syringe", NULL, "injection", "injected"},
	{"cartridge", NULL, "injection", "injected"},
	{"disintegrating", NULL, NULL, "oral"},
	{"oralpowder", NULL, NULL, "oral"},
	{"sugarfree", NULL, NULL, NULL},
	{"sachets", NULL, "granules", "oral"},
	{"sachet", NULL, "granules", "oral"},
	{"nebules", NULL, "solution", "inhaled"},
	{"nebule", NULL, "solution", "inhaled"},
	{"nebs", NULL, "solution", "inhaled"},
	{"respules", NULL, "solution", "inhaled"},
	{"ampoules", NULL, "injection", "injected"},
	{"ampoule", NULL, "injection", "injected"},
	{"vials", NULL, "injection", "injected"},
	{"infusion", NULL, "injection", "injected"},
	{"forinjection", NULL, "injection", "injected"},
	{"otic", NULL, NULL, "topical"},
	{"eardrops", NULL, "drops", "topical"},
	{"softgels", NULL, "capsule", "oral"},
	{"softgel", NULL, "capsule", "oral"},
	{"caplets", NULL, "tablet", "oral"},
	{"caplet", NULL, "tablet", "oral"},
	{"dosepak", NULL, "tablet", "oral"},
	{"dosepack", NULL, "tablet", "oral"},
	{"dispersible", NULL, NULL, "oral"},
	{"orodispersible", NULL, NULL, "oral"},
	{"effervescent", NULL, NULL, "oral"},
	{"pessary", NULL, "suppository", "vaginal"},
	{"pessaries", NULL, "suppository", "vaginal"},
	{"powder", NULL, NULL, NULL},
	{"foam", NULL, NULL, NULL},
	{"配方颗粒", NULL, "granules", "oral"},
	{"免煎颗粒", NULL, "granules", "oral"},
	{"中药颗粒", NULL, "granules", "oral"},
	{"超微饮片", NULL, NULL, "oral"},
	{"破壁饮片", NULL, NULL, "oral"},
	{"饮片", NULL, NULL, NULL},
	{"细粉", NULL, NULL, "oral"},
	{"粉", NULL, NULL, NULL},
	{"用胶囊", NULL, "capsule", NULL},
	{"吸入粉雾剂用胶囊", NULL, "capsule", "inhaled"},
	{"粉雾剂胶囊", NULL, "capsule", "inhaled"},
	{"鼻用喷雾剂", NULL, "spray", "nasal"},
	{"鼻用", NULL, NULL, "nasal"},
	{"眼用", NULL, NULL, "eye"},
	{"外用", NULL, NULL, "topical"},
	{"滴耳剂", NULL, "drops", "topical"},
	{"凝胶贴膏", NULL, "patch", "topical"},
	{"凝胶膏", NULL, "patch", "topical"},
	{"巴布膏", NULL, "patch", "topical"},
	{"擦剂", NULL, "solution", "topical"},
	{"喷剂", NULL, "spray", NULL},
	{"灌肠液", NULL, "solution", "rectal"},
	{"干糖浆", NULL, "syrup", "oral"},
	{"缓释微丸胶囊", "extended", "capsule", "oral"},
	{"微丸", NULL, NULL, "oral"},
	{"口溶膜", NULL, NULL, "oral"},
	{"鼻喷", NULL, "spray", "nasal"},
	{"缓释微球", "extended", "injection", "injected"},
	{"微球", "extended", "injection", "injected"},
	{"植入剂", "extended", NULL, NULL},
	{"阴道缓释凝胶", "extended", "cream", "vaginal"},
	{"阴道凝胶", NULL, "cream", "vaginal"},
	{"阴道泡腾片", NULL, "suppository", "vaginal"},
	{"阴道胶囊", NULL, "suppository", "vaginal"},
	{"锭剂", NULL, "tablet", "oral"},
	{"锭", NULL, "tablet", "oral"},
	{"i", NULL, NULL, NULL},
	{"ii", NULL, NULL, NULL},
};

enum { FORMS = sizeof forms / sizeof *forms };

/* The longest form word at the start (or end) of s. */
static int position(const char *s, size_t n, bool at_end)
{
	int best = -1;
	size_t longest = 0;

	for (int i = 0; i < FORMS; i++) {
		if (!at_end && (!n || forms[i].word[0] != *s))
			continue;
		size_t m = strlen(forms[i].word);
		if (m <= n && m > longest &&
		    memcmp(at_end ? s + n - m : s, forms[i].word, m) == 0) {
			best = i;
			longest = m;
		}
	}
	return best;
}

const struct order_form *form_at(const char *s, size_t n, bool at_end)
{
	int i = position(s, n, at_end);

	return i < 0 ? NULL : &forms[i];
}

bool only_forms(const char *s, size_t n)
{
	while (n) {
		int i = position(s, n, false);
		size_t m = i >= 0 ? strlen(forms[i].word) : 0;
		/* (I), (II) come last */
		if (m && m < n && *s == 'i' && m <= 2 && s[m - 1] == 'i')
			m = 0;
		for (int k = 0; order_salts[k]; k++) {
			size_t len = strlen(order_salts[k]);
			if (len <= n && len > m &&
			    memcmp(s, order_salts[k], len) == 0)
				m = len;
		}
		if (!m)
			return false;
		s += m;
		n -= m;
	}
	return true;
}

/* What the form words anywhere in the name say. */
void note_forms(struct order *o, const struct folded *f, const char *printed)
{
	const char *s = f->s;
	size_t n = f->n;

	for (size_t i = 0; i < n;) {
		int k = position(s + i, n - i, false);
		size_t len = k < 0 ? 0 : strlen(forms[k].word);
		bool latin = (unsigned char)s[i] < 0x80;
		/* short Latin words only where they end the name, and begin
		 * where a word does: ProAir is no IR */
		if (k >= 0 && latin && len < 4 &&
		    (i + len != n || !order_stands_apart(f, printed, i)))
			k = -1;
		/* pegloticase is no ear drop; of one character 血栓通 is no 栓:
		 * what follows must be a form */
		if (k >= 0 && len == (latin ? 4 : 3) &&
		    !only_forms(s + i + len, n - i - len))
			k = -1;
		if (k >= 0) {
			if (forms[k].release)
				o->release = forms[k].release;
			if (forms[k].form)
				o->form = forms[k].form;
			if (forms[k].route && !o->route &&
			    strcmp(forms[k].route, "injected") != 0)
				o->route = forms[k].route;
			i += len;
			continue;
		}
		do
			i++;
		while (i < n && ((unsigned char)s[i] & 0xC0) == 0x80);
	}
}
