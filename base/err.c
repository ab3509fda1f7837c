#include "base/err.h"

#include "base/num.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Copy src, cut before a UTF-8 character that does not fit. */
static void copy_arg(char *dst, const char *src)
{
	size_t n = strlen(src);

	if (n >= ERR_ARG_SIZE) {
		n = ERR_ARG_SIZE - 1;
		while (n > 0 && ((unsigned char)src[n] & 0xC0) == 0x80)
			n--;
	}
	memcpy(dst, src, n);
	dst[n] = '\0';
}

bool err_set(struct err *err, enum err_id id, ...)
{
	if (!err)
		return false;
	memset(err, 0, sizeof *err);
	err->id = id;

	va_list ap;
	va_start(ap, id);
	for (int i = 0; i < ERR_ARGS; i++) {
		const char *arg = va_arg(ap, const char *);
		if (!arg)
			break;
		copy_arg(err->arg[i], arg);
	}
	va_end(ap);
	return false;
}

const char *err_code(enum err_id id, char buf[32])
{
	static const char *const name[] = {
#define ERR_NAME(id) #id,
		ERR_LIST(ERR_NAME)
#undef ERR_NAME
	};
	size_t i = 0;

	for (; name[id][i] && i < 31; i++)
		buf[i] = name[id][i] == '_' ? '-' : (char)(name[id][i] | 0x20);
	buf[i] = '\0';
	return buf;
}

const char *err_int(char buf[24], long long n)
{
	char digits[NUM_SIZE];

	return strcpy(buf, num_format_int(digits, n));
}
