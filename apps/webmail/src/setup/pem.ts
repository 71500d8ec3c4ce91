// SPDX-License-Identifier: Apache-2.0
// What a file or a paste holds of a certificate: blocks of PEM (RFC 7468 §2).

export interface Pems {
  /** All certificates, in their order. */
  certificate: string;
  key: string;
  /** A key that only its password opens. */
  locked: boolean;
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^-]*-----END \1-----/g;

export function pemsOf(text: string): Pems {
  const blocks = [...text.matchAll(BLOCK)].map(([block, label = '']) => ({ label, block }));
  const of = (label: RegExp) => blocks.filter((each) => label.test(each.label)).map(({ block }) => `${block}\n`).join('');
  const key = of(/PRIVATE KEY$/);
  return { certificate: of(/^(?:X509 |TRUSTED )?CERTIFICATE$/), key, locked: /ENCRYPTED/.test(key) };
}
