// SPDX-License-Identifier: Apache-2.0
// What is new since the last notice, asked with the session: calls of JMAP, without a page.
import { keep, kept } from '../core/notify/kept';
import { HEADERS, ownPath } from '../core/jmap/session';
import { type Address, CORE, type GetResponse, type Id, MAIL, type Mailbox, type QueryResponse, type Session } from '../core/jmap/types';

/** The settings of notices that this server's own objects hold (docs/operations/jmap.md). */
const SETTINGS = 'urn:pabal:params:jmap:webhook';
const MOST_TOLD = 20;
const PROPERTIES = ['id', 'threadId', 'mailboxIds', 'keywords', 'from', 'subject'] as const;
const SILENT_ROLES = new Set(['junk', 'trash', 'sent', 'drafts', 'snoozed']);

export interface NewMail {
  id: Id;
  threadId: Id;
  mailboxIds: Record<Id, true>;
  keywords: Record<string, true>;
  from: Address[] | null;
  subject: string | null;
  /** Of another's account that is shared with one; nothing: of one's own. */
  account?: Id;
}

export interface News {
  mails: NewMail[];
  /** In the inbox, for the badge of the application. */
  unread: number;
  inbox: Id | undefined;
  show: 'full' | 'sender' | 'none';
}

interface Setting {
  show?: News['show'];
  wanted?: { kind: 'all' | 'known' | 'mailboxes'; mailboxIds?: Id[] | null } | null;
}

type Invocation = [string, Record<string, unknown>, string];

async function post(session: Session, using: string[], methodCalls: Invocation[]): Promise<Map<string, Record<string, unknown>>> {
  const response = await fetch(new URL(ownPath(session.apiUrl), self.location.href), {
    method: 'POST', credentials: 'same-origin', headers: { ...HEADERS, 'Content-Type': 'application/json' },
    body: JSON.stringify({ using, methodCalls }),
  });
  if (!response.ok) throw new Error(`JMAP: ${response.status}`);
  const { methodResponses } = (await response.json()) as { methodResponses: Invocation[] };
  return new Map(methodResponses.filter(([name]) => name !== 'error').map(([, argument, id]) => [id, argument]));
}

async function sessionNow(): Promise<Session> {
  const response = await fetch('.well-known/jmap', { credentials: 'same-origin', headers: HEADERS });
  if (!response.ok) throw new Error(`session: ${response.status}`);
  return (await response.json()) as Session;
}

/** The code of a push goes back, which proves that this browser is reached. RFC 8620 §7.2.2. */
export async function verify(id: Id, verificationCode: string): Promise<void> {
  const answers = await post(await sessionNow(), [CORE], [['PushSubscription/set', { update: { [id]: { verificationCode } } }, 'v']]);
  const refused = (answers.get('v')?.['notUpdated'] as Record<Id, { type: string }> | null | undefined)?.[id];
  if (refused || !answers.has('v')) throw new Error(refused?.type ?? 'unanswered');
}

/** @param changed the accounts of which the push told (RFC 8620 §7.1): others share theirs
 *  @throws when there is no session, no line or no sense in the answer */
export async function news(changed: Id[]): Promise<News> {
  const session = await sessionNow();
  const accountId = session.primaryAccounts[MAIL] as Id;
  const found = await newsOf(session, accountId, SETTINGS in session.capabilities);
  for (const account of changed) {
    if (account === accountId || session.accounts[account] === undefined) continue;
    const { mails } = await newsOf(session, account, false);
    found.mails.push(...mails.map((mail) => ({ ...mail, account })));
  }
  return found;
}

async function newsOf(session: Session, accountId: Id, settings: boolean): Promise<News> {
  const told = (await kept('told')) ?? {};
  const since = told[accountId];
  const answers = await post(session, [CORE, MAIL, ...(settings ? [SETTINGS] : [])], [
    ['Mailbox/get', { accountId, ids: null, properties: ['id', 'role', 'unreadEmails'] }, 'boxes'],
    ...(settings ? ([['NotificationSetting/get', { accountId, ids: ['singleton'] }, 'setting']] as Invocation[]) : []),
    ...(since === undefined ? latest(accountId) : changes(accountId, since)),
  ]);
  const found = answers.get('mails') ?? (await post(session, [CORE, MAIL], latest(accountId))).get('mails');
  const { list: fresh, state } = found as unknown as GetResponse<NewMail>;
  const back = (answers.get('back') as unknown as GetResponse<NewMail> | undefined)?.list.filter((mail) => mail.keywords['$new']) ?? [];
  const list = [...fresh, ...back];
  await keep('told', { ...told, [accountId]: (answers.get('changes')?.['newState'] as string | undefined) ?? state });
  const boxes = (answers.get('boxes') as unknown as GetResponse<Mailbox>).list;
  const setting = (answers.get('setting') as unknown as GetResponse<Setting> | undefined)?.list[0];
  const inbox = boxes.find((box) => box.role === 'inbox');
  return { mails: list.filter((mail) => isTold(mail, boxes, setting)), unread: inbox?.unreadEmails ?? 0, inbox: inbox?.id, show: setting?.show ?? 'full' };
}

function changes(accountId: Id, sinceState: string): Invocation[] {
  return [
    ['Email/changes', { accountId, sinceState, maxChanges: MOST_TOLD }, 'changes'],
    ['Email/get', { accountId, '#ids': { resultOf: 'changes', name: 'Email/changes', path: '/created' }, properties: PROPERTIES }, 'mails'],
    // What was set aside and has come back.
    ['Email/get', { accountId, '#ids': { resultOf: 'changes', name: 'Email/changes', path: '/updated' }, properties: PROPERTIES }, 'back'],
  ];
}

/** Nothing is known of before: the newest alone, when it is unread. */
function latest(accountId: Id): Invocation[] {
  return [
    ['Email/query', { accountId, filter: { notKeyword: '$seen' }, sort: [{ property: 'receivedAt', isAscending: false }], limit: 1 } satisfies Partial<QueryResponse> & Record<string, unknown>, 'query'],
    ['Email/get', { accountId, '#ids': { resultOf: 'query', name: 'Email/query', path: '/ids' }, properties: PROPERTIES }, 'mails'],
  ];
}

/** Whom one knows and when it is quiet, the server has judged before it pushed. */
function isTold(mail: NewMail, boxes: Mailbox[], setting: Setting | undefined): boolean {
  if (mail.keywords['$seen'] || mail.keywords['$draft']) return false;
  const places = Object.keys(mail.mailboxIds);
  if (setting?.wanted?.kind === 'mailboxes') return places.some((id) => setting.wanted?.mailboxIds?.includes(id));
  return boxes.some((box) => places.includes(box.id) && !SILENT_ROLES.has(box.role ?? ''));
}
