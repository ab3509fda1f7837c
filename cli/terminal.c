#include "cli/terminal.h"

#include "base/date.h"
#include "base/encoding.h"
#include "base/num.h"
#include "base/utf8.h"
#include "cli/locale.h"
#include "cli/messages.h"
#include "cli/paste.h"
#include "cli/symbols.h"
#include "config/config.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { DEFAULT_WIDTH = 80, LEAST_WIDTH = 40, GREATEST_WIDTH = 400 };

static struct terminal *self(struct ui *ui)
{
	return ui->self;
}

static bool is_utf8(const struct terminal *t)
{
	return strcasecmp(t->encoding, "UTF-8") == 0;
}

/* UTF-8 to bytes of the output encoding, in t->converted. */
static bool convert(struct terminal *t, const char *utf8, size_t n,
		    struct err *err)
{
	struct strbuf fitting = STRBUF_INIT;

	symbols_replace(utf8, n, t->ui.ascii, &fitting);
	strbuf_clear(&t->converted);
	bool ok = encoding_encode(fitting.buf, fitting.len, t->encoding,
				  &t->converted, err);
	strbuf_release(&fitting);
	return ok;
}

static bool write_all(int fd, const char *data, size_t n, struct err *err)
{
	while (n) {
		ssize_t done = write(fd, data, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return ERR(err, ERR_WRITE, "stdout", strerror(errno));
		data += done;
		n -= (size_t)done;
	}
	return true;
}

static bool put(struct terminal *t, int fd, const char *utf8, size_t n,
		struct err *err)
{
	if (is_utf8(t))
		return write_all(fd, utf8, n, err);
	return convert(t, utf8, n, err) &&
	       write_all(fd, t->converted.buf, t->converted.len, err);
}

static void clear_progress(struct terminal *t)
{
	if (t->progress_shown)
		put(t, STDERR_FILENO, "\r\033[K", 4, NULL);
	t->progress_shown = false;
}

static bool ui_write(struct ui *ui, const char *utf8, size_t n, struct err *err)
{
	struct terminal *t = self(ui);

	if (ui->terminal)
		clear_progress(t);
	return put(t, STDOUT_FILENO, utf8, n, err);
}

static void ui_note(struct ui *ui, const char *utf8)
{
	struct strbuf line = STRBUF_INIT;

	clear_progress(self(ui));
	strbuf_adds(&line, "clin: ");
	utf8_add_safe(&line, utf8, strlen(utf8));
	strbuf_addch(&line, '\n');
	put(self(ui), STDERR_FILENO, line.buf, line.len, NULL);
	strbuf_release(&line);
}

static void ui_progress(struct ui *ui, uint64_t done, uint64_t total,
			double part)
{
	struct terminal *t = self(ui);
	struct strbuf line = STRBUF_INIT;

	if (progress_line(&t->progress, ui->lang, done, total, part, &line)) {
		put(t, STDERR_FILENO, line.buf, line.len, NULL);
		t->progress_shown = true;
	}
	strbuf_release(&line);
}

/* Not for a dumb terminal or a screen reader's: they would say every step. */
static void ui_status(struct ui *ui, const char *text, int seconds)
{
	static const char wheel[] = "|/-\\";
	const char *term = getenv("TERM");
	char line[120];

	if (!text) {
		clear_progress(self(ui));
		return;
	}
	if (!isatty(STDERR_FILENO) || !term || strcmp(term, "dumb") == 0)
		return;
	snprintf(line, sizeof line, "\r%c %s %d s", wheel[seconds % 4], text,
		 seconds);
	put(self(ui), STDERR_FILENO, line, strlen(line), NULL);
	self(ui)->progress_shown = true;
}

static volatile sig_atomic_t stop_wanted;

static void want_stop(int signal_number)
{
	(void)signal_number;
	stop_wanted = 1;
}

/* From the first question on, Ctrl-C no longer kills: a batch finishes the
 * item in hand. A second one does. */
static bool ui_interrupted(struct ui *ui)
{
	struct sigaction action = {.sa_handler = want_stop,
				   .sa_flags = (int)SA_RESETHAND};

	if (!self(ui)->catching) {
		self(ui)->catching = true;
		sigaction(SIGINT, &action, NULL);
		sigaction(SIGTERM, &action, NULL);
		sigaction(SIGHUP, &action, NULL);
		/* a reader that went away is an error that says so */
		action.sa_handler = SIG_IGN;
		sigaction(SIGPIPE, &action, NULL);
	}
	return stop_wanted;
}

static bool ui_ask(struct ui *ui, const char *prompt, struct strbuf *ret)
{
	struct strbuf raw = STRBUF_INIT;
	const char *name;
	char c;
	ssize_t n;

	clear_progress(self(ui));
	put(self(ui), STDERR_FILENO, prompt, strlen(prompt), NULL);
	while ((n = read(STDIN_FILENO, &c, 1)) > 0 && c != '\n')
		strbuf_addch(&raw, c);
	bool ok = (n > 0 || raw.len) &&
		  encoding_decode(raw.buf, raw.len, self(ui)->encoding, "-",
				  ret, &name, NULL, NULL);
	strbuf_release(&raw);
	return ok;
}

static bool ui_paste(struct ui *ui, struct strbuf *ret, struct err *err)
{
	static const struct text prompt =
		TEXT("粘贴或输入内容，完成后按 Ctrl-D（Ctrl-C 放弃）：\n",
		     "Paste or type, then press Ctrl-D (Ctrl-C to give up):\n");
	const char *text = prompt.in[ui->lang];

	put(self(ui), STDERR_FILENO, text, strlen(text), NULL);
	return paste_read(ret, err);
}

static int stream_width(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	double x;
	int width = DEFAULT_WIDTH;

	if (columns && num_parse_all(columns, &x) && x > 0 && x < 10000)
		width = (int)x;
	else if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
		width = size.ws_col;
	if (width < LEAST_WIDTH)
		return LEAST_WIDTH;
	return width > GREATEST_WIDTH ? GREATEST_WIDTH : width;
}

static bool wants_colour(const struct terminal *t, int wish)
{
	const char *term = getenv("TERM"), *no = getenv("NO_COLOR");

	if (wish != CONFIG_COLOUR_AUTO)
		return wish == CONFIG_COLOUR_ALWAYS;
	return t->ui.terminal && !(no && *no) && term &&
	       strcmp(term, "dumb") != 0;
}

/* Whether the output encoding has the characters of `probe`. */
static bool can_show(struct terminal *t, const char *probe)
{
	struct strbuf out = STRBUF_INIT;
	bool ok = encoding_encode(probe, strlen(probe), t->encoding, &out,
				  NULL) &&
		  !memchr(out.buf, '?', out.len);

	strbuf_release(&out);
	return ok;
}

static bool set_clock(struct ui *ui, struct err *err)
{
	const char *now = getenv("CLIN_NOW");
	struct tm local;
	time_t t = time(NULL);

	ui->now = t;
	if (localtime_r(&t, &local))
		ui->zone = (int)local.tm_gmtoff;
	if (now && *now && !date_parse_instant(now, &ui->now, &ui->zone))
		return ERR(err, ERR_VALUE, "CLIN_NOW", now,
			   "2026-01-31T08:00:00+08:00");
	return true;
}

bool terminal_init(struct terminal *t, const struct terminal_wish *wish,
		   struct err *err)
{
	struct strbuf probe = STRBUF_INIT;
	bool ok = true;

	memset(t, 0, sizeof *t);
	strbuf_init(&t->converted);
	t->ui = (struct ui){
		.width = stream_width(),
		.terminal = isatty(STDOUT_FILENO),
		.input_terminal = isatty(STDIN_FILENO),
		.self = t,
		.write = ui_write,
		.note = ui_note,
		.message = messages_word,
		.progress = ui_progress,
		.status = ui_status,
		.interrupted = ui_interrupted,
		.ask = ui_ask,
		.paste = ui_paste,
	};
	t->encoding = wish->encoding ? wish->encoding
				     : locale_encoding(t->encoding_buf);
	if (!encoding_encode("", 0, t->encoding, &probe, NULL)) {
		/* an unknown charset in LANG is not worth dying for */
		if (wish->encoding)
			ok = ERR(err, ERR_ENCODING_NAME, wish->encoding);
		t->encoding = "UTF-8";
	}
	strbuf_release(&probe);
	t->ui.utf8 = is_utf8(t);
	t->ui.ascii = !t->ui.utf8 && !can_show(t, "↑≥");
	t->ui.colour = wants_colour(t, wish->colour);
	if (wish->lang != CONFIG_LANG_AUTO)
		t->ui.lang = wish->lang == CONFIG_LANG_EN ? LANG_EN : LANG_ZH;
	else
		t->ui.lang = is_utf8(t) || can_show(t, "检验") ? locale_lang()
							       : LANG_EN;
	return set_clock(&t->ui, ok ? err : NULL) && ok;
}

void terminal_use_utf8(struct terminal *t)
{
	t->encoding = "UTF-8";
	t->ui.utf8 = true;
	t->ui.ascii = false;
}

void terminal_release(struct terminal *t)
{
	clear_progress(t);
	strbuf_release(&t->converted);
}
