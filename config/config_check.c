/* What only looking at the world can tell about a configuration. */
#include "config/config.h"

#include "base/io.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

bool config_check_secret(const char *path, struct err *err)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return ERR(err, ERR_OPEN, path, strerror(errno));
	if (!S_ISREG(st.st_mode))
		return ERR(err, ERR_CONFIG_SECRET, path, "not a regular file");
	if (st.st_mode & 077) {
		char why[64];
		snprintf(why, sizeof why, "mode %04o, must be 0600",
			 (unsigned)st.st_mode & 07777);
		return ERR(err, ERR_CONFIG_SECRET, path, why);
	}
	return true;
}

struct check {
	const struct config *c;
	struct config_problems *problems;
};

static void add(struct check *k, const struct err *err)
{
	vec_push(k->problems, *err);
}

/* Blame the place where `key` was set, for this profile or for all. */
static void blame(struct check *k, const char *profile, const char *key,
		  const char *expected)
{
	struct err err;
	char line[24] = "0";
	const char *where = "";

	for (size_t i = 0; i < k->c->settings.n; i++) {
		const struct config_setting *s = &k->c->settings.at[i];
		if (strcmp(s->key->name, key) != 0 ||
		    (s->profile && (!profile || strcmp(s->profile, profile))))
			continue;
		where = s->origin.where;
		err_int(line, s->origin.line);
	}
	ERR(&err, ERR_CONFIG_VALUE, where, line, key, expected);
	add(k, &err);
}

static void check_readable(struct check *k, const char *path)
{
	struct err err;

	if (path && access(path, R_OK) < 0) {
		ERR(&err, ERR_OPEN, path, strerror(errno));
		add(k, &err);
	}
}

static void check_secret(struct check *k, const char *path)
{
	struct err err;

	if (path && !config_check_secret(path, &err))
		add(k, &err);
}

/* The host of a URL, without user, port and brackets, into buf. */
static bool url_host(const char *url, bool *ret_plain, char buf[256])
{
	if (strncasecmp(url, "https://", 8) == 0)
		*ret_plain = false;
	else if (strncasecmp(url, "http://", 7) == 0)
		*ret_plain = true;
	else
		return false;
	url = strstr(url, "://") + 3;
	size_t n = strcspn(url, "/?#");
	for (size_t i = n; i > 0; i--)
		if (url[i - 1] == '@') {
			url += i;
			n -= i;
			break;
		}
	if (*url == '[') {
		url++;
		n = strcspn(url, "]");
	} else if (memchr(url, ':', n)) {
		n = strcspn(url, ":");
	}
	if (n == 0 || n >= 256)
		return false;
	memcpy(buf, url, n);
	buf[n] = '\0';
	return true;
}

static bool is_loopback(const char *host)
{
	bool four = strncmp(host, "127.", 4) == 0 &&
		    host[strspn(host, "0123456789.")] == '\0';

	return four || strcasecmp(host, "localhost") == 0 ||
	       strcmp(host, "::1") == 0;
}

static void check_endpoint(struct check *k, const char *profile,
			   const struct config_model *m)
{
	char host[256];
	bool plain, allowed = false;

	if (!m->endpoint)
		return;
	if (!url_host(m->endpoint, &plain, host)) {
		blame(k, profile, "model.endpoint", "https://… or http://…");
		return;
	}
	if (is_loopback(host))
		return;
	for (size_t i = 0; i < m->allow_hosts.n; i++)
		allowed |= strcasecmp(m->allow_hosts.at[i], host) == 0;
	if (!allowed) {
		char expected[300];
		snprintf(expected, sizeof expected, "model.allow_hosts: [%s]",
			 host);
		blame(k, profile, "model.endpoint", expected);
	}
	if (plain && !m->allow_plain_http)
		blame(k, profile, "model.endpoint",
		      "https://… or model.allow_plain_http: true");
}

static void check_model(struct check *k, const char *profile,
			const struct config_model *m)
{
	check_endpoint(k, profile, m);
	if (m->endpoint && !m->model)
		blame(k, profile, "model.model",
		      "a name, as there is an endpoint");
	check_secret(k, m->api_key_file);
	check_secret(k, m->client_key);
	check_readable(k, m->ca_file);
	check_readable(k, m->client_cert);
}

void config_check(const struct config *c, struct config_problems *ret)
{
	struct check k = {c, ret};

	check_model(&k, c->model_profile, &c->model);
	for (size_t i = 0; i < c->profiles.n; i++) {
		const struct config_profile *p = &c->profiles.at[i];
		if (c->model_profile && strcmp(p->name, c->model_profile) == 0)
			continue;
		check_model(&k, p->name, &p->model);
	}
	if (c->explain == CONFIG_EXPLAIN_LLM && !c->model.endpoint)
		blame(&k, NULL, "explain",
		      "kb|off, as no model.endpoint is set");
	if (c->chart_mode == CONFIG_CHART_GROUP && !c->chart_group)
		blame(&k, NULL, "chart.group",
		      "a group, as chart.mode is group");
}
