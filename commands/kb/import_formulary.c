/* A hospital's formulary as CSV: its code, name, brand, form, strength and the
 * national insurance code. A row becomes a product of the drug its name stands
 * for, so that the house's names, codes and tablets are read on orders.
 *
 * The insurance code of a chemical drug carries the ATC group (XC05BAD165… is
 * of C05BA): a name that belongs elsewhere is not used. */
#include "commands/kb/import.h"

#include "commands/csv.h"
#include "commands/order_forms.h"
#include "kb/fold.h"
#include "kb/term.h"

#include <ctype.h>
#include <math.h>
#include <string.h>
#include <strings.h>

enum column { CODE, NAME, BRAND, FORM, STRENGTH, INSURANCE, COLUMNS };

static const char *const headings[COLUMNS][12] = {
	[CODE] = {"本院编码", "院内编码", "药品编码", "编码", "药品代码",
		  "代码", "code", "local_code", "local code", NULL},
	[NAME] = {"药品名称", "通用名", "通用名称", "药品通用名", "药名",
		  "名称", "name", "generic", "generic_name", NULL},
	[BRAND] = {"商品名", "商品名称", "brand", "trade_name", NULL},
	[FORM] = {"剂型", "form", "dosage_form", NULL},
	[STRENGTH] = {"规格", "药品规格", "strength", "specification", "spec",
		      NULL},
	[INSURANCE] = {"医保编码", "医保代码", "医保码", "国家医保编码",
		       "国家药品代码", "国家医保药品代码", "insurance_code",
		       "nhsa_code", NULL},
};

struct formulary_row {
	const char *cell[COLUMNS];
	int line;
};

struct formulary {
	struct map ids;
};

static void find_columns(const struct csv_cells *cells, int at[COLUMNS])
{
	for (int c = 0; c < COLUMNS; c++) {
		at[c] = -1;
		for (int k = 0; at[c] < 0 && headings[c][k]; k++)
			for (size_t i = 0; i < cells->n; i++)
				if (strcasecmp(cells->at[i], headings[c][k]) ==
				    0)
					at[c] = (int)i;
	}
}

/* The name with its specification, read as an order is. */
static struct order read_as_order(struct import *m, const char *name,
				  const char *strength)
{
	struct order_vec list = {0};
	const char *line = arena_printf(m->a, "%s %s", name, strength);

	orders_from_text(m->kb, line, strlen(line), m->a, &list);
	struct order o = list.n == 1 ? list.at[0] : order_blank();
	if (list.n == 1) {
		o.printed = name; /* all of it is the name */
		list.at[0].printed = name;
		orders_resolve(m->kb, &list, m->a);
		o = list.at[0];
		if (!o.strength.unit)
			o.strength = o.dose;
	}
	vec_free(&list);
	return o;
}

/* "XC05BAD165…" of a drug whose codes all stand in other main groups. */
static bool against_code(const struct drug *d, const char *code)
{
	static const char local[] = "DSG";

	if (!code || strlen(code) < 6 || (*code != 'X' && *code != 'x') ||
	    !isupper((unsigned char)code[1]) || !*d->atc ||
	    strchr(local, code[1]))
		return false;
	for (const char *atc = d->atc; *atc;) {
		size_t n = strcspn(atc, "\x1f");
		if (strncmp(atc, code + 1, 3) == 0)
			return false;
		atc += atc[n] ? n + 1 : n;
	}
	return true;
}

static const char *unique_id(struct import *m, const struct formulary_row *r)
{
	struct formulary *x = m->self;
	struct strbuf sb = STRBUF_INIT;

	strbuf_adds(&sb, "formulary.");
	for (const char *p = r->cell[CODE]; *p; p++)
		strbuf_addch(&sb, isalnum((unsigned char)*p) ? *p : '-');
	if (!*r->cell[CODE] || map_find(&x->ids, sb.buf, sb.len))
		strbuf_addf(&sb, ".line%d", r->line);
	const char *id = arena_strndup(m->a, sb.buf, sb.len);
	if (!map_find(&x->ids, id, sb.len))
		map_put(&x->ids, id, sb.len, x);
	strbuf_release(&sb);
	return id;
}

static bool is_ours(struct import *m, const char *name)
{
	struct folded f = fold_text(m->kb, name, strlen(name), m->a);

	return term_exact(m->kb, TERM_DRUG, f.s, f.n).len > 0;
}

/* A code may stand on an order instead of the name when it cannot be taken for
 * a number or a word. */
static bool is_telling(const char *code)
{
	bool digit = false, letter = false;

	for (const char *p = code; *p; p++) {
		digit |= isdigit((unsigned char)*p) != 0;
		letter |= isalpha((unsigned char)*p) != 0;
	}
	return digit && letter && strlen(code) >= 4;
}

/* A brand that is ours for another drug is listed and left out. */
static bool may_use(struct import *m, const char *brand, const struct drug *d)
{
	const char *why;
	const struct drug *other;

	if (!*brand || is_ours(m, brand) == false)
		return *brand != '\0';
	other = import_look(m, brand, &why);
	if (other && other != d && d->kind != DRUG_PRODUCT) {
		struct import_conflict c = {arena_strdup(m->a, brand),
					    other->name.in[m->v->app->ui->lang],
					    d->name.in[m->v->app->ui->lang]};
		vec_push(&m->conflicts, c);
	}
	return false;
}

