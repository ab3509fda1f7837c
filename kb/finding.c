#include "kb/finding.h"

#include <stdlib.h>
#include <string.h>

static const char *const urgency_names[URGENCY_COUNT] = {
	"critical", "urgent", "soon", "routine", "info"};

const char *urgency_name(enum urgency u)
{
	return urgency_names[u];
}

bool urgency_parse(const char *s, enum urgency *ret)
{
	for (int i = 0; i < URGENCY_COUNT; i++)
		if (strcmp(s, urgency_names[i]) == 0) {
			*ret = (enum urgency)i;
			return true;
		}
	return false;
}

static int index_of(const struct finding_vec *v, const char *id)
{
	for (size_t i = 0; i < v->n; i++)
		if (strcmp(v->at[i].id, id) == 0)
			return (int)i;
	return -1;
}

/* Each finding stands under the first that explains it; chains end at the
 * top, and a circle (two rules explaining each other) breaks at its start. */
static void find_groups(struct finding_vec *v)
{
	for (size_t i = 0; i < v->n; i++)
		v->at[i].group = (int)i;
	for (size_t i = 0; i < v->n; i++)
		for (size_t k = 0; k < v->at[i].n_explains; k++) {
			int j = index_of(v, v->at[i].explains[k]);
			if (j >= 0 && j != (int)i && v->at[j].group == j)
				v->at[j].group = (int)i;
		}
	for (size_t i = 0; i < v->n; i++) {
		int top = v->at[i].group;
		for (size_t steps = 0; v->at[top].group != top; steps++) {
			if (steps > v->n) {
				v->at[top].group = top;
				break;
			}
			top = v->at[top].group;
		}
		v->at[i].group = top;
	}
}

struct order_key {
	int group_urgency, group_rank;
	const char *group_id;
	int member; /* 0: the explainer itself */
	int urgency, rank;
	const char *id;
	int index;
};

static int compare(const void *pa, const void *pb)
{
	const struct order_key *a = pa, *b = pb;
	int order;

	if (a->group_urgency != b->group_urgency)
		return a->group_urgency - b->group_urgency;
	if (a->group_rank != b->group_rank)
		return a->group_rank - b->group_rank;
	if ((order = strcmp(a->group_id, b->group_id)) != 0)
		return order;
	if (a->member != b->member)
		return a->member - b->member;
	if (a->urgency != b->urgency)
		return a->urgency - b->urgency;
	if (a->rank != b->rank)
		return a->rank - b->rank;
	return strcmp(a->id, b->id);
}

static void make_keys(const struct finding_vec *v, struct order_key *keys)
{
	int *worst = mem_alloc(v->n * sizeof *worst);

	for (size_t i = 0; i < v->n; i++)
		worst[i] = URGENCY_COUNT;
	for (size_t i = 0; i < v->n; i++)
		if ((int)v->at[i].urgency < worst[v->at[i].group])
			worst[v->at[i].group] = (int)v->at[i].urgency;
	for (size_t i = 0; i < v->n; i++) {
		const struct finding *f = &v->at[i], *top = &v->at[f->group];
		keys[i] = (struct order_key){
			worst[f->group], top->rank, top->id, f != top,
			(int)f->urgency, f->rank,   f->id,   (int)i};
	}
	free(worst);
}

void findings_order(struct finding_vec *findings)
{
	struct finding_vec *v = findings;

	if (!v->n)
		return;
	find_groups(v);

	struct order_key *keys = mem_alloc(v->n * sizeof *keys);
	struct finding *sorted = mem_alloc(v->n * sizeof *sorted);
	int *moved = mem_alloc(v->n * sizeof *moved);
	make_keys(v, keys);
	qsort(keys, v->n, sizeof *keys, compare);
	for (size_t i = 0; i < v->n; i++) {
		sorted[i] = v->at[keys[i].index];
		moved[keys[i].index] = (int)i;
	}
	for (size_t i = 0; i < v->n; i++)
		sorted[i].group = moved[sorted[i].group];
	memcpy(v->at, sorted, v->n * sizeof *sorted);
	free(keys);
	free(sorted);
	free(moved);
}
