// SPDX-License-Identifier: Apache-2.0
// Signs as a list does: RFC 6376, with the keys of RFC 8463.
import { createHash, createPrivateKey, sign } from 'node:crypto';
import { readFileSync } from 'node:fs';

const hash = (octets) => createHash('sha256').update(octets).digest();

/** The DKIM-Signature of a mail, which goes before the other fields.
 *
 *  @param keyFile a private key (Ed25519, PEM)
 *  @param fields the signed ones, each as it is sent
 *  @param body with its line ends */
export function signature(keyFile, { domain, selector }, fields, body) {
  const names = fields.map((field) => field.slice(0, field.indexOf(':'))).join(':');
  const unsigned = `DKIM-Signature: v=1; a=ed25519-sha256; c=simple/simple; d=${domain}; s=${selector}; h=${names}; bh=${hash(body).toString('base64')}; b=`;
  const octets = fields.map((field) => `${field}\r\n`).join('') + unsigned;
  return unsigned + sign(null, hash(octets), createPrivateKey(readFileSync(keyFile))).toString('base64');
}
