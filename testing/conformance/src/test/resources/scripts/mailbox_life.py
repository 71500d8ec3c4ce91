# SPDX-License-Identifier: Apache-2.0
# The whole life of a mailbox with imaplib, and what it has no methods for on a plain socket.
# Arguments: port, account, second account; the password of each is its local-part and "-secret".
import imaplib
import re
import socket
import ssl
import sys
import zlib

port, account, second = int(sys.argv[1]), sys.argv[2], sys.argv[3]
tls = ssl._create_unverified_context()
imaplib._MAXLINE = 10_000_000


def login(who):
    c = imaplib.IMAP4_SSL('127.0.0.1', port, ssl_context=tls, timeout=60)
    c.login(who, who.split('@')[0] + '-secret')
    return c


def ok(answer):
    assert answer[0] == 'OK', answer
    return answer[1]


def mail(subject, body='Text.', references=''):
    text = 'From: %s\r\nSubject: %s\r\nDate: Sat, 21 Nov 2026 10:00:00 +0900\r\n' % (account, subject)
    text += 'Message-ID: <%s@life.test>\r\n' % subject.replace(' ', '.').replace(':', '')
    if references:
        text += 'References: <%s@life.test>\r\n' % references
    return (text + '\r\n' + body + '\r\n').encode()


class Raw:
    """A session without a library, with COMPRESS=DEFLATE if asked for."""

    def __init__(self):
        self.socket = tls.wrap_socket(socket.create_connection(('127.0.0.1', port), timeout=60))
        self.buffer, self.inflate, self.deflate = b'', None, None
        self.line()
        self.ask('LOGIN %s %s-secret' % (account, account.split('@')[0]))

    def compress(self):
        self.ask('COMPRESS DEFLATE')
        self.inflate = zlib.decompressobj(-15)
        self.deflate = zlib.compressobj(9, zlib.DEFLATED, -15)

    def send(self, octets):
        if self.deflate:
            octets = self.deflate.compress(octets) + self.deflate.flush(zlib.Z_SYNC_FLUSH)
        self.socket.sendall(octets)

    def line(self):
        while b'\r\n' not in self.buffer:
            octets = self.socket.recv(65536)
            assert octets, 'the server closed'
            self.buffer += self.inflate.decompress(octets) if self.inflate else octets
        line, self.buffer = self.buffer.split(b'\r\n', 1)
        return line

    def answer(self):
        lines = [self.line()]
        while not lines[-1].startswith(b't '):
            lines.append(self.line())
        assert lines[-1].startswith(b't OK'), lines[-1]
        return lines

    def ask(self, command):
        self.send(b't ' + command.encode() + b'\r\n')
        return self.answer()


# Mailboxes.
c = login(account)
ok(c.create('Life/One'))
ok(c.subscribe('Life/One'))
assert b'Life/One' in ok(c.lsub())[0] or any(b'Life/One' in x for x in ok(c.lsub()))
ok(c.rename('Life/One', 'Life/Two'))
assert c.select('Life/One')[0] == 'NO'
assert ok(c.select('Life/Two')) == [b'0']
assert b'((' in ok(c.namespace())[0]

# Messages: APPEND with flags and date, MULTIAPPEND by hand with both kinds of literals.
date = '"21-Nov-2026 10:00:00 +0900"'
for i in range(1, 4):
    ok(c.append('Life/Two', r'(\Flagged $Work)', date, mail('apples %d' % i)))
raw = Raw()
one, two = mail('pears 1', 'A needle in 한글 hay.'), mail('Re: apples 1', references='apples.1')
raw.send(b't APPEND Life/Two (\\Seen) {%d}\r\n' % len(one))
assert raw.line().startswith(b'+')
raw.send(one + b' %s {%d+}\r\n' % (date.encode(), len(two)) + two + b'\r\n')
assert re.search(rb'\[APPENDUID \d+ 4:5\]', raw.answer()[-1])
ok(c.noop())
assert c.untagged_responses.get('EXISTS', [b''])[-1] == b'5', c.untagged_responses
typ, data = c.uid('FETCH', '1', '(INTERNALDATE BODY.PEEK[])')
assert data[0][1] == mail('apples 1'), data
assert imaplib.Internaldate2tuple(data[0][0]) == imaplib.Internaldate2tuple(
    b'INTERNALDATE ' + date.encode()), data
assert c.fetch('1', '(BODY.PEEK[]<6.5>)')[1][0][1] == mail('apples 1')[6:11]

# SEARCH with literals, SORT, THREAD.
c.literal = '한글'.encode()
assert ok(c.search('UTF-8', 'BODY')) == [b'4']
assert ok(c.search(None, 'SUBJECT', '"apples"', 'KEYWORD', '$Work')) == [b'1 2 3']
assert ok(c.sort('(REVERSE SUBJECT)', 'UTF-8', 'ALL'))[0].split()[0] == b'4'
assert ok(c.uid('SORT', '(ARRIVAL)', 'UTF-8', 'ALL'))[0].split() == [b'1', b'2', b'3', b'5', b'4']
threads = ok(c.thread('REFERENCES', 'UTF-8', 'ALL'))[0]
assert b'(1 5)' in threads, threads

