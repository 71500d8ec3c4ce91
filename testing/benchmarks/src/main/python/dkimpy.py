# SPDX-License-Identifier: Apache-2.0
"""Signs or verifies one message many times with dkimpy: verify|sign MESSAGE COUNT RECORDS|KEY.

RECORDS has lines of `name record`, KEY is PEM. Prints the messages per second. `once MESSAGE FILE KEY`
writes the signed message to FILE.
"""
import sys
import time

import dkim


def signature(message, pem):
    return dkim.sign(
        message, b"rsa", b"example.org", pem, canonicalize=(b"relaxed", b"relaxed"))


def main():
    what, path, count, key = sys.argv[1:]
    with open(path, "rb") as file:
        message = file.read()
    if what == "once":
        with open(key, "rb") as file, open(count, "wb") as out:
            out.write(signature(message, file.read()) + message)
        return
    count = int(count)
    if what == "verify":
        with open(key, "rb") as file:
            zone = dict(line.split(None, 1) for line in file)

        def step():
            assert dkim.verify(message, dnsfunc=lambda name, timeout=5: zone.get(name.rstrip(b".")))
    else:
        with open(key, "rb") as file:
            pem = file.read()

        def step():
            signature(message, pem)

    start = time.monotonic()
    for _ in range(count):
        step()
    print("%.1f" % (count / (time.monotonic() - start)))


main()
