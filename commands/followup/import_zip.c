/* Members of a ZIP archive, enough for a workbook: stored or deflated. Every
 * offset and length of the file is checked before it is used. */
#include "commands/followup/import_xlsx.h"

#include <stdint.h>
#include <string.h>
#include <zlib.h>

enum {
	END_SIZE = 22,
	ENTRY_SIZE = 46,
	LOCAL_SIZE = 30,
	MOST_COMMENT = 65535,
	MOST = 128 * 1024 * 1024
};

struct zip {
	const unsigned char *at;
	size_t n;
};

static uint32_t u16(const struct zip *z, size_t i)
{
	return (uint32_t)z->at[i] | (uint32_t)z->at[i + 1] << 8;
}

static uint32_t u32(const struct zip *z, size_t i)
{
	return u16(z, i) | u16(z, i + 2) << 16;
}

/* Where the directory begins; n: none. */
static size_t directory(const struct zip *z, uint32_t *ret_entries)
{
	size_t least = z->n > END_SIZE + MOST_COMMENT
			       ? z->n - END_SIZE - MOST_COMMENT
			       : 0;

	if (z->n < END_SIZE)
		return z->n;
	for (size_t i = z->n - END_SIZE + 1; i-- > least;)
		if (u32(z, i) == 0x06054b50) {
			*ret_entries = u16(z, i + 10);
			uint32_t at = u32(z, i + 16);
			return at < z->n ? at : z->n;
		}
	return z->n;
}

static bool is_named(const struct zip *z, size_t at, size_t length,
		     const char *name)
{
	size_t n = strlen(name);

	if (n && name[n - 1] == '*')
		return length >= n - 1 && memcmp(z->at + at, name, n - 1) == 0;
	return length == n && memcmp(z->at + at, name, n) == 0;
}

static bool inflate_into(const unsigned char *from, size_t packed,
			 struct strbuf *ret)
{
	static const size_t step = 1 << 18;
	z_stream s = {0};
	int rc = Z_OK;

	if (packed > MOST || inflateInit2(&s, -MAX_WBITS) != Z_OK)
		return false;
	s.next_in = (unsigned char *)(uintptr_t)from;
	s.avail_in = (uInt)packed;
	while (rc == Z_OK && ret->len < MOST) {
		strbuf_reserve(ret, step + 1);
		s.next_out = (unsigned char *)ret->buf + ret->len;
		s.avail_out = (uInt)step;
		rc = inflate(&s, Z_NO_FLUSH);
		ret->len += step - s.avail_out;
		ret->buf[ret->len] = '\0';
	}
	inflateEnd(&s);
	return rc == Z_STREAM_END;
}

/* The entry of the directory at `at` → its bytes. */
static bool unpack(const struct zip *z, size_t at, struct strbuf *ret)
{
	uint32_t method = u16(z, at + 10), packed = u32(z, at + 20);
	size_t local = u32(z, at + 42);

	if (local > z->n || z->n - local < LOCAL_SIZE ||
	    u32(z, local) != 0x04034b50)
		return false;
	size_t data =
		local + LOCAL_SIZE + u16(z, local + 26) + u16(z, local + 28);
	if (data > z->n || packed > z->n - data)
		return false;
	if (method == 8)
		return inflate_into(z->at + data, packed, ret);
	if (method == 0)
		strbuf_add(ret, z->at + data, packed);
	return method == 0;
}

bool zip_member(const char *bytes, size_t n, const char *name,
		struct strbuf *ret)
{
	struct zip z = {(const unsigned char *)bytes, n};
	uint32_t entries = 0;
	size_t at = directory(&z, &entries);

	for (uint32_t i = 0; i < entries; i++) {
		if (at > n || n - at < ENTRY_SIZE || u32(&z, at) != 0x02014b50)
			return false;
		size_t length = u16(&z, at + 28);
		size_t next = at + ENTRY_SIZE + length + u16(&z, at + 30) +
			      u16(&z, at + 32);
		if (length > n - at - ENTRY_SIZE)
			return false;
		if (is_named(&z, at + ENTRY_SIZE, length, name))
			return unpack(&z, at, ret);
		at = next;
	}
	return false;
}
