// SPDX-License-Identifier: Apache-2.0
// What a visit needs first is asked for while the rest of the pages is still on its way: the words, the
// session object, what this browser remembers of the last visit; and where it remembers nothing, the
// first screen. Each is taken once; whoever comes later asks for himself.
import { CHOSEN, MAIN, preferred } from './i18n/language';
import { openingCalls } from './jmap/opening';
import { accountOf, fetchSession, limitsOf, ownPath, using } from './jmap/session';
import { browser, type Outside, Transport } from './jmap/transport';
import type { Session } from './jmap/types';
import { openShelf, type Shelf } from './store/shelf';

/** Who is signed in here, for a start without a line. */
export const WHO = 'pabal-who';
/** The person does not own this device: nothing of the visit outlives it. */
export const SHARED = 'pabal-shared';

/** What the last visit has left here. */
export interface Left {
  who: string;
  shelf: Shelf;
  /** As it was; nothing where there is no screen to show with it. */
  session: Session | undefined;
}

/** Answers on their way, by what was asked. */
const answers = new Map<string, Promise<Response>>();
let session: Promise<Session> | undefined;
let left: Promise<Left> | undefined;

/** @param hash of the address: only a visit that begins at the inbox is foreseen */
export function begin(hash: string): void {
  void MAIN[preferred(localStorage.getItem(CHOSEN), navigator.languages)]().catch(() => undefined);
  const who = localStorage.getItem(WHO);
  if (who === null || sessionStorage.getItem(SHARED) !== null) return;
  session = fetchSession(browser);
  left = remembered(who);
  if (hash.replace(/^#\/?/, '') === '') void Promise.all([session, left]).then(([now, last]) => last.session ?? open(now)).catch(() => undefined);
}

async function remembered(who: string): Promise<Left> {
  const shelf = await openShelf(who, false);
  const [kept, folders] = await Promise.all([shelf.get('seen', 'session'), shelf.get('seen', 'mailboxes')]);
  return { who, shelf, session: folders === undefined ? undefined : (kept as Session | undefined) };
}

/** Asks what the stores will ask, of whose words nothing but the answer is of use. */
function open(now: Session): void {
  const send = (url: string, init: RequestInit): Promise<Response> => {
    answers.set(String(init.body), browser.fetch(url, init));
    return new Promise(() => undefined);
  };
  openingCalls(new Transport(ownPath(now.apiUrl), limitsOf(now).calls, { ...browser, fetch: send }, using(now)), accountOf(now), now, true);
}

/** The session object. */
export function sessionNow(): Promise<Session> {
  const foreseen = session;
  session = undefined;
  return foreseen ?? fetchSession(browser);
}

/** Of whoever was in last; nothing where that is nobody. */
export function lastVisit(): Promise<Left> | undefined {
  const foreseen = left;
  left = undefined;
  return foreseen;
}

/** The world outside, of which some answers are on their way. */
export const outside: Outside = {
  ...browser,
  fetch: (url, init) => {
    const asked = String(init.body);
    const answer = answers.get(asked);
    answers.delete(asked);
    return answer ?? browser.fetch(url, init);
  },
};
