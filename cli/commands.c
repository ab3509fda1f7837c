#include "cli/commands.h"

#include "base/nearest.h"
#include "base/strbuf.h"

#include "commands/ask/command.h"
#include "commands/audit/command.h"
#include "commands/calc/command.h"
#include "commands/config/command.h"
#include "commands/followup/command.h"
#include "commands/drug-check/command.h"
#include "commands/interpret-report/command.h"
#include "commands/kb/command.h"
#include "commands/triage/command.h"

#include <string.h>

const struct command *const commands[] = {
	&interpret_report_command,
	&drug_check_command,
	&triage_command,
	&followup_command,
	&calc_command,
	&kb_command,
	&config_command,
	&audit_command,
	&ask_command,
	NULL,
};

#define AT(member) offsetof(struct global_params, member)

static const char *const langs[] = {"", "auto", "zh", "en", NULL};

const struct option global_options[] = {
	{"lang", 0, OPTION_CHOICE, AT(lang), TEXT("语言", "LANGUAGE"),
	 TEXT("界面和结果的语言", "language of interface and results"), langs},
	{"output-encoding", 0, OPTION_STRING, AT(output_encoding),
	 TEXT("编码", "ENCODING"),
	 TEXT("输出编码，如 GBK；默认按区域设置",
	      "encoding of the output, as GBK; default: the locale's"),
	 NULL},
	{"config", 0, OPTION_STRING, AT(config), TEXT("文件", "FILE"),
	 TEXT("另读此配置文件，优先于系统和个人的配置",
	      "read this configuration too, over the system's and the user's"),
	 NULL},
	{"kb", 0, OPTION_STRING, AT(kb), TEXT("文件", "FILE"),
	 TEXT("使用此编译好的知识库", "use this compiled knowledge base"),
	 NULL},
	{"model-profile", 0, OPTION_STRING, AT(model_profile),
	 TEXT("名称", "NAME"),
	 TEXT("采用配置中 model.profiles 的这一组",
	      "use this group of model.profiles of the configuration"),
	 NULL},
	{"verbose", 'v', OPTION_FLAG, AT(verbose), TEXT(NULL, NULL),
	 TEXT("在标准错误上多说一些", "say more on standard error"), NULL},
	{"version", 0, OPTION_FLAG, AT(version), TEXT(NULL, NULL),
	 TEXT("显示程序版本和知识库摘要值",
	      "print the version and the knowledge digest"),
	 NULL},
	{"help", 'h', OPTION_FLAG, AT(help), TEXT(NULL, NULL),
	 TEXT("显示本帮助", "print this help"), NULL},
	{0},
};

const struct command *commands_find(const char *word, struct err *err)
{
	const struct command *found = NULL;
	struct strbuf candidates = STRBUF_INIT;
	struct nearest near = nearest_to(word);
	size_t n = strlen(word), matches = 0;

	for (const struct command *const *c = commands; *c; c++) {
		nearest_try(&near, (*c)->name);
		if (n == 0 || strncmp((*c)->name, word, n) != 0)
			continue;
		strbuf_addf(&candidates, "%s%s", matches++ ? ", " : "",
			    (*c)->name);
		found = *c;
		if ((*c)->name[n] == '\0') {
			matches = 1;
			break;
		}
	}
	if (matches > 1) {
		ERR(err, ERR_COMMAND_AMBIGUOUS, word, candidates.buf);
		found = NULL;
	} else if (!found) {
		ERR(err, ERR_COMMAND_UNKNOWN, word, near.word);
	}
	strbuf_release(&candidates);
	return found;
}
