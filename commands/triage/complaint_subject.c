/* Whose complaint it is, and who the patient is: age, sex, pregnancy. */
#include "commands/triage/complaint_private.h"

#include "base/num.h"

#include <math.h>
#include <string.h>

/* "会传染给家里小孩吗", "家里有两个孩子", "带孩子累": a relative to whom
 * something is done, and not of whom it is told. */
static bool is_object(const struct reading *r, const struct complaint_token *t)
{
	static const char *const verbs[] = {
		"传染",   "传给",    "影响到", "家里有", "家有", "两个",
		"三个",   "老婆",    "照顾",   "接送",   "带着", "抱着",
		"接触",   "分开住",  "抱",     "带",     "哄",   "给孩子当",
		"infect", "pass it", NULL};
	const size_t NEAR = 18;
	size_t from = r->clauses.at[t->clause].start;

	if (t->word->value != 3)
		return false;
	if (t->start > from + NEAR)
		from = t->start - NEAR;
	for (size_t i = from; i < t->start; i++)
		for (size_t k = 0; verbs[k]; k++) {
			bool verb = strlen(verbs[k]) > 3 || !verbs[k][3];
			size_t n = strlen(verbs[k]);
			if (verb && i + n <= t->start &&
			    text_starts(r->s + i, verbs[k]) &&
			    (n > 3 || i + n == t->start))
				return true;
		}
	return text_starts(r->s + t->end, "当马") ||
	       text_starts(r->s + t->end, "累");
}

/* "女，75岁。家人发现其左侧肢体不能动", "her daughter noticed": who tells of a
 * patient whose age was told before is not the one who is ill. */
static bool tells_of_patient(const struct reading *r, size_t i)
{
	static const char *const verbs[] = {
		"发现",    "代诉",     "诉",     "述",   "见其",   "见患者",
		"目击",    "送来",     "送至",   "送其", "陪同",   "呼之",
		"叫其",    "说其",     "称其",   "反映", "found",  "noticed",
		"reports", "reported", "states", "says", "called", "saw"};
	const struct complaint_token *t = &r->tokens.at[i];
	const char *s = r->s + t->end;
	bool introduced = false;

	for (size_t k = 0; k < i && !introduced; k++)
		introduced = r->tokens.at[k].kind == TOKEN_AGE;
	s += strspn(s, " ");
	for (size_t k = 0; introduced && k < sizeof verbs / sizeof *verbs; k++)
		if (text_starts(s, verbs[k]))
			return true;
	return false;
}

/* A relative named in a clause outranks "I" ("我想问我父亲"); a clause that
 * names nobody goes on about the one before, within reason. */
static void name_subjects(struct reading *r)
{
	for (size_t i = 0; i < r->tokens.n; i++) {
		const struct complaint_token *t = &r->tokens.at[i];
		struct clause *c = &r->clauses.at[t->clause];
		if (token_means(t, "family")) {
			c->subject = SUBJECT_FAMILY;
		} else if (token_means(t, "relative") &&
			   c->subject != SUBJECT_FAMILY &&
			   !complaint_gave_birth(r->s, t->end) &&
			   !is_object(r, t) && !tells_of_patient(r, i)) {
			/* "my sister thinks the neighbours …": she */
			if (c->subject != SUBJECT_RELATIVE ||
			    !(c->relative >= 1) || t->word->value >= 1)
				c->relative = t->word->value;
			c->subject = SUBJECT_RELATIVE;
		} else if (token_means(t, "self") &&
			   c->subject == SUBJECT_NEUTRAL) {
			c->subject = SUBJECT_SELF;
		}
	}
	for (size_t i = 1; i < r->clauses.n; i++)
		if (r->clauses.at[i].subject == SUBJECT_NEUTRAL) {
			const struct clause *before = &r->clauses.at[i - 1];
			r->clauses.at[i].subject =
				before->subject == SUBJECT_FAMILY
					? SUBJECT_NEUTRAL
					: before->subject;
			r->clauses.at[i].relative = before->relative;
		}
}

static bool is_finding(const struct complaint_token *t)
{
	return (t->kind == TOKEN_SYMPTOM || token_complaint(t) >= 0) &&
	       t->state == STATE_PRESENT;
}

/* "My mum collapsed, I'm terrified": worry about another is no complaint of
 * one's own. */
