#include "cli/paste.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { CTRL_D = 4, BACKSPACE = 8, CTRL_U = 21, ESC = 27, DEL = 127 };

/* The only mutable global of the program: which signal came. */
static volatile sig_atomic_t caught;

static void on_signal(int number)
{
	caught = number;
}

static const int fatal[] = {SIGINT, SIGHUP, SIGTERM, SIGQUIT};
enum { FATAL = sizeof fatal / sizeof *fatal };

struct paste {
	struct strbuf *text;
	size_t line;    /* where the last line begins in text */
	bool bracketed; /* between ESC [200~ and ESC [201~ */
	bool done;
	bool after_cr;   /* CR LF is one end of line */
	char escape[16]; /* an escape sequence being read */
	size_t escape_len;
	struct strbuf echo;
};

/* Bytes of the last character of the line, whether UTF-8 or two-byte GB. */
static size_t last_character(const struct paste *p)
{
	const unsigned char *s = (const unsigned char *)p->text->buf;
	size_t end = p->text->len, i = end;

	while (i > p->line + 1 && (s[i - 1] & 0xC0) == 0x80)
		i--;
	if (i < end && s[i - 1] >= 0xC0)
		return end - i + 1;
	return end > p->line + 1 && s[end - 1] >= 0x80 ? 2 : 1;
}

static void rub_out(struct paste *p)
{
	if (p->text->len == p->line)
		return;
	size_t n = last_character(p);
	strbuf_truncate(p->text, p->text->len - n);
	strbuf_adds(&p->echo, n > 1 ? "\b\b  \b\b" : "\b \b");
}

/* The sequence is complete: only the brackets of a paste mean something. */
static void end_escape(struct paste *p)
{
	if (p->escape_len == 5 && memcmp(p->escape, "[200~", 5) == 0)
		p->bracketed = true;
	else if (p->escape_len == 5 && memcmp(p->escape, "[201~", 5) == 0)
		p->bracketed = false;
	p->escape_len = 0;
	p->escape[0] = '\0';
}

/* True while c belongs to an escape sequence. */
static bool in_escape(struct paste *p, unsigned char c)
{
	if (p->escape[0] == ESC) {
		p->escape[0] = (char)c;
		p->escape_len = 1;
		if (c != '[' && c != 'O')
			end_escape(p);
		return true;
	}
	if (p->escape_len) {
		if (p->escape_len < sizeof p->escape)
			p->escape[p->escape_len++] = (char)c;
		if (c >= 0x40 && c < DEL)
			end_escape(p);
		return true;
	}
	if (c == ESC)
		p->escape[0] = ESC;
	return c == ESC;
}

static void take_byte(struct paste *p, unsigned char c)
{
	if (in_escape(p, c))
		return;
	if (c == CTRL_D && !p->bracketed) {
		p->done = true;
	} else if (c == DEL || c == BACKSPACE) {
		if (!p->bracketed)
			rub_out(p);
	} else if (c == CTRL_U && !p->bracketed) {
		while (p->text->len > p->line)
			rub_out(p);
	} else if (c == '\n' && p->after_cr) {
		/* stands already */
	} else if (c == '\n' || c == '\r') {
		strbuf_addch(p->text, '\n');
		strbuf_adds(&p->echo, "\r\n");
		p->line = p->text->len;
	} else if (c == '\t' || c >= 0x20) {
		strbuf_addch(p->text, (char)c);
		strbuf_addch(&p->echo, (char)c);
	}
	p->after_cr = c == '\r';
}

static void put(const char *data, size_t n)
{
	while (n) {
		ssize_t done = write(STDERR_FILENO, data, n);
		if (done < 0 && errno != EINTR)
			return; /* an echo that cannot be shown */
		if (done > 0) {
			data += done;
			n -= (size_t)done;
		}
	}
}

/* Signals are blocked outside ppoll, so none falls between the look at
 * `caught` and the wait. */
static void read_until_end(struct paste *p, const sigset_t *open_mask)
{
	struct pollfd fd = {.fd = STDIN_FILENO, .events = POLLIN};
	char chunk[4096];

	while (!p->done && !caught) {
		if (ppoll(&fd, 1, NULL, open_mask) < 0) {
			if (errno == EINTR)
				continue;
			return;
		}
		ssize_t n = read(STDIN_FILENO, chunk, sizeof chunk);
		if (n <= 0)
			return;
		for (ssize_t i = 0; i < n && !p->done; i++)
			take_byte(p, (unsigned char)chunk[i]);
		put(p->echo.buf, p->echo.len);
		strbuf_clear(&p->echo);
	}
}

static void enter(const struct termios *saved)
{
	static const char bracketed_on[] = "\033[?2004h";
	struct termios raw = *saved;

	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | IEXTEN);
	raw.c_iflag &= ~(tcflag_t)(IXON | ISTRIP | ICRNL);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	raw.c_cc[VSUSP] = _POSIX_VDISABLE; /* would leave the mode behind */
	tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
	put(bracketed_on, sizeof bracketed_on - 1);
}

static void leave(const struct termios *saved)
{
	static const char bracketed_off[] = "\033[?2004l";

	put(bracketed_off, sizeof bracketed_off - 1);
	tcsetattr(STDIN_FILENO, TCSADRAIN, saved);
}

bool paste_read(struct strbuf *ret, struct err *err)
{
	struct sigaction act = {.sa_handler = on_signal}, old[FATAL];
	struct paste p = {.text = ret, .line = ret->len, .echo = STRBUF_INIT};
	size_t before = ret->len;
	struct termios saved;
	sigset_t block, mask;

	if (tcgetattr(STDIN_FILENO, &saved) < 0)
		return ERR(err, ERR_OPEN, "-", strerror(errno));
	sigemptyset(&block);
	for (int i = 0; i < FATAL; i++)
		sigaddset(&block, fatal[i]);
	sigprocmask(SIG_BLOCK, &block, &mask);
	for (int i = 0; i < FATAL; i++)
		sigaction(fatal[i], &act, &old[i]);

	enter(&saved);
	read_until_end(&p, &mask);
	if (ret->len > p.line)
		put("\r\n", 2);
	leave(&saved);

	for (int i = 0; i < FATAL; i++)
		sigaction(fatal[i], &old[i], NULL);
	if (caught)
		raise(caught); /* pending until the mask is back */
	sigprocmask(SIG_SETMASK, &mask, NULL);
	strbuf_release(&p.echo);
	if (ret->len == before)
		return ERR(err, ERR_TERMINAL_EOF);
	return true;
}
