#include "kb/patient.h"

#include "base/num.h"
#include "kb/fold.h"
#include "kb/private.h"
#include "kb/term.h"

#include <string.h>
#include <strings.h>

struct patient patient_unknown(void)
{
	return (struct patient){
		.age = {NUM_NONE, NUM_NONE, "y"},
		.weeks = NUM_NONE,
		.weight = NUM_NONE,
	};
}

void patient_release(struct patient *p)
{
	vec_free(&p->context);
}

const struct context *kb_context(struct kb *kb, int id)
{
	if (id <= 0 || (size_t)id >= kb->n_contexts)
		return NULL;
	if (!kb->contexts[id]) {
		sqlite3_stmt *s = kb_query(kb, KB_Q_CONTEXT);
		sqlite3_bind_int(s, 1, id);
		if (sqlite3_step(s) != SQLITE_ROW)
			return NULL;
		struct context *c = arena_new(&kb->arena, struct context);
		c->id = id;
		c->code = kb_text(kb, s, 0);
		c->name.in[LANG_ZH] = kb_text(kb, s, 1);
		c->name.in[LANG_EN] = kb_text(kb, s, 2);
		kb->contexts[id] = c;
		sqlite3_reset(s);
	}
	return kb->contexts[id];
}

static bool has_id(const struct patient *p, int id)
{
	for (size_t i = 0; i < p->context.n; i++)
		if (p->context.at[i] == id)
			return true;
	return false;
}

/* Note the context and, breadth first, what it implies. */
static void note(struct patient *p, struct kb *kb, int id)
{
	if (has_id(p, id))
		return;
	size_t next = p->context.n;
	vec_push(&p->context, id);
	for (; next < p->context.n; next++) {
		sqlite3_stmt *s = kb_query(kb, KB_Q_CONTEXT_IMPLIES);
		sqlite3_bind_int(s, 1, p->context.at[next]);
		while (sqlite3_step(s) == SQLITE_ROW) {
			int implied = sqlite3_column_int(s, 0);
			if (!has_id(p, implied))
				vec_push(&p->context, implied);
		}
		sqlite3_reset(s);
	}
}

static size_t note_matches(struct patient *p, struct kb *kb, const char *kind,
			   struct term_match m)
{
	size_t found = 0, n = strlen(kind);

	for (size_t i = 0; m.len && i < m.n; i++) {
		const struct context *c = kb_context(kb, (int)m.targets[i]);
		if (c && strncmp(c->code, kind, n) == 0 && c->code[n] == '.') {
			note(p, kb, c->id);
			found++;
		}
	}
	return found;
}

/* ICD-10: the code itself or a category it belongs to (N18.5 → N18). */
static size_t note_icd(struct patient *p, struct kb *kb, const char *kind,
		       const char *text)
{
	char code[12];
	size_t n = strlen(text), found = 0;

	if (n < 3 || n >= sizeof code)
		return 0;
	memcpy(code, text, n + 1);
	for (; n >= 3 && !found; n--) {
		code[n] = '\0';
		sqlite3_stmt *s = kb_query(kb, KB_Q_CONTEXT_ICD);
		sqlite3_bind_text(s, 1, code, -1, SQLITE_STATIC);
		int ids[8];
		size_t count = 0;
		while (count < 8 && sqlite3_step(s) == SQLITE_ROW)
			ids[count++] = sqlite3_column_int(s, 0);
		sqlite3_reset(s);
		for (size_t i = 0; i < count; i++) {
			const struct context *c = kb_context(kb, ids[i]);
			if (c && strncmp(c->code, kind, strlen(kind)) == 0) {
				note(p, kb, ids[i]);
				found++;
			}
		}
	}
	return found;
}

const struct context *kb_context_by_code(struct kb *kb, const char *code)
{
	sqlite3_stmt *s = kb_query(kb, KB_Q_CONTEXT_CODE);

	sqlite3_bind_text(s, 1, code, -1, SQLITE_STATIC);
	int id = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int(s, 0) : 0;
	sqlite3_reset(s);
	return kb_context(kb, id);
}

