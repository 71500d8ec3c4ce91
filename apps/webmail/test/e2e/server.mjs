// SPDX-License-Identifier: Apache-2.0
// What a run does behind the pages: mail that arrives, other programs at the same account.
import net from 'node:net';
import { url } from './begin.mjs';

const { SMTP } = process.env;

/** Hands over a mail by SMTP, as a client of our own network.
 *
 *  @param options `through`: of a client outside, by XCLIENT, whose mail is looked at more closely */
export async function deliver(from, to, subject, { sender = `<${from}>`, headers = [], through, text = 'text', type = 'text/plain; charset=utf-8' } = {}) {
  const socket = net.connect(Number(SMTP), '127.0.0.1');
  socket.setEncoding('utf8');
  const replies = socket[Symbol.asyncIterator]();
  const ask = async (line) => {
    if (line !== undefined) socket.write(`${line}\r\n`);
    for (let heard = ''; ;) {
      const { value, done } = await replies.next();
      if (done) throw new Error(`closed after ${line}: ${heard}`);
      heard += value;
      if (!/^\d{3}(?: [^\n]*)?\r\n$/m.test(heard.split(/(?<=\n)/).at(-1) ?? '')) continue;
      if (!/^[23]/.test(heard)) {
        socket.destroy();
        throw new Error(`${line}: ${heard}`);
      }
      return heard;
    }
  };
  await ask();
  await ask('EHLO client.test');
  if (through) {
    await ask(`XCLIENT ADDR=${through}`);
    await ask('EHLO client.test');
  }
  await ask(`MAIL FROM:<${from}>`);
  await ask(`RCPT TO:<${to}>`);
  await ask('DATA');
  const id = `${Date.now()}.${Math.random()}@far.test`;
  const encoded = `=?utf-8?B?${Buffer.from(subject).toString('base64')}?=`;
  const mail = [`From: ${sender}`, `To: <${to}>`, `Subject: ${encoded}`, `Message-ID: <${id}>`, `Date: ${new Date().toUTCString()}`, ...headers, 'MIME-Version: 1.0', `Content-Type: ${type}`, '', text];
  await ask(`${mail.join('\r\n')}\r\n.`);
  socket.end('QUIT\r\n');
}

/** Calls of JMAP beside the pages, with their session. */
export async function jmap(page, ...methodCalls) {
  return page.evaluate(async ({ base, calls }) => {
    const headers = { 'X-Pabal': '1', 'Content-Type': 'application/json' };
    const session = await (await fetch(new URL('.well-known/jmap', base), { headers })).json();
    const accountId = session.primaryAccounts['urn:ietf:params:jmap:mail'];
    const body = { using: Object.keys(session.capabilities), methodCalls: calls.map(([name, args], index) => [name, { accountId, ...args }, `c${index}`]) };
    const answer = await (await fetch(new URL('jmap/api', base), { method: 'POST', headers, body: JSON.stringify(body) })).json();
    return answer.methodResponses.map(([, result]) => result);
  }, { base: url, calls: methodCalls });
}

/** The text of the script in use. */
export async function scriptOf(page) {
  const [{ list }] = await jmap(page, ['SieveScript/get', { ids: null }]);
  const active = list.find((script) => script.isActive);
  if (active === undefined) return undefined;
  const [blobs] = await jmap(page, ['Blob/get', { ids: [active.blobId], properties: ['data:asText'] }]);
  return blobs.list[0]['data:asText'];
}

/** As another program writes the script in use. */
export async function setScript(page, text) {
  const [{ list }] = await jmap(page, ['SieveScript/get', { ids: null }]);
  const active = list.find((script) => script.isActive);
  const [, set] = await jmap(page,
    ['Blob/upload', { create: { b: { data: [{ 'data:asText': text }] } } }],
    ['SieveScript/set', active ? { update: { [active.id]: { blobId: '#b' } } } : { create: { s: { blobId: '#b' } }, onSuccessActivateScript: '#s' }]);
  if (set.notUpdated || set.notCreated) throw new Error(JSON.stringify(set));
}
