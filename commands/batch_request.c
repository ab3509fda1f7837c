/* NDJSON request lines. */
#include "base/num.h"
#include "commands/batch.h"

#include <jansson.h>
#include <string.h>

/* A string, or a number as text; NULL otherwise. */
static const char *scalar(struct arena *a, const json_t *value)
{
	char buf[NUM_SIZE];

	if (json_is_string(value))
		return arena_strdup(a, json_string_value(value));
	if (json_is_number(value))
		return arena_strdup(a,
				    num_format(buf, json_number_value(value)));
	return NULL;
}

static void add_words(struct arena *a, const json_t *list,
		      struct string_vec *ret)
{
	if (json_is_string(list))
		vec_push(ret, arena_strdup(a, json_string_value(list)));
	for (size_t i = 0; i < json_array_size(list); i++)
		if (json_is_string(json_array_get(list, i)))
			vec_push(ret, scalar(a, json_array_get(list, i)));
}

static bool choose(const char *word, const char *const *words, int *ret)
{
	for (int i = 1; word && words[i]; i++)
		if (strcmp(word, words[i]) == 0) {
			*ret = i;
			return true;
		}
	return false;
}

static bool read_sex(const char *word, int *ret)
{
	static const char *const female[] = {"",       "F",  "f",
					     "female", "女", NULL};
	static const char *const male[] = {"", "M", "m", "male", "男", NULL};
	int i;

	*ret = choose(word, female, &i) ? 1 : choose(word, male, &i) ? 2 : 0;
	return *ret != 0;
}

static bool read_patient(struct batch_request *r, const json_t *p,
			 struct arena *a, struct err *err)
{
	static const char *const settings[] = {
		"", "gp", "ward", "dialysis", "emergency", "phone", NULL};
	const json_t *age = json_object_get(p, "age");
	const json_t *pregnant = json_object_get(p, "pregnant");
	const char *sex = scalar(a, json_object_get(p, "sex"));
	const char *setting = scalar(a, json_object_get(p, "setting"));
	const char *chart = json_is_string(p)
				    ? scalar(a, p)
				    : scalar(a, json_object_get(p, "chart"));

	if (chart) /* as --patient */
		r->common.patient = chart;
	if (json_is_object(age)) {
		const char *value = scalar(a, json_object_get(age, "value"));
		const char *unit = scalar(a, json_object_get(age, "unit"));
		r->common.age =
			value ? arena_printf(a, "%s%s", value, unit ? unit : "")
			      : NULL;
	} else if (scalar(a, age)) {
		r->common.age = scalar(a, age);
	}
	if (sex && !read_sex(sex, &r->common.sex))
		return ERR(err, ERR_OPTION_VALUE, "sex", sex, "F, M");
	if (setting && !choose(setting, settings, &r->common.setting))
		return ERR(err, ERR_OPTION_VALUE, "setting", setting,
			   "gp, ward, dialysis, emergency, phone");
	if (json_is_true(pregnant))
		r->common.pregnant = "";
	else if (scalar(a, pregnant))
		r->common.pregnant = scalar(a, pregnant);
	if (json_object_get(p, "weight"))
		r->common.weight = scalar(a, json_object_get(p, "weight"));
	add_words(a, json_object_get(p, "dx"), &r->common.dx);
	add_words(a, json_object_get(p, "on"), &r->common.on);
	return true;
}

static void copy_words(const struct string_vec *from, struct string_vec *to)
{
	*to = (struct string_vec){0};
	for (size_t i = 0; i < from->n; i++)
		vec_push(to, from->at[i]);
}

bool batch_request_read(struct batch_request *ret, const char *line, size_t n,
			const struct common_params *options, struct arena *a,
			struct err *err)
{
	json_error_t error;
	json_t *root = json_loadb(line, n, JSON_REJECT_DUPLICATES, &error);

	*ret = (struct batch_request){.common = *options};
	copy_words(&options->dx, &ret->common.dx);
	copy_words(&options->on, &ret->common.on);
	if (!root)
		return ERR(err, ERR_JSON, "request", "1", error.text);
	ret->id = scalar(a, json_object_get(root, "id"));
	ret->text = scalar(a, json_object_get(root, "text"));
	ret->from = scalar(a, json_object_get(root, "from"));
	ret->root = root;
	return read_patient(ret, json_object_get(root, "patient"), a, err);
}

void batch_request_release(struct batch_request *r)
{
	vec_free(&r->common.dx);
	vec_free(&r->common.on);
	json_decref(r->root);
	r->root = NULL;
}
