# SPDX-License-Identifier: Apache-2.0
# What has come to an organizer's mailbox, as another program reads it: the newest answer of an invitation, by
# IMAP and Python's own parser of mail. Prints JSON. Arguments: port, address, password, subject.
import email
import imaplib
import json
import ssl
import sys
from email.policy import default

port, address, password, subject = sys.argv[1:]
context = ssl._create_unverified_context()
box = imaplib.IMAP4_SSL("127.0.0.1", int(port), ssl_context=context, timeout=20)
box.login(address, password)
box.select("INBOX")


def newest():
    for number in reversed(box.search(None, "ALL")[1][0].split()):
        message = email.message_from_bytes(box.fetch(number, "(BODY.PEEK[])")[1][0][1], policy=default)
        if message["Subject"] == subject:
            return message
    return None


# RFC 2177: the server says when something comes; the time-out of the connection bounds it.
found = newest()
while found is None:
    box.send(b"i IDLE\r\n")
    line = b""
    while b"EXISTS" not in line:
        line = box.readline()
    box.send(b"DONE\r\n")
    while not line.startswith(b"i "):
        line = box.readline()
    found = newest()
box.logout()
calendars = [part for part in found.walk() if part.get_content_type() == "text/calendar"]
unfolded = calendars[0].get_content().replace("\r\n ", "").replace("\n ", "")
print(json.dumps({
    "type": found.get_content_type(),
    "from": found["From"].addresses[0].addr_spec,
    "to": [each.addr_spec for each in found["To"].addresses],
    "inReplyTo": found["In-Reply-To"],
    "text": found.get_body(("plain",)).get_content().strip(),
    "method": calendars[0].get_param("method"),
    "lines": unfolded.splitlines(),
}))
