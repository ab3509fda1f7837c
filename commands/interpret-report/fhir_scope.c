#include "commands/interpret-report/fhir_scope.h"

#include <string.h>

/* The resource last collected goes by this reference, unless another does. */
static void note_reference(struct fhir_scope *st, const char *reference)
{
	if (reference &&
	    !map_find(&st->by_reference, reference, strlen(reference)))
		map_put(&st->by_reference, reference, strlen(reference),
			(void *)(uintptr_t)st->resources.n);
}

static void collect(struct fhir_scope *st, const json_t *resource,
		    const char *url, const json_t *container)
{
	const char *type = fhir_str(resource, "resourceType");
	const json_t *contained = json_object_get(resource, "contained");
	const json_t *entries = json_object_get(resource, "entry");

	if (!type)
		return;
	if (strcmp(type, "Bundle") == 0) {
		for (size_t i = 0; i < json_array_size(entries); i++) {
			const json_t *entry = json_array_get(entries, i);
			collect(st, json_object_get(entry, "resource"),
				fhir_str(entry, "fullUrl"), NULL);
		}
		return;
	}
	struct fhir_resource r = {type, fhir_str(resource, "id"), resource,
				  container};
	vec_push(&st->resources, r);
	st->n_patients += strcmp(type, "Patient") == 0;
	if (!container) {
		note_reference(st, url);
		if (r.id)
			note_reference(st, arena_printf(st->arena, "%s/%s",
							type, r.id));
	}
	for (size_t i = 0; i < json_array_size(contained); i++)
		collect(st, json_array_get(contained, i), NULL, resource);
}

static const struct fhir_resource *resolve_contained(
	const struct fhir_scope *st, const json_t *container, const char *id)
{
	for (size_t i = 0; i < st->resources.n; i++) {
		const struct fhir_resource *r = &st->resources.at[i];
		if (r->container == container && r->id &&
		    strcmp(r->id, id) == 0)
			return r;
	}
	return NULL;
}

const struct fhir_resource *fhir_resolve(const struct fhir_scope *st,
					 const struct fhir_resource *from,
					 const char *type,
					 const char *reference)
{
	const struct fhir_resource *found = NULL;

	if (!reference)
		return NULL;
	if (*reference == '#') {
		const json_t *container =
			from->container ? from->container : from->json;
		found = resolve_contained(st, container, reference + 1);
	} else {
		const char *version = strstr(reference, "/_history/");
		if (version)
			reference =
				arena_strndup(st->arena, reference,
					      (size_t)(version - reference));
		const char *slash = strrchr(reference, '/');
		const struct map_slot *slot = map_find(
			&st->by_reference, reference, strlen(reference));
		if (!slot) {
			const char *tail =
				arena_printf(st->arena, "%s/%s", type,
					     slash ? slash + 1 : reference);
			slot = map_find(&st->by_reference, tail, strlen(tail));
		}
		if (slot)
			found = &st->resources.at[(uintptr_t)slot->value - 1];
	}
	return found && strcmp(found->type, type) == 0 ? found : NULL;
}

const struct fhir_resource *fhir_only_patient(const struct fhir_scope *st)
{
	if (st->n_patients != 1)
		return NULL;
	for (size_t i = 0; i < st->resources.n; i++)
		if (strcmp(st->resources.at[i].type, "Patient") == 0)
			return &st->resources.at[i];
	return NULL;
}

void fhir_scope_close(struct fhir_scope *st)
{
	for (size_t i = 0; i < st->roots.n; i++)
		json_decref(st->roots.at[i]);
	vec_free(&st->roots);
	vec_free(&st->resources);
	vec_free(&st->reports);
	map_free(&st->by_reference);
	map_free(&st->by_result);
	map_free(&st->newest);
	map_free(&st->by_subject);
}

void fhir_collect(struct fhir_scope *st, const json_t *resource)
{
	collect(st, resource, NULL, NULL);
}