# Flags, copies, moves, expunges.
assert ok(c.store('2:3', '+FLAGS', r'(\Answered $Home)'))
assert ok(c.copy('1:2', 'Archive'))
assert ok(c.uid('MOVE', '3', 'Archive')) is not None
assert ok(c.store('1', '+FLAGS.SILENT', r'(\Deleted)'))
assert ok(c.expunge()) == [b'3', b'1']  # what MOVE expunged was not asked for before
assert ok(c.status('Archive', '(MESSAGES UIDNEXT UNSEEN SIZE)'))[0].startswith(
    b'Archive (MESSAGES 3 UIDNEXT 4 UNSEEN 3')
ok(c.unselect())
assert ok(c.select('Archive', readonly=True)) == [b'3']
assert c.store('1', '+FLAGS', r'(\Seen)')[0] == 'NO'
ok(c.close())

# Rights.
assert ok(c.setacl('Life/Two', second, 'lrsw'))
assert any(second.encode() in x for x in ok(c.getacl('Life/Two')))
assert b'a' in ok(c.myrights('Life/Two'))[0].split()[-1]
other = login(second)
shared = [x for x in ok(other.list()) if b'Life/Two' in x]
assert shared, ok(other.list())
name = re.search(rb'"([^"]*Life/Two)"|(\S*Life/Two)$', shared[0]).group(0).decode()
assert ok(other.select(name)) == [b'3']
assert other.fetch('1', '(BODY.PEEK[HEADER.FIELDS (SUBJECT)])')[1][0][1] == b'Subject: apples 2\r\n\r\n'
assert other.append(name, None, None, mail('intruder'))[0] == 'NO'
assert other.store('1', '+FLAGS', r'(\Deleted)')[0] == 'NO'
ok(other.store('1', '+FLAGS', r'(\Seen)'))
other.logout()
ok(c.deleteacl('Life/Two', second))
other = login(second)
assert other.select(name)[0] == 'NO'
other.logout()

# Quota and annotations, where they are offered.
if 'QUOTA' in c.capabilities:
    assert ok(c.getquotaroot('INBOX'))
if 'METADATA' in c.capabilities:
    raw.ask('SETMETADATA Life/Two (/private/comment "mine")')
    assert any(b'mine' in x for x in raw.ask('GETMETADATA Life/Two /private/comment'))

# IDLE on a plain socket.
raw.ask('SELECT Life/Two')
raw.send(b't IDLE\r\n')
assert raw.line().startswith(b'+')
ok(c.append('Life/Two', None, None, mail('while idle')))
assert raw.line() == b'* 4 EXISTS'
raw.send(b'DONE\r\n')
raw.answer()

# COMPRESS=DEFLATE: everything after the tagged OK goes compressed, both ways.
raw = Raw()
raw.compress()
raw.ask('SELECT Life/Two')
large = mail('compressed', 'very well compressible\r\n' * 20000)
raw.send(b't APPEND Life/Two {%d+}\r\n' % len(large) + large + b'\r\n')
raw.answer()
raw.send(b't FETCH 5 BODY.PEEK[]\r\n')
assert raw.line() == b'* 5 FETCH (BODY[] {%d}' % len(large)
lines = raw.answer()
assert b'\r\n'.join(lines[:-1])[:-1] == large
assert not any(b'COMPRESS' in x for x in raw.ask('CAPABILITY'))

# UTF8=ACCEPT: names and header fields as they are.
ok(c.enable('UTF8=ACCEPT'))
ok(c.create('"한글 상자"'))
assert any('한글 상자'.encode() in x for x in ok(c.list()))
utf8 = 'Subject: 제목\r\nMessage-ID: <utf8@life.test>\r\n\r\n본문\r\n'.encode()
# By hand: imaplib before 3.14 sends `UTF8 (` within the literal.
raw.ask('ENABLE UTF8=ACCEPT')
raw.send(b't APPEND "%s" UTF8 (~{%d+}\r\n' % ('한글 상자'.encode(), len(utf8)) + utf8 + b')\r\n')
raw.answer()
assert ok(c.select('"한글 상자"')) == [b'1']
assert c.fetch('1', '(BODY.PEEK[])')[1][0][1] == utf8
parts = c.fetch("1", "(ENVELOPE)")[1]
envelope = b"".join(x if isinstance(x, bytes) else b"".join(x) for x in parts)
assert '제목'.encode() in envelope or b'=?utf-8?' in envelope.lower(), envelope
assert ok(c.search(None, 'SUBJECT', '"제목"')) == [b'1']
ok(c.unselect())
plain = login(account)
assert any(b'&1VyuAA- &wMHHkA-' in x for x in ok(plain.list())), ok(plain.list())
ok(c.delete('"한글 상자"'))
ok(c.delete('Life/Two'))
assert c.select('Life/Two')[0] == 'NO'
plain.logout()
c.logout()
print('done')