static bool is_worry(const struct reading *r, const struct complaint_token *t)
{
	static const char *const codes[] = {"anxiety", "stress", "panic",
					    "depressed_mood"};

	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		if (t->kind == TOKEN_SYMPTOM &&
		    strcmp(r->k->symptoms[t->id].code, codes[i]) == 0)
			return true;
	return false;
}

/* Is the patient grown up, by what is known beside the words? */
static bool known_adult(const struct reading *r)
{
	return r->known && r->known->age >= 14 * 365.25;
}

/* Kin, whom one asks for; not a colleague or a neighbour. */
static bool is_kin(const struct clause *c)
{
	return c->relative >= 1;
}

/* What a text tells of the one who writes and of the relative. */
struct told {
	bool own, mine, theirs, kin; /* findings */
	bool child, disease, aged;   /* of the relative */
	bool fine;                   /* the writer is well */
};

static struct told who_is_told_of(const struct reading *r)
{
	struct told x = {false};

	for (size_t i = 0; i < r->tokens.n; i++) {
		const struct complaint_token *t = &r->tokens.at[i];
		const struct clause *c = &r->clauses.at[t->clause];
		x.fine |= token_means(t, "fine");
		if (c->subject == SUBJECT_RELATIVE) {
			x.theirs |= is_finding(t);
			x.kin |= is_finding(t) && is_kin(c);
			x.child |= c->relative == 3;
			x.disease |= t->kind == TOKEN_CONTEXT;
			x.aged |= t->kind == TOKEN_AGE;
		} else if (c->subject != SUBJECT_FAMILY) {
			x.own |= is_finding(t) && !is_worry(r, t);
			x.mine |= c->subject == SUBJECT_SELF && is_finding(t);
		}
	}
	return x;
}

/* Somebody else is the patient when all that is complained of is his. */
static bool relative_is_patient(const struct reading *r)
{
	struct told x = who_is_told_of(r);

	if (x.fine)
		return x.kin && !x.own;
	/* "孩子8个月，我乳腺发炎", told of a grown-up */
	if (x.mine && !x.theirs && known_adult(r))
		return false;
	return x.theirs ? !x.own
			: (x.child && !x.disease) || (x.aged && !x.own);
}

/* Where kin are told of, what strangers have is theirs. */
static bool kin_told(const struct reading *r)
{
	for (size_t i = 0; i < r->clauses.n; i++)
		if (r->clauses.at[i].subject == SUBJECT_RELATIVE &&
		    is_kin(&r->clauses.at[i]))
			return true;
	return false;
}

static void take_age(struct reading *r, const struct complaint_token *t)
{
	struct patient *p = &r->out->patient;

	if (!isnan(p->age.days))
		return;
	p->age.days = t->value;
	if (t->value >= 2 * 365.25) {
		p->age.value = round(t->value / 365.25 * 10) / 10;
		p->age.unit = "y";
	} else if (t->value >= 61) {
		p->age.value = round(t->value / 30.4375 * 10) / 10;
		p->age.unit = "mo";
	} else {
		p->age.value = t->value;
		p->age.unit = "d";
	}
	if (t->id && p->sex == SEX_UNKNOWN)
		p->sex = (enum sex)t->id;
}

/* 患者女, 男，58岁, a woman: words that say only that. */
static void take_sex(struct reading *r)
{
	static const struct {
		const char *word;
		enum sex sex;
	} words[] = {{"患者女", SEX_FEMALE},  {"患者男", SEX_MALE},
		     {"女，", SEX_FEMALE},    {"男，", SEX_MALE},
		     {"女,", SEX_FEMALE},     {"男,", SEX_MALE},
		     {"女性", SEX_FEMALE},    {"男性", SEX_MALE},
		     {"女 ", SEX_FEMALE},     {"男 ", SEX_MALE},
		     {" woman", SEX_FEMALE},  {" man ", SEX_MALE},
		     {" female", SEX_FEMALE}, {" male", SEX_MALE},
		     {" lady", SEX_FEMALE},   {" girl", SEX_FEMALE},
		     {" boy", SEX_MALE},      {" gentleman", SEX_MALE}};
	struct patient *p = &r->out->patient;

	for (size_t i = 0;
	     p->sex == SEX_UNKNOWN && i < sizeof words / sizeof *words; i++)
		if (text_find(r->s, words[i].word)) {
			p->sex = words[i].sex;
			/* "the boiler man says" */
			r->out->sex_of_relative = *words[i].word == ' ';
		}
}

