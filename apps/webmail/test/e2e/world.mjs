// SPDX-License-Identifier: Apache-2.0
// What the first run meets outside its pages: the server that is started and killed, the zones of its names,
// certificates, a relay. They lie in FOLDER, where SetupTest puts them.
import { appendFileSync, readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import tls from 'node:tls';

const { FOLDER: folder = '.' } = process.env;
const TRIES = 600;
const BETWEEN_MILLIS = 100;

export const inFolder = (name) => path.join(folder, name);

/** The start that runs now: its page, its code, its process. */
export const start = () => JSON.parse(readFileSync(inFolder('start'), 'utf8'));

/** Until something is so. */
export async function until(page, what, isSo) {
  for (let left = TRIES; left > 0; left--) {
    if (await isSo()) return;
    await page.waitForTimeout(BETWEEN_MILLIS);
  }
  throw new Error(`never: ${what}`);
}

/** SIGKILL; SetupTest starts it again. */
export async function killAndStart(page) {
  const { pid } = start();
  process.kill(pid, 'SIGKILL');
  await until(page, 'another start', () => start().pid !== pid);
}

/** Enters records where the zones of these names are kept; their servers have them at once. */
export function publish(zones) {
  for (const [zone, records] of Object.entries(zones)) appendFileSync(inFolder(`${zone}.zone`), `${records}\n`);
  process.kill(Number(readFileSync(inFolder('nsd.pid'), 'utf8')), 'SIGHUP');
}

/** The common name of whoever has issued what a server shows on a port. */
export function issuer(host, port) {
  return new Promise((heard, failed) => {
    const socket = tls.connect({ host, port, servername: host, rejectUnauthorized: false }, () => {
      heard(socket.getPeerCertificate().issuer.CN);
      socket.destroy();
    });
    socket.on('error', failed);
  });
}

/** A relay that takes no mail from anybody, until it is told to. */
export async function openRelay() {
  const relay = { refuses: '550 5.7.1 from address not verified', mails: [] };
  const server = net.createServer((socket) => {
    let mail;
    socket.setEncoding('utf8');
    socket.on('error', () => undefined);
    socket.write('220 relay.far.test ESMTP\r\n');
    let rest = '';
    socket.on('data', (data) => {
      const lines = (rest + data).split('\r\n');
      rest = lines.pop();
      for (const line of lines) {
        if (mail !== undefined) {
          if (line !== '.') mail.push(line);
          else (relay.mails.push(mail.join('\n')), (mail = undefined), socket.write('250 2.0.0 taken\r\n'));
        } else if (/^MAIL/i.test(line)) socket.write(`${relay.refuses || '250 2.1.0 ok'}\r\n`);
        else if (/^DATA/i.test(line)) ((mail = []), socket.write('354 go on\r\n'));
        else if (/^QUIT/i.test(line)) socket.end('221 2.0.0 bye\r\n');
        else socket.write('250 2.0.0 ok\r\n');
      }
    });
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  return Object.assign(relay, { host: 'relay.far.test', port: String(server.address().port), close: () => server.close() });
}
