// SPDX-License-Identifier: Apache-2.0
// Pictures of a mail being written, as data: a cage has no cookie with which to ask for them.
import type { BodyPart, Letter } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';
import { picturesOf } from '../read/letter';
import type { Attached } from './content';

/** @param html which of the files are wanted
 *  @returns by their Content-ID; without those that do not come */
export function inlineOf(account: Account, files: Attached[], html: string): Promise<Record<string, string>> {
  const parts = files.filter(({ cid }) => cid !== undefined && html.includes(`cid:${cid}`)).map((file) => ({ ...file, partId: null, charset: null, disposition: 'inline', cid: file.cid as string }) satisfies BodyPart);
  if (parts.length === 0) return Promise.resolve({});
  const letter: Pick<Letter, 'attachments' | 'htmlBody'> = { attachments: parts, htmlBody: [] };
  return picturesOf(letter, html, (part) => account.download(part.blobId as string, part.name ?? 'image', part.type)).catch(() => ({}));
}
