#include "base/encoding.h"

#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

/* Convert with iconv; undecodable bytes go through `bad`: one replacement
 * text each. Returns how many, or (size_t)-1 for an unknown encoding. */
static size_t convert(const char *to, const char *from, const char *bytes,
		      size_t n, const char *bad, struct strbuf *ret)
{
	iconv_t cd = iconv_open(to, from);
	if (cd == (iconv_t)-1)
		return (size_t)-1;

	size_t wrong = 0;
	char *in = (char *)(uintptr_t)bytes;
	while (n) {
		strbuf_reserve(ret, n * 2 + 64);
		char *out = ret->buf + ret->len;
		size_t room = ret->cap - ret->len - 1, before = room;
		size_t done = iconv(cd, &in, &n, &out, &room);
		ret->len += before - room;
		ret->buf[ret->len] = '\0';
		if (done != (size_t)-1 || errno == E2BIG)
			continue;
		wrong++;
		strbuf_adds(ret, bad);
		size_t skip = 1;
		/* encoding: skip a whole UTF-8 character */
		while (skip < n && ((unsigned char)in[skip] & 0xC0) == 0x80 &&
		       strncmp(from, "UTF-8", 5) == 0)
			skip++;
		in += skip;
		n -= skip;
	}
	iconv_close(cd);
	return wrong;
}

/* The commonest characters of Chinese laboratory prints, simplified and
 * traditional: a right reading is full of them, a wrong one is not. */
static bool is_common(uint32_t cp)
{
	static const char common[] =
		"检验报告单姓名性别年龄男女岁科室床号标本类型血清尿常规项目结果单位"
		"参考值范围区间提示白红细胞计数蛋白总胆固醇甘油三酯葡萄糖肌酐酸酶"
		"阴阳性的一是不了在有人我他这中大来上国个到说们为子和你地出道也时"
		"檢驗報告單項參考範圍區間結細數總膽葡萄醣肌酐酸鉀鈉氯鈣陰陽門診"
		"日期醫師審核送檢者診斷高低正常血小板中性粒淋巴單核抗體原患者主訴";

	for (size_t i = 0; i < sizeof common - 1;) {
		uint32_t c;
		i += utf8_decode(common + i, sizeof common - 1 - i, &c);
		if (c == cp)
			return true;
	}
	return false;
}

static long score(const char *text, size_t n, size_t wrong)
{
	long points = -8 * (long)wrong;

	if (n > 20000)
		n = 20000;
	for (size_t i = 0; i < n;) {
		uint32_t cp;
		i += utf8_decode(text + i, n - i, &cp);
		if (cp >= 0xE000 && cp < 0xF900)
			points -= 4; /* private use: a wrong reading */
		else if (cp >= 0x80 && is_common(cp))
			points += 3;
	}
	return points;
}

static bool choose_chinese(const char *bytes, size_t n, struct strbuf *ret,
			   const char **ret_name, size_t *ret_bad)
{
	struct strbuf gb = STRBUF_INIT, big = STRBUF_INIT;
	size_t gb_bad =
		convert("UTF-8", "GB18030", bytes, n, "\xEF\xBF\xBD", &gb);
	size_t big_bad =
		convert("UTF-8", "BIG5-HKSCS", bytes, n, "\xEF\xBF\xBD", &big);
	bool is_big = score(big.buf, big.len, big_bad) >
		      score(gb.buf, gb.len, gb_bad);
	struct strbuf *won = is_big ? &big : &gb;

	*ret_name = is_big ? "BIG5" : "GB18030";
	*ret_bad = is_big ? big_bad : gb_bad;
	strbuf_add(ret, won->buf, won->len);
	strbuf_release(&gb);
	strbuf_release(&big);
	return true;
}

/* Replace invalid bytes of near-UTF-8 text. */
static size_t repair_utf8(const char *bytes, size_t n, struct strbuf *ret)
{
	size_t wrong = 0;

	while (n) {
		size_t good = utf8_valid(bytes, n);
		strbuf_add(ret, bytes, good);
		bytes += good;
		n -= good;
		if (!n)
			break;
		wrong++;
		strbuf_adds(ret, "\xEF\xBF\xBD");
		do {
			bytes++;
			n--;
		} while (n && ((unsigned char)*bytes & 0xC0) == 0x80);
	}
	return wrong;
}

static bool looks_binary(const char *bytes, size_t n)
{
	size_t look = n < 65536 ? n : 65536, control = 0;

	for (size_t i = 0; i < look; i++) {
		unsigned char c = (unsigned char)bytes[i];
		if (c == 0)
			return true;
		control += c < 0x20 && !strchr("\t\n\v\f\r\x1b\x1c\b", c);
	}
	return control * 10 > look;
}

