# SPDX-License-Identifier: Apache-2.0
"""Signs or verifies one message many times with dkimpy: verify|sign MESSAGE COUNT RECORDS|KEY.

RECORDS has lines of `name record`, KEY is PEM. Prints the messages per second.
"""
import sys
import time

import dkim


def main():
    what, path, count, key = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
    with open(path, "rb") as file:
        message = file.read()
    if what == "verify":
        with open(key, "rb") as file:
            zone = dict(line.split(None, 1) for line in file)

        def step():
            assert dkim.verify(message, dnsfunc=lambda name, timeout=5: zone.get(name.rstrip(b".")))
    else:
        with open(key, "rb") as file:
            pem = file.read()

        def step():
            dkim.sign(message, b"rsa", b"example.org", pem)

    start = time.monotonic()
    for _ in range(count):
        step()
    print("%.1f" % (count / (time.monotonic() - start)))


main()
