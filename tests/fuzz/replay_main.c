/* Runs a fuzz target on the files named, without a fuzzing engine, so that
 * old findings are checked by every compiler and in every `make check`. */
#include "base/io.h"
#include "base/strbuf.h"

#include <stdint.h>
#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		struct strbuf input = STRBUF_INIT;
		struct err err;
		bool ok = io_read(argv[i], IO_LIMIT_REPORT, &input, &err);
		if (!ok)
			fprintf(stderr, "cannot read %s\n", argv[i]);
		else
			LLVMFuzzerTestOneInput((const uint8_t *)input.buf,
					       input.len);
		strbuf_release(&input);
		if (!ok)
			return 1;
	}
	return 0;
}
