# SPDX-License-Identifier: Apache-2.0
"""Signs a message with dkimpy, thrice, and seals it: MESSAGE RSA-PEM SEED OUT.

The keys are rsa._domainkey.example.org and ed._domainkey.example.org (SEED: 32 octets in base64);
the seal is of example.org, too.
"""
import sys

import dkim

with open(sys.argv[1], "rb") as file:
    message = file.read()
with open(sys.argv[2], "rb") as file:
    rsa = file.read()
ed = sys.argv[3].encode()

for body in (b"simple", b"relaxed"):
    message = dkim.sign(
        message, b"rsa", b"example.org", rsa, canonicalize=(b"relaxed", body)) + message
message = dkim.sign(
    message, b"ed", b"example.org", ed, signature_algorithm=b"ed25519-sha256") + message
message = b"Authentication-Results: mx.example.org; spf=pass; arc=none\r\n" + message
message = b"".join(dkim.arc_sign(
    message, b"rsa", b"example.org", rsa, b"mx.example.org")) + message
with open(sys.argv[4], "wb") as file:
    file.write(message)