static void take_pregnancy(struct reading *r, size_t i)
{
	const struct complaint_token *t = &r->tokens.at[i];
	struct patient *p = &r->out->patient;

	if (token_means(t, "unpregnant")) {
		if (t->word->value == 1 && p->pregnant == TRI_UNKNOWN)
			p->pregnant = TRI_NO;
		return;
	}
	/* 没怀孕: the cue just before denies it */
	if ((t->kind == TOKEN_SYMPTOM && t->state == STATE_ABSENT) ||
	    (i > 0 && token_means(t - 1, "negation") &&
	     t->start - t[-1].end <= 4)) {
		p->pregnant = TRI_NO;
		return;
	}
	p->pregnant = TRI_YES;
	p->sex = SEX_FEMALE;
	for (size_t k = i > 3 ? i - 3 : 0; k < r->tokens.n && k <= i + 3; k++) {
		const struct complaint_token *w = &r->tokens.at[k];
		size_t gap = w->start > t->end   ? w->start - t->end
			     : t->start > w->end ? t->start - w->end
						 : 0;
		if (w->kind == TOKEN_DURATION && gap <= 7 &&
		    w->value <= 45 * 168.0)
			p->weeks = round(w->value / 168 * 10) / 10;
	}
}

/* 怀孕, 产检: a finding that says it, too. */
static bool is_pregnancy(const struct reading *r,
			 const struct complaint_token *t)
{
	return t->kind == TOKEN_SYMPTOM &&
	       strcmp(r->k->symptoms[t->id].code, "pregnancy_check") == 0;
}

static void take_context(struct reading *r, const struct complaint_token *t,
			 bool other)
{
	const struct clause *c = &r->clauses.at[t->clause];
	struct phrase phrase = {c->start, c->end};

	if (t->state != STATE_PRESENT)
		return;
	if (other) {
		vec_push(&r->out->family, phrase);
		return;
	}
	const struct context *context = kb_context(r->kb, t->id);
	if (context)
		patient_note_context(
			&r->out->patient, r->kb,
			strncmp(context->code, "DX", 2) == 0 ? "DX" : "ON",
			context->code, false);
	if (!r->out->history.n ||
	    r->out->history.at[r->out->history.n - 1].start != c->start)
		vec_push(&r->out->history, phrase);
}

void complaint_subjects(struct reading *r)
{
	struct patient *p = &r->out->patient;

	name_subjects(r);
	bool theirs = relative_is_patient(r), kin = kin_told(r);
	for (size_t i = 0; i < r->tokens.n; i++) {
		const struct complaint_token *t = &r->tokens.at[i];
		struct clause *c = &r->clauses.at[t->clause];
		if (c->subject == SUBJECT_RELATIVE && theirs &&
		    p->sex == SEX_UNKNOWN &&
		    (c->relative == 1 || c->relative == 2)) {
			p->sex = (enum sex)c->relative;
			r->out->sex_of_relative = true;
		}
	}
	for (size_t i = 0; i < r->clauses.n; i++)
		if (theirs && r->clauses.at[i].subject == SUBJECT_RELATIVE &&
		    (!kin || is_kin(&r->clauses.at[i]))) {
			r->clauses.at[i].subject = SUBJECT_SELF;
			r->out->child |= r->clauses.at[i].relative == 3;
		}
	for (size_t i = 0; i < r->tokens.n; i++) {
		const struct complaint_token *t = &r->tokens.at[i];
		enum subject s = r->clauses.at[t->clause].subject;
		bool other = s == SUBJECT_RELATIVE || s == SUBJECT_FAMILY;
		if (t->kind == TOKEN_AGE && !other)
			take_age(r, t);
		else if (t->kind == TOKEN_CONTEXT)
			take_context(r, t, other);
		else if (!other && (token_means(t, "pregnant") ||
				    token_means(t, "unpregnant")))
			take_pregnancy(r, i);
		else if (!other && is_pregnancy(r, t) &&
			 t->state != STATE_UNKNOWN)
			take_pregnancy(r, i);
		else if (token_means(t, "treatment")) {
			struct phrase phrase = {r->clauses.at[t->clause].start,
						r->clauses.at[t->clause].end};
			if (!r->out->treated.n ||
			    r->out->treated.at[r->out->treated.n - 1].start !=
				    phrase.start)
				vec_push(&r->out->treated, phrase);
		}
	}
	take_sex(r);
}
