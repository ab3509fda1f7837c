#include "llm/prompt.h"

#include "base/utf8.h"
#include "base/yaml.h"

#include <string.h>
#include <sys/random.h>

const char prompt_schema[] =
	"{\"type\":\"object\",\"additionalProperties\":false,"
	"\"required\":[\"claims\"],\"properties\":{\"claims\":{\"type\":"
	"\"array\",\"items\":{\"type\":\"object\",\"additionalProperties\":"
	"false,\"required\":[\"text\",\"cites\"],\"properties\":{\"text\":"
	"{\"type\":\"string\"},\"cites\":{\"type\":\"array\",\"items\":"
	"{\"type\":\"string\"}}}}}}}";

static bool read_text(const struct yaml *node, const char *key,
		      struct text *ret)
{
	const struct yaml *t = yaml_get(node, key);

	ret->in[LANG_ZH] = yaml_str(t, "zh");
	ret->in[LANG_EN] = yaml_str(t, "en");
	return ret->in[LANG_ZH] && ret->in[LANG_EN];
}

bool prompt_read(const char *text, size_t n, const char *kind, struct arena *a,
		 struct prompt *ret, struct err *err)
{
	struct yaml *root;

	if (!yaml_parse(a, text, n, "prompts", &root, err))
		return false;
	const struct yaml *section = yaml_get(root, kind);
	ret->version = yaml_str(section, "version");
	return (ret->version &&
		read_text(section, "clinician",
			  &ret->system[AUDIENCE_CLINICIAN]) &&
		read_text(section, "patient", &ret->system[AUDIENCE_PATIENT]) &&
		read_text(section, "retry", &ret->retry)) ||
	       ERR(err, ERR_YAML, "prompts", "1",
		   arena_printf(a,
				"%s: needs version, clinician, patient, retry, "
				"each in zh and en",
				kind));
}

bool prompt_suspicious(const char *text)
{
	static const char *const words[] = {"ignore previous",
					    "ignore the above",
					    "ignore all",
					    "disregard",
					    "system prompt",
					    "you are now",
					    "new instructions",
					    "jailbreak",
					    "忽略以上",
					    "忽略上述",
					    "忽略之前",
					    "忽略前面",
					    "无视以上",
					    "系统提示",
					    "你现在是",
					    "从现在起你",
					    "不要遵守",
					    "<|",
					    "[INST]"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcasestr(text, words[i]))
			return true;
	return false;
}

/* What a chat template or this prompt itself would read as its own. */
static size_t control_at(const char *s, size_t n, const char *nonce)
{
	static const char *const tokens[] = {
		"<|",           "|>",           "<think>",
		"</think>",     "[INST]",       "[/INST]",
		"<<SYS>>",      "<</SYS>>",     "<s>",
		"</s>",         "<bos>",        "<eos>",
		"<tool_call>",  "</tool_call>", "[TOOL_CALLS]",
		"<data-",       "</data-",      "<start_of_turn>",
		"<end_of_turn>"};
	size_t len = strlen(nonce);

	if (len <= n && memcmp(s, nonce, len) == 0)
		return len;
	for (size_t i = 0; i < sizeof tokens / sizeof *tokens; i++) {
		len = strlen(tokens[i]);
		if (len <= n && strncasecmp(s, tokens[i], len) == 0)
			return len;
	}
	return 0;
}

/* Without them; again until none is left, for what one hides in another:
 * "<<||". */
static void strip(struct strbuf *text, const char *nonce)
{
	for (size_t before = text->len + 1; text->len < before;) {
		size_t to = 0;
		before = text->len;
		for (size_t i = 0; i < before;) {
			size_t skip =
				control_at(text->buf + i, before - i, nonce);
			if (!skip)
				text->buf[to++] = text->buf[i];
			i += skip ? skip : 1;
		}
		strbuf_truncate(text, to);
	}
}

void prompt_data(const char *data, size_t n, const char *nonce,
		 struct strbuf *ret)
{
	struct strbuf safe = STRBUF_INIT;

	utf8_add_safe(&safe, data, n);
	strip(&safe, nonce);
	strbuf_addf(ret, "<data-%s>\n", nonce);
	strbuf_add(ret, safe.buf, safe.len);
	strbuf_addf(ret, "\n</data-%s>", nonce);
	strbuf_release(&safe);
}

const char *prompt_nonce(char buf[17])
{
	/* no digits: "qq12" would look like an account to the guard */
	static const char alphabet[] = "abcdefghijklmnopqrstuvwxyzabcdef";
	unsigned char random[16] = {0};

	if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
		memset(random, 7, sizeof random);
	for (int i = 0; i < 16; i++)
		buf[i] = alphabet[random[i] % 32];
	buf[16] = '\0';
	return buf;
}
