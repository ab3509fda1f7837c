/* Any bytes as HL7: read, observed, judged and shown, nothing else. */
#include "tests/fuzz/fuzz_report.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	fuzz_report(read_hl7, data, n);
	return 0;
}
