# SPDX-License-Identifier: Apache-2.0
"""Verifies a message's DKIM signatures and ARC chain with dkimpy: ZONE MESSAGE.

The zone has lines of `name TXT "string" ...`. Prints a line for each signature, `pass` or `fail`
with its domain and algorithm, and one for the ARC chain when there is one.
"""
import re
import sys

import dkim


def records(path):
    zone = {}
    with open(path, encoding="latin-1") as file:
        for line in file:
            name, kind, rest = line.split(None, 2)
            if kind == "TXT":
                zone[name.lower().rstrip(".")] = "".join(re.findall(r'"([^"]*)"', rest))
    return zone


def main():
    zone = records(sys.argv[1])
    with open(sys.argv[2], "rb") as file:
        message = file.read()

    def txt(name, timeout=5):
        found = zone.get(name.decode().lower().rstrip("."))
        return None if found is None else found.encode("latin-1")

    head = message.split(b"\r\n\r\n", 1)[0]
    count = len(re.findall(rb"(?mi)^dkim-signature:", head))
    for index in range(count):
        verifier = dkim.DKIM(message)
        try:
            good = verifier.verify(idx=index, dnsfunc=txt)
        except dkim.DKIMException as wrong:
            print("fail", type(wrong).__name__, wrong)
            continue
        fields = verifier.signature_fields
        print("pass" if good else "fail", fields[b"d"].decode(), fields[b"a"].decode())
    if re.search(rb"(?mi)^arc-seal:", head):
        result, _, reason = dkim.ARC(message).verify(dnsfunc=txt)
        print("arc", result.decode(), reason)


main()