static void write_ingredients(struct import *m, struct jw *j,
			      const struct order *o)
{
	const struct drug *d = o->drug;
	bool mass = o->strength.unit && (!strcmp(o->strength.unit, "mg") ||
					 !strcmp(o->strength.unit, "IU"));

	jw_array(j, "ingredients");
	for (size_t i = 0; i < d->n_ingredients && d->n_ingredients > 1; i++) {
		const struct drug_ingredient *part = &d->ingredients[i];
		jw_object(j, NULL);
		jw_str(j, "drug", part->drug->code);
		if (!isnan(part->amount))
			jw_str(j, "amount",
			       arena_printf(m->a, "%.15g %s", part->amount,
					    part->unit));
		jw_end(j);
	}
	if (d->n_ingredients <= 1) {
		jw_object(j, NULL);
		jw_str(j, "drug",
		       d->n_ingredients ? d->ingredients[0].drug->code
					: d->code);
		if (mass)
			jw_str(j, "amount",
			       arena_printf(m->a, "%.15g %s", o->strength.value,
					    o->strength.unit));
		jw_end(j);
	}
	jw_end(j);
}

static void write_row(struct import *m, const struct formulary_row *r,
		      const struct order *o)
{
	const char *name = r->cell[NAME], *id = unique_id(m, r);
	const struct drug *d = o->drug;
	struct order form = order_blank();
	struct folded f =
		fold_text(m->kb, r->cell[FORM], strlen(r->cell[FORM]), m->a);

	note_forms(&form, &f, r->cell[FORM]);
	/* the bare name stays what it is for us: any form, any strength */
	const char *zh = is_ours(m, name) ? arena_printf(m->a, "%s %s", name,
							 r->cell[STRENGTH])
					  : name;
	struct jw j = import_entry(m, id);
	import_text(&j, "product", zh,
		    arena_printf(m->a, "%s [%s]", d->name.in[LANG_EN], id));
	jw_array(&j, "names");
	if (is_telling(r->cell[CODE]) && !is_ours(m, r->cell[CODE]))
		jw_str(&j, NULL, r->cell[CODE]);
	if (may_use(m, r->cell[BRAND], d))
		jw_str(&j, NULL, r->cell[BRAND]);
	jw_end(&j);
	write_ingredients(m, &j, o);
	if (o->form || form.form)
		jw_str(&j, "form", o->form ? o->form : form.form);
	if (o->release || form.release)
		jw_str(&j, "release", o->release ? o->release : form.release);
	if (o->route || form.route)
		jw_str(&j, "route", o->route ? o->route : form.route);
	if (*r->cell[CODE] || *r->cell[INSURANCE])
		jw_str(&j, "note",
		       arena_printf(m->a, "%s %s", r->cell[CODE],
				    r->cell[INSURANCE]));
	import_entry_end(m, &j);
	m->names++;
}

static void read_row(struct import *m, const struct formulary_row *r)
{
	struct order o = read_as_order(m, r->cell[NAME], r->cell[STRENGTH]);

	if (o.status != ORDER_RESOLVED && *r->cell[BRAND])
		o = read_as_order(m, r->cell[BRAND], r->cell[STRENGTH]);
	if (o.status != ORDER_RESOLVED || !o.drug) {
		import_unresolved(m, r->cell[NAME], "unknown");
	} else if (against_code(o.drug, r->cell[INSURANCE])) {
		import_unresolved(m,
				  arena_printf(m->a, "%s %s", r->cell[NAME],
					       r->cell[INSURANCE]),
				  "code");
	} else {
		write_row(m, r, &o);
		m->used++;
	}
}

static bool read_formulary(struct import *m, const char *path, const char *text,
			   size_t n, struct err *err)
{
	struct csv_cells cells = {0};
	struct csv csv;
	int at[COLUMNS] = {0}, line;

	if (!m->self)
		m->self = arena_new(m->a, struct formulary);
	csv_begin(&csv, text, n, m->a);
	bool ok = csv_next(&csv, &cells, &line);
	if (ok)
		find_columns(&cells, at);
	ok = (ok && at[NAME] >= 0) ||
	     ERR(err, ERR_MESSAGE, path, "1",
		 "药品名称 / name; 本院编码, 商品名, 剂型, 规格, 医保编码");
	while (ok && csv_next(&csv, &cells, &line)) {
		struct formulary_row r = {.line = line};
		for (int c = 0; c < COLUMNS; c++)
			r.cell[c] = at[c] >= 0 && (size_t)at[c] < cells.n
					    ? cells.at[at[c]]
					    : "";
		m->rows++;
		if (*r.cell[NAME])
			read_row(m, &r);
		else
			import_unread(m, line);
	}
	vec_free(&cells);
	return ok;
}

static void release_formulary(struct import *m)
{
	map_free(&((struct formulary *)m->self)->ids);
}

const struct import_source import_formulary = {
	.name = "formulary",
	.title = TEXT("本院药品目录（由本单位导入）",
		      "the hospital's formulary (imported by the site)"),
	.read = read_formulary,
	.release = release_formulary,
};
