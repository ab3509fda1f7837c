/* --age --sex --pregnant --weight --dx --on --setting → the patient. */
#include "commands/result.h"

#include "base/num.h"

#include <math.h>
#include <string.h>
#include <sys/stat.h>

static bool apply_age(const char *text, struct patient *p, struct err *err)
{
	struct age age;

	if (!age_parse(text, &age))
		return ERR(err, ERR_OPTION_VALUE, "--age", text,
			   "34, 34y, 8mo, 12d");
	/* a bare 8 against "8个月" in the text is a slip, not a correction */
	if (!isnan(p->age.days) &&
	    fabs(age.days - p->age.days) > fmax(366, p->age.days * 0.1))
		return ERR(err, ERR_OPTION_CONFLICT, "--age", text);
	p->age = age;
	return true;
}

static bool apply_sex(int sex, struct patient *p, struct err *err)
{
	if (p->sex != SEX_UNKNOWN && p->sex != (enum sex)sex)
		return ERR(err, ERR_OPTION_CONFLICT, "--sex",
			   sex == SEX_FEMALE ? "F" : "M");
	p->sex = (enum sex)sex;
	return true;
}

/* By its whole name, else by names within. */
static bool note(struct patient *p, struct kb *kb, const char *kind,
		 const char *text)
{
	return patient_note_context(p, kb, kind, text, false) ||
	       patient_note_context(p, kb, kind, text, true);
}

/* A treatment may be named as the state it leaves: --on 化疗 is DX.chemo. */
static bool apply_list(const struct string_vec *list, const char *kind,
		       const char *option, struct kb *kb, struct patient *p,
		       struct err *err)
{
	for (size_t i = 0; i < list->n; i++)
		if (!note(p, kb, kind, list->at[i]) &&
		    !note(p, kb, kind[0] == 'O' ? "DX" : "ON", list->at[i]))
			return ERR(err, ERR_OPTION_VALUE, option, list->at[i],
				   "clin kb search");
	return true;
}

bool context_apply(const struct common_params *o, struct kb *kb,
		   struct patient *p, struct err *err)
{
	if (o->age && !apply_age(o->age, p, err))
		return false;
	if (o->sex && !apply_sex(o->sex, p, err))
		return false;
	if (o->pregnant) {
		if (*o->pregnant && (!num_parse_all(o->pregnant, &p->weeks) ||
				     p->weeks < 0 || p->weeks > 45))
			return ERR(err, ERR_OPTION_VALUE, "--pregnant",
				   o->pregnant, "0-45");
		if (p->sex == SEX_MALE)
			return ERR(err, ERR_OPTION_CONFLICT, "--pregnant", "M");
		p->pregnant = TRI_YES;
		p->sex = SEX_FEMALE;
	}
	if (o->weight && (!num_parse_all(o->weight, &p->weight) ||
			  p->weight < 0.3 || p->weight > 400))
		return ERR(err, ERR_OPTION_VALUE, "--weight", o->weight, "kg");
	if (o->setting > 0)
		p->setting = (enum setting)o->setting;
	return apply_list(&o->dx, "DX", "--dx", kb, p, err) &&
	       apply_list(&o->on, "ON", "--on", kb, p, err);
}

bool words_name_file(const struct string_vec *words, struct err *err)
{
	struct stat st;

	for (size_t i = 0; i < words->n; i++) {
		const char *w = words->at[i];
		if (strpbrk(w, "./") && !strchr(w, ' ') && stat(w, &st) == 0 &&
		    S_ISREG(st.st_mode))
			return !ERR(err, ERR_WORD_IS_FILE, w);
	}
	return false;
}
