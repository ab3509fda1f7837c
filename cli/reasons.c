#include "cli/reasons.h"

#include <string.h>

static const struct {
	const char *is;
	const char *in[2]; /* English NULL: as it is */
} reasons[] = {
	{"No such file or directory", {[LANG_ZH] = "文件不存在"}},
	{"Permission denied", {[LANG_ZH] = "没有权限"}},
	{"Is a directory", {[LANG_ZH] = "这是文件夹"}},
	{"Not a directory", {[LANG_ZH] = "路径中有一段不是文件夹"}},
	{"No space left on device", {[LANG_ZH] = "磁盘已满"}},
	{"Read-only file system", {[LANG_ZH] = "文件系统只读"}},
	{"File name too long", {[LANG_ZH] = "文件名过长"}},
	{"Broken pipe", {[LANG_ZH] = "管道已关闭"}},
	{"Input/output error", {[LANG_ZH] = "输入输出错误"}},
	{"File too large", {[LANG_ZH] = "文件超过允许的大小"}},
	{"Disk quota exceeded", {[LANG_ZH] = "超出磁盘配额"}},
	{"twice", {[LANG_ZH] = "给了两次"}},
	{"not a journal of clin", {[LANG_ZH] = "不是 clin 的日志"}},
	{"not a regular file", {[LANG_ZH] = "不是普通文件"}},
	{"the output file is shorter than it says; remove the journal to start over",
	 {[LANG_ZH] = "输出文件比日志所记的短；删除日志即可从头开始"}},
	{"it is empty; put a backup in its place: clin followup restore FILE",
	 {[LANG_ZH] = "文件是空的；用备份恢复：clin followup restore 文件"}},
	{"it is damaged; put a backup in its place: clin followup restore FILE",
	 {[LANG_ZH] = "文件已损坏；用备份恢复：clin followup restore 文件"}},
	{"written by a newer clin; update this program",
	 {[LANG_ZH] = "由更新的 clin 写成；请更新本程序"}},
	{"not a chart of clin", {[LANG_ZH] = "不是 clin 的病历库"}},
	{"not a file", {[LANG_ZH] = "不是普通文件"}},
	{"not there", {[LANG_ZH] = "文件不存在"}},
	{"no such group on this host", {[LANG_ZH] = "本机没有这个组"}},
	{"its folder must be set-gid and belong to the group",
	 {[LANG_ZH] = "所在文件夹须属于该组并设 setgid"}},
	{"others may read it; chmod 660",
	 {[LANG_ZH] = "其他人可读；请执行 chmod 660"}},
	{"others may read it; chmod 600",
	 {[LANG_ZH] = "其他人可读；请执行 chmod 600"}},
	{"damaged, or no chart of this version",
	 {[LANG_ZH] = "已损坏，或不是本版本的病历库"}},
	{"damaged; not restored", {[LANG_ZH] = "备份已损坏，未恢复"}},
	{"cannot be created; a backup never overwrites",
	 {[LANG_ZH] = "无法建立；备份从不覆盖已有文件"}},
	{"the restored chart differs from it",
	 {[LANG_ZH] = "恢复后与备份不一致"}},
	{"nothing there to take back", {[LANG_ZH] = "没有可取回的批次"}},
	{"has no open critical record of that number",
	 {[LANG_ZH] = "没有这个序号的未闭环危急值"}},
	{"has no medication of that number",
	 {[LANG_ZH] = "没有这个序号的用药"}},
	{"takes no such thing now", {[LANG_ZH] = "现在没有用这种药"}},
	{"was answered already", {[LANG_ZH] = "已经收回过"}},
	{"no such reading there to correct; see show",
	 {[LANG_ZH] = "没有可更正的这项读数；见 clin followup show"}},
	{"several readings there; say which with --at and its clock time",
	 {[LANG_ZH] = "当天有多条读数；用 --at 写明钟点"}},
	{"that is what stands there already",
	 {[LANG_ZH] = "与病历库里的相同，无需更正"}},
	{"not configured; see clin-config(5)",
	 {[LANG_ZH] = "未配置；见 clin-config(5)"}},
	{"unable to open database file",
	 {[LANG_ZH] = "打不开；查看路径和权限"}},
	{"attempt to write a readonly database",
	 {[LANG_ZH] = "文件或所在文件夹只读；查看权限"}},
	{"the file does not say the unit of its glucose",
	 {[LANG_ZH] = "文件没有写血糖的单位；用 --map 写明（unit:）"}},
	{"its glucose is not in the unit it names; say the unit with --map",
	 {[LANG_ZH] = "血糖数值与所写单位不符；用 --map 写明单位"}},
	{"its times may be local or UTC, the offset beside them does not say which; describe it with --map (zone:)",
	 {[LANG_ZH] =
		  "时间可能是当地时间也可能是 UTC，旁边的偏移没有说明；用 --map 写明（zone:）"}},
	{"no row of headings has every column of the map",
	 {[LANG_ZH] = "没有一行标题含有对照表的全部列"}},
	{"no row of headings that tells when and what; describe its columns with --map",
	 {[LANG_ZH] =
		  "找不到写明时间和项目的标题行；用 --map 说明各列（见 man clin-followup）"}},
	{"most values are impossible in the unit it names",
	 {[LANG_ZH] = "按所写单位，多数数值不可能"}},
	{"no workbook that can be read; save the sheet as CSV, or unpack the archive, first",
	 {[LANG_ZH] = "不是能读的工作簿；先另存为 CSV 或解压"}},
	{"no records of Apple Health", {[LANG_ZH] = "没有 Apple 健康的记录"}},
	{"a number", {[LANG_ZH] = "数字"}},
	{"bp 148/92, glu 8.1 fasting, wt 70, smoke 0",
	 {[LANG_ZH] =
		  "读数或表单项，如 血压 148/92、空腹血糖 8.1、体重 70、smoke 0"}},
	{"bp 148/92, glu 8.1 fasting, visit",
	 {[LANG_ZH] = "读数或 visit，如 血压 148/92、空腹血糖 8.1、visit"}},
	{"the number of a batch", {[LANG_ZH] = "批次号"}},
	{"the number that 'critical' shows",
	 {[LANG_ZH] = "'clin followup critical' 所示的序号"}},
	{"the number that 'med P012' shows",
	 {[LANG_ZH] = "'clin followup med P012' 所示的序号"}},
	{"the file that export --backup wrote",
	 {[LANG_ZH] = "export --backup 写出的文件"}},
	{"which patient? clin followup list",
	 {[LANG_ZH] = "患者编号；见 clin followup list"}},
	{"item=value", {[LANG_ZH] = "条目=值"}},
	{"item=value, or answer at a terminal",
	 {[LANG_ZH] = "条目=值，或按条目次序的值；在终端上逐条作答"}},
	{"sent to that patient", {[LANG_ZH] = "发给该患者的问卷"}},
	{"a reference as P012-7", {[LANG_ZH] = "问卷编号，如 P012-7"}},
	{"a field of the patient's forms; see 'clin kb show htn-visit'",
	 {[LANG_ZH] = "该患者表单的一项；见 'clin kb show htn-visit'"}},
	{"a questionnaire: q-htn, q-t2dm, q-hf, q-copd, q-postop, q-warfarin",
	 {[LANG_ZH] =
		  "问卷：q-htn、q-t2dm、q-hf、q-copd、q-postop、q-warfarin"}},
	{"med P012 refill 3 28 (days of supply)",
	 {[LANG_ZH] = "med P012 refill 3 28（够吃的天数）"}},
	{"no list of readings of Nightscout, Tidepool, Dexcom, LibreLinkUp or Health Auto Export",
	 {[LANG_ZH] =
		  "没有认得的读数（Nightscout、Tidepool、Dexcom、LibreLinkUp、Health Auto Export）"}},
	{"no Observation", {[LANG_ZH] = "没有 Observation"}},
	{"observations of more than one patient",
	 {[LANG_ZH] = "含有多名患者的读数；请按患者拆分"}},
	{"no Patient; name one: clin followup import ID FILE",
	 {[LANG_ZH] =
		  "没有 Patient；请写明编号：clin followup import 编号 文件"}},
	{"no Bundle", {[LANG_ZH] = "不是 Bundle"}},
	{"a Patient without a usable identifier",
	 {[LANG_ZH] = "Patient 没有可用的编号"}},
	{"database disk image is malformed",
	 {[LANG_ZH] =
		  "文件已损坏；若是病历库，用备份恢复：clin followup restore 文件",
	  [LANG_EN] =
		  "it is damaged; if it is the chart, put a backup in its place: clin followup restore FILE"}},
	{"file is not a database",
	 {[LANG_ZH] =
		  "文件已损坏；若是病历库，用备份恢复：clin followup restore 文件",
	  [LANG_EN] =
		  "it is damaged; if it is the chart, put a backup in its place: clin followup restore FILE"}},
	{"database or disk is full",
	 {[LANG_ZH] = "磁盘已满，未写入；腾出空间后重做",
	  [LANG_EN] =
		  "the disk is full, nothing was written; free some space and repeat"}},
	{"disk I/O error",
	 {[LANG_ZH] = "磁盘读写出错，未写入；检查磁盘空间和权限后重做",
	  [LANG_EN] =
		  "reading or writing the disk failed, nothing was written; check space and permissions and repeat"}},
	{"database is locked",
	 {[LANG_ZH] = "别的程序占用太久，未写入；稍后重做",
	  [LANG_EN] =
		  "another program held it too long, nothing was written; repeat in a while"}},
	{"-", {[LANG_ZH] = "标准输入", [LANG_EN] = "standard input"}},
	{"stdout", {[LANG_ZH] = "标准输出", [LANG_EN] = "standard output"}},
};

const char *reason_word(enum lang lang, const char *reason)
{
	for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
		if (strcmp(reasons[i].is, reason) == 0)
			return reasons[i].in[lang] ? reasons[i].in[lang]
						   : reason;
	return reason;
}
