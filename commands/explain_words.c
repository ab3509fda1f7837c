/* Findings in the knowledge base's own words, for a clinician or a patient. */
#include "commands/explain_words.h"

#include "base/strbuf.h"
#include "llm/prompt.h"

#include <ctype.h>
#include <string.h>

/* Plain words for what the knowledge base has none for: what it is called and
 * when to see somebody. */
static const struct text plain_words[URGENCY_COUNT] = {
	TEXT("现在就要处理，请马上联系医生或去急诊。",
	     "this needs care now: call the doctor or go to emergency."),
	TEXT("请今天联系医生。", "please contact a doctor today."),
	TEXT("请在几天内看医生。", "please see a doctor within days."),
	TEXT("下次就诊时告诉医生。", "tell the doctor at the next visit."),
	TEXT("就诊时可以问医生。", "you may ask the doctor about it."),
};
static const struct text drug_words[URGENCY_COUNT] = {
	TEXT("请现在就问医生或去急诊，问过之前不要再吃这种药。",
	     "ask a doctor now or go to emergency, and do not take it again "
	     "before."),
	TEXT("请今天、在下一次服药之前问医生或药师，由他们决定停、换还是减；"
	     "不要自己改药。",
	     "ask a doctor or pharmacist today, before the next dose: they "
	     "decide whether to stop, change or lower it; do not do so "
	     "yourself."),
	TEXT("请在几天内问医生或药师，不要自己停药。",
	     "ask a doctor or pharmacist within days; do not stop it yourself."),
	TEXT("下次就诊时请医生或药师看一下这些药。",
	     "have the doctor or pharmacist look at these medicines at the next "
	     "visit."),
	TEXT("可以问药师。", "you may ask a pharmacist."),
};
/* How all of it ends: when to seek care. */
static const struct text endings[URGENCY_COUNT] = {
	TEXT("何时就医：现在，去急诊或拨打 120，有人陪着。",
	     "When to seek care: now. Go to emergency or call an ambulance; do "
	     "not stay alone."),
	TEXT("何时就医：今天；加重、胸痛、气促、晕倒或叫不醒，立即去急诊。",
	     "When to seek care: today; emergency at once if it gets worse, for "
	     "chest pain, breathlessness, fainting or drowsiness."),
	TEXT("何时就医：几天之内；突然不舒服、胸痛、气促或晕倒，立即去急诊。",
	     "When to seek care: within days; emergency at once if you suddenly "
	     "feel unwell, for chest pain, breathlessness or fainting."),
	TEXT("何时就医：按约定复诊；有新的不舒服就提前。",
	     "When to seek care: at the next visit, sooner with new complaints."),
	TEXT("何时就医：按约定复诊；有新的不舒服就提前。",
	     "When to seek care: at the next visit, sooner with new complaints."),
};

/* The same of medicines: what must not wait for the appointment. */
#define HARM_ZH "出血不止、黑便、皮疹或嘴肿、气促、晕倒或叫不醒，立即去急诊。"
#define HARM_EN                                                               \
	"emergency at once for bleeding that does not stop, black stools, a " \
	"rash or swollen lips, breathlessness, fainting or drowsiness."
static const struct text drug_endings[URGENCY_COUNT] = {
	TEXT("何时就医：现在；" HARM_ZH, "When to seek care: now; " HARM_EN),
	TEXT("何时就医：今天；" HARM_ZH, "When to seek care: today; " HARM_EN),
	TEXT("何时就医：几天之内；" HARM_ZH,
	     "When to seek care: within days; " HARM_EN),
	TEXT("何时就医：按约定复诊；" HARM_ZH,
	     "When to seek care: at the next visit; " HARM_EN),
	TEXT("何时就医：按约定复诊；有新的不舒服就提前。",
	     "When to seek care: at the next visit, sooner with new complaints."),
};

