// SPDX-License-Identifier: Apache-2.0
// Where one is, as the address bar keeps it: `#/m/<mailbox>/<conversation>`, `#/starred`, `#/search/<words>`,
// `#/shared/<account>/<mailbox>/<conversation>`, `#/settings/<section>`.
// Behind the # it needs no server that knows these places, and a proxy may put the pages anywhere.

export type Place =
  | { kind: 'mailbox'; id: string; account?: string }
  | { kind: 'starred' }
  | { kind: 'search'; words: string };

export interface Route {
  /** Nothing: the inbox. */
  place: Place | undefined;
  thread: string | undefined;
}

export function parseRoute(hash: string): Route {
  const [kind, ...parts] = hash.replace(/^#\/?/, '').split('/').map(decoded);
  const thread = (part: string | undefined) => (part === undefined || part === '' ? undefined : part);
  if (kind === 'm' && parts[0]) return { place: { kind: 'mailbox', id: parts[0] }, thread: thread(parts[1]) };
  if (kind === 'shared' && parts[0] && parts[1]) return { place: { kind: 'mailbox', id: parts[1], account: parts[0] }, thread: thread(parts[2]) };
  if (kind === 'starred') return { place: { kind: 'starred' }, thread: thread(parts[0]) };
  if (kind === 'search' && parts[0]) return { place: { kind: 'search', words: parts[0] }, thread: thread(parts[1]) };
  return { place: undefined, thread: undefined };
}

/** The section of the settings; nothing: the mail is shown. */
export function settingsOf(hash: string): string | undefined {
  const [kind, section = ''] = hash.replace(/^#\/?/, '').split('/').map(decoded);
  return kind === 'settings' ? section : undefined;
}

export function writeRoute(place: Place, thread?: string): string {
  const parts = { mailbox: () => mailboxParts(place as { id: string; account?: string }), starred: () => ['starred'], search: () => ['search', (place as { words: string }).words] }[place.kind]();
  if (thread !== undefined) parts.push(thread);
  return '#/' + parts.map(encodeURIComponent).join('/');
}

const mailboxParts = ({ id, account }: { id: string; account?: string }) => (account === undefined ? ['m', id] : ['shared', account, id]);

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
