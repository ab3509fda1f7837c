#include "cli/messages.h"
#include "cli/reasons.h"

#include "base/utf8.h"

#include <string.h>

/* $1 … $4 are the arguments; {…} is left out when an argument inside it is
 * empty or "0". */
static const struct text wording[ERR_COUNT] = {
	[ERR_NONE] = TEXT("没有错误", "no error"),
	[ERR_OPEN] = TEXT("无法读取 '$1'{：$2}；请检查文件名和权限",
			  "cannot read '$1'{: $2}; check the name and the "
			  "permissions"),
	[ERR_WRITE] = TEXT("无法写入 '$1'{：$2}；请检查磁盘空间和权限",
			   "cannot write '$1'{: $2}; check disk space and "
			   "permissions"),
	[ERR_DIRECTORY] = TEXT("无法读取 '$1'：这是文件夹；请指明其中的文件",
			       "cannot read '$1': is a directory; name the "
			       "files in it"),
	[ERR_TOO_LARGE] = TEXT("无法读取 '$1'：超过 $2 MiB；请拆分后再读",
			       "cannot read '$1': more than $2 MiB; split it"),
	[ERR_EMPTY] = TEXT("'$1' 是空的；请确认导出或粘贴是否成功",
			   "'$1' is empty; see whether the export or paste "
			   "worked"),
	[ERR_BINARY] = TEXT("'$1' 不是文本；请导出为文本，图片和 PDF 请先转换",
			    "'$1' is not text; export it as text, convert "
			    "images and PDF first"),
	[ERR_ENCODING] = TEXT("'$1' 不符合编码 $2；请用 --encoding 指明",
			      "'$1' does not fit the encoding $2; name it by "
			      "--encoding"),
	[ERR_ENCODING_NAME] = TEXT("没有编码 '$1'；iconv -l 列出全部名称",
				   "there is no encoding '$1'; 'iconv -l' "
				   "lists all names"),
	[ERR_TERMINAL_EOF] = TEXT("没有粘贴任何内容；请粘贴后再按 Ctrl-D，"
				  "或写上文件名",
				  "nothing was pasted; paste, then press "
				  "Ctrl-D, or name a file"),
	[ERR_YAML] = TEXT("无法读取 '$1'：第 $2 行：$3",
			  "cannot read '$1': line $2: $3"),
	[ERR_YAML_LIMIT] = TEXT("无法读取 '$1'：第 $2 行：别名、标签、层次或"
				"长度不予接受{（$3）}",
				"cannot read '$1': line $2: alias, tag, depth "
				"or size refused{ ($3)}"),
	[ERR_JSON] = TEXT("无法读取 '$1'：第 $2 行：$3",
			  "cannot read '$1': line $2: $3"),
	[ERR_DB] = TEXT("数据库 '$1' 出错：$2", "database '$1': $2"),
	[ERR_KB_OPEN] = TEXT("无法打开知识库 '$1'：$2；请检查 --kb 和 kb.site，"
			     "或运行 'clin kb build'",
			     "cannot open knowledge base '$1': $2; check "
			     "--kb and kb.site, or run 'clin kb build'"),
	[ERR_KB_STALE] = TEXT("知识库 '$1' 基于另一版本的内置知识；请运行 "
			      "'clin kb build'",
			      "knowledge base '$1' was built from another "
			      "base; run 'clin kb build'"),
	[ERR_KB_ENTRY] = TEXT("$1：第 $2 行：{条目 '$3'：}$4",
			      "$1: line $2: {entry '$3': }$4"),
	[ERR_KB_INVALID] = TEXT("$1 个条目未被接受；请改正后再运行 "
				"'clin kb lint'",
				"$1 entries refused; mend them and run "
				"'clin kb lint' again"),
	[ERR_KB_NO_ENTRY] = TEXT("知识库中没有 '$1'；请试 'clin kb search $1'",
				 "no '$1' in the knowledge base; try "
				 "'clin kb search $1'"),
	[ERR_EXPR] = TEXT("条件 '$1'：$2", "condition '$1': $2"),
	[ERR_UNIT] = TEXT("不认识单位 '$1'；见 'clin kb search $1'",
			  "unit '$1' is unknown; see 'clin kb search $1'"),
	[ERR_UNIT_CONVERT] =
		TEXT("无法由 '$1' 换算为 '$2'", "cannot convert '$1' to '$2'"),
	[ERR_VALUE] = TEXT("$1 的值 '$2' 无法理解{；应为 $3}",
			   "$1: '$2' is not understood{; expected $3}"),
	[ERR_IMPOSSIBLE] =
		TEXT("$1 不可能是 '$2'；应在 $3{；是否指 $4？}",
		     "$1 cannot be '$2'; possible: $3{; did you mean $4?}"),
	[ERR_OPTION_UNKNOWN] = TEXT("没有选项 '$1'{，是否 '$2'}；见 "
				    "'clin --help'",
				    "there is no option '$1'{; did you mean "
				    "'$2'?}; see 'clin --help'"),
	[ERR_OPTION_VALUE] = TEXT("选项 '$1' 不接受 '$2'{；应为 $3}",
				  "option '$1' does not take '$2'{; expected "
				  "$3}"),
	[ERR_OPTION_MISSING] =
		TEXT("选项 '$1' 后面缺少值", "option '$1' needs a value"),
	[ERR_OPTION_CONFLICT] =
		TEXT("选项 '$1' 不能这样用：$2", "option '$1' conflicts: $2"),
	[ERR_COMMAND_UNKNOWN] = TEXT("没有命令 '$1'{，是否 '$2'}；见 "
				     "'clin --help'",
				     "there is no command '$1'{; did you mean "
				     "'$2'?}; see 'clin --help'"),
	[ERR_COMMAND_AMBIGUOUS] = TEXT("'$1' 可以是 $2；请多写几个字母",
				       "'$1' may be $2; write more of it"),
	[ERR_WORD_IS_FILE] = TEXT("'$1' 是文件；读它用 -i $1",
				  "'$1' is a file; to read it: -i $1"),
	[ERR_ARGUMENT] = TEXT("参数{ '$1'}：应为 $2；见 --help",
			      "argument{ '$1'}: expected $2; see --help"),
	[ERR_CONFIG_KEY] = TEXT("配置 '$1'{：第 $2 行}：没有键 '$3'{，是否 "
				"'$4'}；见 clin-config(5)",
				"configuration '$1'{: line $2}: there is no "
				"key '$3'{; did you mean '$4'?}; see "
				"clin-config(5)"),
	[ERR_CONFIG_VALUE] = TEXT("配置 '$1'{：第 $2 行}：$3 应为 $4",
				  "configuration '$1'{: line $2}: $3 must be "
				  "$4"),
	[ERR_CONFIG_TWICE] = TEXT("配置 '$1'{：第 $2 行}：$3 已写过；删去一处",
				  "configuration '$1'{: line $2}: $3 is there "
				  "already; remove one"),
	[ERR_CONFIG_SECRET] = TEXT("拒绝使用密钥文件 '$1'：$2；请 chmod 600",
				   "key file '$1' is refused: $2; chmod 600 "
				   "it"),
	[ERR_DATE] = TEXT("'$1' 不是日期；请写作 2026-01-31",
			  "'$1' is no date; write it as 2026-01-31"),
	[ERR_NO_DATA] = TEXT("'$1' 中没有检验结果；请确认这是检验报告",
			     "no laboratory result in '$1'; see whether it is "
			     "a report"),
	[ERR_NOT_IMPLEMENTED_HERE] = TEXT("这里不提供 $1{；见 $2}",
					  "$1 is not offered here{; see $2}"),
	[ERR_WORKER] = TEXT("处理 '$1' 的进程中断（$2）；其余项不受影响",
			    "the worker on '$1' crashed ($2); other items "
			    "are not affected"),
	[ERR_STOPPED] = TEXT(
		"已中断：前 $1 项已完成；用 --journal 和 --output 的同一命令可接着做",
		"interrupted: the first $1 items are done; with --journal and "
		"--output the same command goes on"),
	[ERR_INTERRUPTED] = TEXT("已中断{：$1}", "interrupted{: $1}"),
	[ERR_JOURNAL] = TEXT("日志 '$1'：$2", "journal '$1': $2"),
	[ERR_MESSAGE] = TEXT("$1{：第 $2 行}：$3", "$1{: line $2}: $3"),
	[ERR_MODEL] = TEXT("模型 '$1'：$2", "model '$1': $2"),
	[ERR_LAST] = TEXT("不能就上一个结果提问：$1；请用 --about 文件",
			  "cannot ask about the last result: $1; name a file: "
			  "--about FILE"),
	[ERR_LEDGER] = TEXT("账本 '$1'：第 $2 行与写入时不同，其后都不可信",
			    "ledger '$1': line $2 is not as it was written; "
			    "nothing from there on can be trusted"),
	[ERR_CHART] = TEXT("病历库 '$1'：$2", "chart '$1': $2"),
	[ERR_CHART_ABSENT] = TEXT("还没有病历库 '$1'；'clin followup enrol' "
				  "建立第一份",
				  "there is no chart '$1' yet; 'clin followup "
				  "enrol' begins one"),
	[ERR_CHART_PATIENT] = TEXT("病历库中没有患者 '$1'；'clin followup "
				   "list' 列出全部",
				   "no patient '$1' in the chart; 'clin "
				   "followup list' shows all"),
	[ERR_CHART_THERE] = TEXT("患者 '$1' 已在病历库中；只可用 -p、--dx、"
				 "--allergy 补充",
				 "patient '$1' is in the chart already; only "
				 "-p, --dx and --allergy add to it"),
	[ERR_CHART_OTHER] = TEXT("报告与病历库中的 '$1' 不符（$2），未存入；"
				 "请核对患者",
				 "the report contradicts '$1' in the chart "
				 "($2) and was not kept; check the patient"),
	[ERR_CHART_START] = TEXT("方案 '$1' 从$2算起：请用 --start 给出日期",
				 "protocol '$1' counts from $2: give the day "
				 "with --start"),
	[ERR_NOTIFY] = TEXT("通知命令 '$1'：$2", "notify command '$1': $2"),
	[ERR_CHART_VISIT] = TEXT("患者 '$1' 没有计划中的随访；请先用 enrol -p "
				 "加入方案",
				 "no visit is planned for '$1'; enrol with -p "
				 "first"),
	[ERR_CHART_NOT_DUE] = TEXT("患者 '$1' 现在没有该做的随访；下次见 'clin "
				   "followup show $1'",
				   "no visit of '$1' is open now; for the next "
				   "see 'clin followup show $1'"),
	[ERR_CHART_UNSEEN] =
		TEXT("患者 '$1' 没有做过的随访（有 --at 则指那天）；用 "
		     "'clin followup add $1 visit' 记录",
		     "'$1' has no visit that was done (on the day "
		     "of --at, if given); record one with 'clin "
		     "followup add $1 visit'"),
};

