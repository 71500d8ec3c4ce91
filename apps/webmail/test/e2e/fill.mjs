// SPDX-License-Identifier: Apache-2.0
// Fills a mailbox fast: many mails in one APPEND (RFC 3502) with non-synchronizing literals (RFC 7888).
import tls from 'node:tls';

const { IMAP } = process.env;
const AT_ONCE = 64;

/** A session of IMAP, logged in. */
export async function imap(user, password) {
  const socket = tls.connect({ port: Number(IMAP), host: '127.0.0.1', rejectUnauthorized: false });
  let heard = '';
  let wake = () => undefined;
  socket.setEncoding('latin1');
  socket.on('data', (data) => { heard += data; wake(); });
  socket.on('error', (failure) => { heard += `\r\nx BAD ${failure.message}\r\n`; wake(); });
  const until = async (pattern) => {
    for (;;) {
      const found = pattern.exec(heard);
      if (found) { heard = heard.slice(found.index + found[0].length); return found[0]; }
      await new Promise((resolve) => (wake = resolve));
    }
  };
  await until(/^\* OK[^\n]*\n/m);
  const session = {
    /** @param parts octets of the command, without tag and end */
    async command(...parts) {
      socket.write('x ');
      for (const part of parts) socket.write(part);
      socket.write('\r\n');
      const said = await until(/^x [^\n]*\n/m);
      if (!said.startsWith('x OK')) throw new Error(said);
      return said;
    },
    end: () => socket.end(),
  };
  await session.command(`LOGIN "${user}" "${password}"`);
  return session;
}

/** @param mails each {octets, flags?, at?: Date}, as an iterable */
export async function append(session, mailbox, mails) {
  const date = (at) => {
    const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(at.toUTCString());
    return ` "${day.padStart(2, ' ')}-${month}-${year} ${time} +0000"`;
  };
  let parts = [];
  const flush = async () => {
    if (parts.length > 0) await session.command(`APPEND ${mailbox}`, ...parts);
    parts = [];
  };
  let count = 0;
  for (const { octets, flags = '', at } of mails) {
    const text = Buffer.isBuffer(octets) ? octets : Buffer.from(octets);
    parts.push(Buffer.concat([Buffer.from(` (${flags})${at ? date(at) : ''} {${text.length}+}\r\n`), text]));
    if (++count % AT_ONCE === 0) await flush();
  }
  await flush();
}