/* "DX.dialysis" or just "dialysis": the entry's own code. */
static size_t note_code(struct patient *p, struct kb *kb, const char *kind,
			const char *text)
{
	char code[64];
	size_t n = strlen(kind);

	if (strlen(text) + n + 2 > sizeof code)
		return 0;
	if (strncmp(text, kind, n) == 0 && text[n] == '.')
		strcpy(code, text);
	else
		strcat(strcat(strcpy(code, kind), "."), text);
	const struct context *c = kb_context_by_code(kb, code);
	if (c)
		note(p, kb, c->id);
	return c != NULL;
}

/* "无哮喘", "不吸烟", "non-smoker": the word right before a name takes it back.
 * 不 and 非 begin the names of diseases, too (不稳定心绞痛, 非霍奇金淋巴瘤): they
 * deny habits only. */
static bool denied(const char *s, size_t at)
{
	static const char *const words[] = {"无", "否认", "没有", NULL};
	static const char *const first[] = {"no", "non", "denies", NULL};
	static const char *const habits[] = {"不吸", "不抽", "不饮",
					     "不喝", "非吸", NULL};
	const size_t HAN = 3;

	for (const char *const *w = words; *w; w++) {
		size_t n = strlen(*w);
		if (at >= n && memcmp(s + at - n, *w, n) == 0)
			return true;
	}
	for (const char *const *w = first; *w; w++)
		if (at == strlen(*w) && memcmp(s, *w, at) == 0)
			return true;
	for (const char *const *w = habits; *w; w++)
		if (at >= HAN && strncmp(s + at - HAN, *w, strlen(*w)) == 0)
			return true;
	return false;
}

size_t patient_note_context(struct patient *p, struct kb *kb, const char *kind,
			    const char *text, bool within)
{
	struct arena scratch = ARENA_INIT;
	struct folded f = fold_text(kb, text, strlen(text), &scratch);
	size_t found = 0;

	if (within) {
		for (size_t i = 0; i < f.n;) {
			struct term_match m = term_longest(kb, TERM_CONTEXT,
							   f.s + i, f.n - i);
			/* two letters of Latin in running text are no name */
			if (m.len > 2)
				found += denied(f.s, i)
						 ? 1
						 : note_matches(p, kb, kind, m);
			i += m.len ? m.len : 1;
			while (i < f.n &&
			       ((unsigned char)f.s[i] & 0xC0) == 0x80)
				i++;
		}
	} else {
		found = note_matches(p, kb, kind,
				     term_exact(kb, TERM_CONTEXT, f.s, f.n));
		if (!found)
			found = note_icd(p, kb, kind, text);
		if (!found)
			found = note_code(p, kb, kind, text);
	}
	arena_free(&scratch);
	return found;
}

static bool contains_any(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strcasestr(text, *words))
			return true;
	return false;
}

bool patient_note_pregnancy(struct patient *p, const char *text)
{
	static const char *const no[] = {"未孕",
					 "不孕",
					 "避孕",
					 "非孕",
					 "孕前",
					 "备孕",
					 "产后",
					 "流产",
					 "终止妊娠",
					 "妊娠史",
					 "孕史",
					 "异位妊娠",
					 "宫外孕",
					 "not pregnant",
					 "non-pregnan",
					 "postpartum",
					 "prenatal history",
					 NULL};
	static const char *const yes[] = {"妊娠", "孕", "pregnan", NULL};

	if (p->sex == SEX_MALE || !contains_any(text, yes) ||
	    contains_any(text, no))
		return false;
	p->pregnant = TRI_YES;
	p->sex = SEX_FEMALE;
	/* "孕12周", "妊娠 12+3 周", "12 weeks" */
	for (const char *s = text; *s; s++) {
		double weeks;
		size_t n = *s >= '1' && *s <= '9'
				   ? num_parse(s, strlen(s), &weeks)
				   : 0;
		const char *after = s + n;
		if (!n)
			continue;
		if (*after == '+')
			after += 1 + strspn(after + 1, "0123456789");
		while (*after == ' ')
			after++;
		if ((strncmp(after, "周", 3) == 0 ||
		     strncasecmp(after, "w", 1) == 0) &&
		    weeks <= 45) {
			p->weeks = weeks;
			break; /* "12+3周" has days behind */
		}
		s += n - 1;
	}
	return true;
}

bool patient_has(const struct patient *p, struct kb *kb, const char *code)
{
	for (size_t i = 0; i < p->context.n; i++) {
		const struct context *c = kb_context(kb, p->context.at[i]);
		if (c && strcmp(c->code, code) == 0)
			return true;
	}
	return false;
}
