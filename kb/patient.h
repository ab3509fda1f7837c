/* What is known of the one patient a result belongs to. Absent is unknown,
 * never "no": DX and ON are open worlds. */
#ifndef KB_PATIENT_H
#define KB_PATIENT_H

#include "base/err.h"
#include "base/vec.h"
#include "kb/kb.h"

#include <stdbool.h>
#include <stddef.h>

enum sex { SEX_UNKNOWN, SEX_FEMALE, SEX_MALE };
enum tri { TRI_UNKNOWN, TRI_NO, TRI_YES };
enum setting { SETTING_UNKNOWN, SETTING_GP, SETTING_WARD, SETTING_DIALYSIS,
	       SETTING_EMERGENCY, SETTING_PHONE, SETTING_COUNT };

struct age {
	double days;      /* NaN: unknown */
	double value;     /* as stated, for showing */
	const char *unit; /* "y", "mo", "wk", "d" */
};

struct context_vec VEC_OF(int); /* ids of context entries */

struct patient {
	struct age age;
	enum sex sex;
	enum tri pregnant;
	double weeks;     /* of pregnancy, NaN unknown */
	double weight;    /* kg, NaN unknown */
	enum setting setting;
	struct context_vec context; /* DX.* and ON.* known to hold; borrowed
	                               memory of the owner: patient_release */
};

/* Everything unknown. */
struct patient patient_unknown(void);
void patient_release(struct patient *p);

/* "34", "34y", "34岁", "8mo", "8个月", "12d", "3wk", "2岁3个月". A bare
 * number is years. */
bool age_parse(const char *text, struct age *ret);

/* Context vocabulary (kb/labs/context.yaml). */
struct context {
	int id;
	const char *code;   /* "DX.dialysis", "ON.warfarin" */
	struct text name;
};
const struct context *kb_context(struct kb *kb, int id);
/* "DX.dialysis"; NULL when unknown. */
const struct context *kb_context_by_code(struct kb *kb, const char *code);
/* Note every DX/ON whose name or ICD-10 code is all of `text` (or, with
 * `within`, stands anywhere in it), and what they imply. `kind` is "DX" or
 * "ON". Returns how many were found; one that is denied is found, not noted. */
size_t patient_note_context(struct patient *p, struct kb *kb, const char *kind,
			    const char *text, bool within);
/* A diagnosis line that says pregnant ("妊娠12周", "早孕"), with the week if
 * it names one; not "未孕", "产后", "备孕". True when it was noted. */
bool patient_note_pregnancy(struct patient *p, const char *text);
bool patient_has(const struct patient *p, struct kb *kb, const char *code);

#endif
