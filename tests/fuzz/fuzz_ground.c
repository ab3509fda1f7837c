/* Any bytes as a model's answer: read and checked; and as a question: searched
 * for. A claim that cites nothing is never grounded. */
#include "cli/embedded.h"
#include "kb/search.h"
#include "llm/ground.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct kb *kb;
	struct ground_fact fact = {
		"F1", "高钾血症\n血钾 7.2 mmol/L，停用补钾，1 小时内复查\n",
		true, URGENCY_CRITICAL};
	struct ground_facts facts = {0};
	struct ground_claims claims = {0};
	struct passages found = {0};
	struct arena a = ARENA_INIT;
	struct err err;

	if (!kb &&
	    !kb_open_bytes(kb_embedded, (size_t)(kb_embedded_end - kb_embedded),
			   &kb, &err))
		abort();
	if (n > 4096)
		return 0;
	char *text = arena_strndup(&a, (const char *)data, n);
	vec_push(&facts, fact);
	ground_says_nothing(text, n);
	if (ground_read(text, n, &a, &claims))
		ground_check(kb, &facts, &claims, &a);
	struct ground_claim claim = {text, "F1"}, bare = {text, ""};
	ground_check_claim(kb, &facts, &claim, &a);
	if (!ground_check_claim(kb, &facts, &bare, &a))
		abort();
	if (n < 400)
		kb_passages(kb, text, LANG_ZH, PASSAGE_ABOUT, 5, &a, &found,
			    &err);
	vec_free(&found);
	vec_free(&claims);
	vec_free(&facts);
	arena_free(&a);
	return 0;
}