/* Nothing was found: said with its limits, and when to seek care. */
static const struct text nothing[] = {
	TEXT("就目前说的，没有查出需要马上处理的情况；没有问到、没有量的不算在内。\n"
	     "何时就医：几天不好或加重就去看医生；突然胸痛、气促、晕倒、说话不清、"
	     "手脚无力或出血不止，立即去急诊。",
	     "In what was said, nothing was found that needs care at once; what "
	     "was not asked or measured is not included.\n"
	     "When to seek care: see a doctor if it gets worse or does not "
	     "settle in a few days; emergency at once for sudden chest pain, "
	     "breathlessness, fainting, slurred speech, weakness of a limb or "
	     "bleeding that does not stop."),
	TEXT("读到的项目里，知识库没有要说明的；标了高低的项目请问医生，没读出、没查的"
	     "不算在内。\n"
	     "何时就医：按约定复诊；不舒服时仍请看医生。",
	     "For the results that could be read the knowledge base has nothing to "
	     "explain; ask a doctor about those marked high or low. What was not "
	     "read or not tested is not included.\n"
	     "When to seek care: at the next visit; if you feel unwell, see a "
	     "doctor all the same."),
	TEXT("认出的药里，没有查出要说明的问题；没认出的药不算在内。\n"
	     "有疑问请问医生或药师，不要自己停药。",
	     "Among the medicines that were recognised, nothing was found that "
	     "needs explaining; those that were not are not included.\n"
	     "Ask a doctor or pharmacist if in doubt; do not stop one yourself."),
};

static bool for_patient(const struct app *app)
{
	return app->common && app->common->audience == AUDIENCE_PATIENT;
}

static bool is_triage(const struct result *r)
{
	return strncmp(r->schema, "clin.triage", 11) == 0;
}

static bool is_drugs(const struct result *r)
{
	return strncmp(r->schema, "clin.drug", 9) == 0;
}

/* "Warfarin + Aspirin" of "Warfarin + Aspirin: more bleeding": the harm is worded
 * for colleagues. */
static size_t head_of(const char *title, enum lang lang)
{
	const char *colon = strstr(title, lang == LANG_ZH ? "：" : ": ");

	return colon ? (size_t)(colon - title) : strlen(title);
}

static bool same_head(const struct finding *f, const struct finding *g,
		      enum lang lang)
{
	size_t n = head_of(f->title.in[lang], lang);

	return n == head_of(g->title.in[lang], lang) &&
	       strncmp(f->title.in[lang], g->title.in[lang], n) == 0;
}

/* Was each medicine of "A + B: harm" named already? */
static bool covered(const struct strbuf *text, const char *title,
		    enum lang lang)
{
	static const char *const joins[] = {" + ", "、", ", "};
	size_t n = head_of(title, lang), from = 0;

	for (size_t i = 0; i <= n; i++) {
		size_t join = 0;
		for (size_t k = 0; k < sizeof joins / sizeof *joins; k++)
			if (strncmp(title + i, joins[k], strlen(joins[k])) == 0)
				join = strlen(joins[k]);
		if (i < n && !join)
			continue;
		if (!memmem(text->buf, text->len, title + from, i - from))
			return false;
		from = i + join;
	}
	return true;
}

/* One line for each urgency: the medicines, then what to do. What was named
 * under a higher one is not named again, and a hint is none to worry about. */
static void word_drugs(struct strbuf *text, const struct finding_vec *all,
		       enum lang lang)
{
	for (int u = 0; u < URGENCY_INFO; u++) {
		size_t named = 0;
		for (size_t i = 0; i < all->n; i++) {
			const struct finding *f = &all->at[i];
			bool before = (int)f->urgency != u;
			for (size_t k = 0; k < all->n && !before; k++)
				before = ((int)all->at[k].urgency < u ||
					  ((int)all->at[k].urgency == u &&
					   k < i)) &&
					 same_head(f, &all->at[k], lang);
			if (before || covered(text, f->title.in[lang], lang))
				continue;
			strbuf_adds(text,
				    named ? (lang == LANG_ZH ? "；" : "; ")
				    : text->len ? "\n"
						: "");
			strbuf_add(text, f->title.in[lang],
				   head_of(f->title.in[lang], lang));
			named++;
		}
		if (named)
			strbuf_addf(text, "%s%s", lang == LANG_ZH ? "：" : ": ",
				    drug_words[u].in[lang]);
	}
	if (!text->len && all->n)
		strbuf_addf(text, "%s",
			    lang == LANG_ZH ? drug_words[URGENCY_INFO].in[lang]
					    : "You may ask a pharmacist.");
}

