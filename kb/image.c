#include "kb/image.h"

#include <string.h>

static const char magic[8] = "CLINKB2";

static void pad(struct strbuf *image)
{
	strbuf_addn(image, '\0', (16 - image->len % 16) % 16);
}

void image_finish(struct strbuf *image,
		  const struct strbuf sections[IMAGE_SECTIONS])
{
	struct image_footer footer;

	memset(&footer, 0, sizeof footer);
	memcpy(footer.magic, magic, sizeof magic);
	for (int i = 0; i < IMAGE_SECTIONS; i++) {
		pad(image);
		footer.section[i].offset = image->len;
		footer.section[i].size = sections[i].len;
		strbuf_add(image, sections[i].buf, sections[i].len);
	}
	pad(image);
	strbuf_add(image, &footer, sizeof footer);
}

static uint32_t big_endian(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 |
	       (uint32_t)p[2] << 8 | p[3];
}

bool image_open(const void *bytes, size_t n, size_t *ret_database,
		struct image_footer *ret)
{
	const unsigned char *p = bytes;

	if (n < 100 + sizeof *ret || memcmp(p, "SQLite format 3", 16) != 0)
		return false;
	memcpy(ret, p + n - sizeof *ret, sizeof *ret);
	if (memcmp(ret->magic, magic, sizeof magic) != 0)
		return false;
	/* the SQLite header: page size (1 means 65536) and number of pages */
	size_t page = (size_t)p[16] << 8 | p[17];
	*ret_database = (page == 1 ? 65536 : page) * big_endian(p + 28);
	for (int i = 0; i < IMAGE_SECTIONS; i++)
		if (ret->section[i].offset > n ||
		    ret->section[i].size > n - ret->section[i].offset)
			return false;
	return *ret_database <= n;
}