/* Whether an argument used in text[0..n) is empty. */
static bool lacks_argument(const char *text, size_t n, const struct err *err)
{
	for (size_t i = 0; i + 1 < n; i++) {
		if (text[i] != '$')
			continue;
		const char *arg = err->arg[text[i + 1] - '1'];
		if (arg[0] == '\0' || strcmp(arg, "0") == 0)
			return true;
	}
	return false;
}

/* The argument on one line, without anything a terminal could obey. */
static void add_argument(struct strbuf *ret, const char *arg)
{
	size_t from = ret->len;

	utf8_add_safe(ret, arg, strlen(arg));
	for (size_t i = from; i < ret->len; i++)
		if (ret->buf[i] == '\n' || ret->buf[i] == '\t')
			ret->buf[i] = ' ';
}

void messages_word(enum lang lang, const struct err *err, struct strbuf *ret)
{
	const char *t = wording[err->id].in[lang];

	for (; *t; t++) {
		if (*t == '{' && lacks_argument(t, strcspn(t, "}"), err)) {
			t += strcspn(t, "}");
		} else if (*t == '$') {
			t++;
			add_argument(ret,
				     reason_word(lang, err->arg[*t - '1']));
		} else if (*t != '{' && *t != '}') {
			strbuf_addch(ret, *t);
		}
	}
}
