"""parse_hl7.py FILE: python3-hl7 parses every message, nothing more."""
import sys
import time

import hl7

with open(sys.argv[1], newline="", encoding="utf-8") as f:
    messages = ["MSH|" + m for m in f.read().split("MSH|")[1:]]
start = time.process_time()
for message in messages:
    hl7.parse(message)
print((time.process_time() - start) * 1e3)
