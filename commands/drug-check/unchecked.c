/* What could not be checked: missing facts, names that stand for nothing. */
#include "commands/drug-check/chart.h"

#include <string.h>

/* Missing facts of each check as one line: what to give, for which drugs. */
void drug_list_unchecked(struct drug_run *run, struct drug_result *d)
{
	struct checking *c = &d->checking;

	for (int k = 0; k < ASPECTS; k++) {
		const struct unchecked *u = &c->unchecked[k];
		struct strbuf names[LANG_COUNT] = {STRBUF_INIT, STRBUF_INIT};
		double age = d->patient.age.days / 365.25;
		bool childless =
			d->patient.sex == SEX_MALE || age < 10 || age > 55;
		if (!u->codes.n || (childless && (k == ASPECT_PREGNANCY ||
						  k == ASPECT_LACTATION)))
			continue;
		struct not_checked n = {
			.check = drug_aspect_name((enum drug_aspect)k),
			.urgency = URGENCY_ROUTINE};
		n.rule = n.check;
		n.n_missing = u->codes.n;
		n.missing =
			arena_array(&run->arena, struct missing, u->codes.n);
		for (size_t i = 0; i < u->codes.n; i++)
			n.missing[i] = (struct missing){
				u->codes.at[i],
				drug_chart_stale(d, u->codes.at[i]) ? "stale"
								    : "absent"};
		for (size_t i = 0; i < u->drugs.n; i++) {
			const struct drug *drug =
				kb_drug_by_code(c->kb, u->drugs.at[i]);
			for (int l = 0; drug && l < LANG_COUNT; l++)
				strbuf_addf(&names[l], "%s%s",
					    i ? l == LANG_ZH ? "、" : ", " : "",
					    drug->name.in[l]);
		}
		for (int l = 0; l < LANG_COUNT; l++) {
			n.why.in[l] = n.title.in[l] =
				arena_strdup(&run->arena, names[l].buf);
			strbuf_release(&names[l]);
		}
		vec_push(&d->result.not_checked, n);
	}
}

void drug_note_unresolved(struct drug_run *run, struct drug_result *d)
{
	bool any = false;

	for (size_t i = 0; i < d->orders.n; i++) {
		const struct order *o = &d->orders.at[i];
		if (o->status == ORDER_RESOLVED)
			continue;
		any = true;
		struct result_error e = {
			o->status == ORDER_AMBIGUOUS ? "drug-ambiguous"
						     : "drug-unknown",
			arena_printf(&run->arena, "%s: %s",
				     o->status == ORDER_AMBIGUOUS
					     ? SAY(run->app->ui,
						   "药名不能确定，未核对",
						   "name not certain, not "
						   "checked")
					     : SAY(run->app->ui,
						   "药名不识，未核对",
						   "name unknown, not checked"),
				     o->printed),
			o->line};
		vec_push(&d->result.errors, e);
	}
	if (d->orders.n == 0) {
		struct result_error none = {"no-data", "no order was found", 0};
		vec_push(&d->result.errors, none);
		any = true;
	}
	if (any)
		d->result.reasons |= 1u << EXIT_PARTIAL;
}