struct bom {
	const char *bytes;
	size_t n;
	const char *name;
};

static const struct bom *find_bom(const char *bytes, size_t n)
{
	static const struct bom boms[] = {
		{"\xEF\xBB\xBF", 3, "UTF-8"},
		{"\xFF\xFE", 2, "UTF-16LE"},
		{"\xFE\xFF", 2, "UTF-16BE"},
		{"\x84\x31\x95\x33", 4, "GB18030"},
	};

	for (size_t i = 0; i < sizeof boms / sizeof *boms; i++)
		if (n >= boms[i].n &&
		    memcmp(bytes, boms[i].bytes, boms[i].n) == 0)
			return &boms[i];
	return NULL;
}

static bool detect(const char *bytes, size_t n, const char *path,
		   struct strbuf *ret, const char **ret_name, size_t *ret_bad,
		   struct err *err)
{
	const struct bom *bom = find_bom(bytes, n);

	if (bom) {
		bytes += bom->n;
		n -= bom->n;
		*ret_name = bom->name;
		*ret_bad = convert("UTF-8", bom->name, bytes, n, "\xEF\xBF\xBD",
				   ret);
		return true;
	}
	if (looks_binary(bytes, n))
		return ERR(err, ERR_BINARY, path);
	size_t valid = utf8_valid(bytes, n);
	bool high = false;
	for (size_t i = 0; i < valid && !high; i++)
		high = (unsigned char)bytes[i] >= 0x80;
	/* whole, or UTF-8 so far and merely cut off or scratched */
	if (valid == n || n - valid < 4) {
		*ret_name = "UTF-8";
		*ret_bad = repair_utf8(bytes, n, ret);
		return true;
	}
	struct strbuf utf8 = STRBUF_INIT;
	size_t utf8_bad = repair_utf8(bytes, n, &utf8);
	if (high && utf8_bad * 50 < n) {
		struct strbuf other = STRBUF_INIT;
		size_t other_bad = 0;
		choose_chinese(bytes, n, &other, ret_name, &other_bad);
		bool keep = score(utf8.buf, utf8.len, utf8_bad) >=
			    score(other.buf, other.len, other_bad);
		if (keep) {
			strbuf_add(ret, utf8.buf, utf8.len);
			*ret_name = "UTF-8";
			*ret_bad = utf8_bad;
		} else {
			strbuf_add(ret, other.buf, other.len);
			*ret_bad = other_bad;
		}
		strbuf_release(&other);
		strbuf_release(&utf8);
		return true;
	}
	strbuf_release(&utf8);
	choose_chinese(bytes, n, ret, ret_name, ret_bad);
	if (*ret_bad * 5 > n)
		return ERR(err, ERR_BINARY, path);
	return true;
}

bool encoding_decode(const char *bytes, size_t n, const char *encoding,
		     const char *path, struct strbuf *ret,
		     const char **ret_name, size_t *ret_bad, struct err *err)
{
	size_t bad = 0;
	bool ok = true;

	*ret_name = "UTF-8";
	if (!encoding || strcmp(encoding, "auto") == 0) {
		ok = detect(bytes, n, path, ret, ret_name, &bad, err);
	} else {
		if (looks_binary(bytes, n) &&
		    strncasecmp(encoding, "UTF-16", 6))
			return ERR(err, ERR_BINARY, path);
		const struct bom *bom = find_bom(bytes, n);
		if (bom && strcasecmp(bom->name, encoding) == 0)
			bytes += bom->n, n -= bom->n;
		*ret_name = encoding;
		bad = convert("UTF-8", encoding, bytes, n, "\xEF\xBF\xBD", ret);
		if (bad == (size_t)-1)
			ok = ERR(err, ERR_ENCODING_NAME, encoding);
	}
	if (ret_bad)
		*ret_bad = bad;
	return ok;
}

bool encoding_is_utf8(const char *bytes, size_t n)
{
	return !find_bom(bytes, n) && !looks_binary(bytes, n) &&
	       utf8_valid(bytes, n) == n;
}

bool encoding_encode(const char *utf8, size_t n, const char *encoding,
		     struct strbuf *ret, struct err *err)
{
	if (convert(encoding, "UTF-8", utf8, n, "?", ret) == (size_t)-1)
		return ERR(err, ERR_ENCODING_NAME, encoding);
	return true;
}