static void word_for_patient(struct strbuf *text, const struct result *r,
			     const struct finding *f, enum lang lang)
{
	const char *own = f->patient.in[lang];

	/* what hangs on another finding is said by that one */
	if (f->group >= 0 && f != &r->findings.at[f->group] && !(own && *own))
		return;
	if (own && *own && strstr(text->buf, own))
		return; /* two rules, one sentence */
	/* "NEWS2 ≥ 7" tells a patient nothing */
	bool bare = is_triage(r) && !(own && *own);
	if (bare && text->len)
		return;
	strbuf_adds(text, text->len ? "\n" : "");
	if (own && *own)
		strbuf_adds(text, own);
	else if (bare)
		strbuf_addf(text, "%c%s",
			    toupper((unsigned char)*plain_words[f->urgency]
					    .in[lang]),
			    plain_words[f->urgency].in[lang] + 1);
	else
		strbuf_addf(text, "%s%s%s", f->title.in[lang],
			    lang == LANG_ZH ? "：" : ": ",
			    plain_words[f->urgency].in[lang]);
}

/* "心衰：心衰": does the title say it already? */
static bool said_by_title(const struct finding *f, enum lang lang)
{
	const char *title = f->title.in[lang], *because = f->because.in[lang];

	return !because || !*because || strstr(title, because);
}

static void word_for_clinician(struct strbuf *text, const struct finding *f,
			       enum lang lang)
{
	strbuf_adds(text, text->len ? "\n" : "");
	strbuf_adds(text, f->title.in[lang]);
	if (!said_by_title(f, lang))
		strbuf_addf(text, "%s%s", lang == LANG_ZH ? "：" : ": ",
			    f->because.in[lang]);
	for (size_t i = 0; i < f->n_actions && i < 2; i++) {
		const char *action = f->actions[i].in[lang];
		bool sentence = *action >= 'A' && *action <= 'Z';
		strbuf_adds(text, lang == LANG_ZH ? "；"
				  : sentence      ? ". "
						  : "; ");
		strbuf_adds(text, action);
	}
}

void explain_words(struct strbuf *text, const struct result *r,
		   const struct app *app)
{
	enum lang lang = app->ui->lang;
	enum urgency worst = URGENCY_INFO;

	for (size_t i = 0; i < r->findings.n; i++)
		if (r->findings.at[i].urgency < worst)
			worst = r->findings.at[i].urgency;
	for (size_t i = 0; i < r->findings.n; i++) {
		const struct finding *f = &r->findings.at[i];
		/* one complaint, one advice: "today" beside "now" misleads */
		if (for_patient(app) && f->urgency != worst && is_triage(r))
			continue;
		if (!for_patient(app))
			word_for_clinician(text, f, lang);
		else if (!is_drugs(r))
			word_for_patient(text, r, f, lang);
	}
	if (for_patient(app) && !r->findings.n && !r->errors.n &&
	    !(r->reasons & 1u << EXIT_PARTIAL))
		strbuf_adds(text, nothing[is_triage(r)  ? 0
					  : is_drugs(r) ? 2
							: 1]
					  .in[lang]);
	if (for_patient(app) && is_drugs(r))
		word_drugs(text, &r->findings, lang);
	if (for_patient(app) && r->findings.n)
		strbuf_addf(
			text, "\n%s",
			(is_drugs(r) ? drug_endings : endings)[worst].in[lang]);
}
