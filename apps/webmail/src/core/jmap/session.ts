// SPDX-License-Identifier: Apache-2.0
// The session object (RFC 8620 §2), the blobs (§6) and who is signed in.
import { httpError, JmapError } from './errors';
import type { Outside } from './transport';
import { BLOB, CORE, type Id, MAIL, QUOTA, type Session, SUBMISSION } from './types';

export const HEADERS = { 'X-Pabal': '1', Accept: 'application/json' };

export async function fetchSession(outside: Outside): Promise<Session> {
  let response: Response;
  try {
    response = await outside.fetch('.well-known/jmap', { headers: HEADERS, credentials: 'same-origin', redirect: 'follow' });
  } catch (failure) {
    throw new JmapError('offline', 'network', failure instanceof Error ? failure.message : '');
  }
  if (!response.ok) throw httpError(response.status, await response.text(), response.headers.get('Retry-After'));
  return (await response.json()) as Session;
}

export function accountOf(session: Session): Id {
  const id = session.primaryAccounts[MAIL] ?? Object.keys(session.accounts)[0];
  if (id === undefined) throw new JmapError('refused', 'accountNotFound');
  return id;
}

export interface Limits {
  calls: number;
  objectsInGet: number;
  upload: number;
  attachments: number;
  /** Of how many slices a blob may be made (RFC 9404 §3); 0: of none. */
  slices: number;
  /** How many uploads may run at one time. */
  uploadsAtOnce: number;
  /** How long the server holds a mail back when asked (RFC 8621 §7, maxDelayedSend). */
  delaySeconds: number;
}

export function limitsOf(session: Session): Limits {
  const account = session.accounts[accountOf(session)]?.accountCapabilities ?? {};
  const core = session.capabilities[CORE] ?? {};
  const number = (from: Record<string, unknown> | undefined, name: string, otherwise: number) =>
    typeof from?.[name] === 'number' ? (from[name] as number) : otherwise;
  return {
    calls: number(core, 'maxCallsInRequest', 16),
    objectsInGet: number(core, 'maxObjectsInGet', 500),
    upload: number(core, 'maxSizeUpload', 50_000_000),
    attachments: number(account[MAIL], 'maxSizeAttachmentsPerEmail', 50_000_000),
    slices: number(account[BLOB], 'maxDataSources', 0),
    uploadsAtOnce: number(core, 'maxConcurrentUpload', 1),
    delaySeconds: number(account[SUBMISSION], 'maxDelayedSend', 0),
  };
}

/** A server refuses what it does not know (RFC 8620 §3.3): of all that the pages speak, what it has. */
export function using(session: Session): string[] {
  return [...new Set([CORE, MAIL, SUBMISSION, QUOTA, ...Object.keys(session.capabilities)])];
}

/** Addresses of the server may come from behind a proxy: only their way from the root counts, so that
 *  the policy of the pages ('self') holds; and a proxy may show all of it below a path of which the
 *  server knows nothing.
 *
 *  @param page the path of the page, or of the worker beside it */
export function ownPath(url: string, page = (globalThis as { location?: { pathname: string } }).location?.pathname ?? '/'): string {
  const below = page.slice(0, page.lastIndexOf('/') + 1);
  const path = url.replace(/^\w+:\/\/[^/]*/, '');
  return path.startsWith(below) ? path : below + path.replace(/^\/+/, '');
}

/** Fills a template of RFC 6570 level 1, as the session's addresses are. */
export function fill(template: string, values: Record<string, string>): string {
  return ownPath(template).replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}

export interface Uploaded {
  blobId: Id;
  type: string;
  size: number;
}

/** Without progress for so long the line is thought dead. */
const STALLED_MILLIS = 60_000;

/** Sends a file; progress needs XMLHttpRequest, which fetch does not have. */
export function upload(url: string, file: Blob, progress: (sent: number) => void, abort: AbortSignal): Promise<Uploaded> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.setRequestHeader('X-Pabal', '1');
    request.setRequestHeader('Content-Type', file.type || 'application/octet-stream');
    let stalled = setTimeout(() => request.abort(), STALLED_MILLIS);
    request.upload.onprogress = (event) => {
      clearTimeout(stalled);
      stalled = setTimeout(() => request.abort(), STALLED_MILLIS);
      progress(event.loaded);
    };
    request.onloadend = () => clearTimeout(stalled);
    request.onerror = () => reject(new JmapError('offline', 'network'));
    request.onabort = () => reject(abort.aborted ? new JmapError('refused', 'aborted') : new JmapError('offline', 'network'));
    request.onload = () => {
      if (request.status >= 300) reject(httpError(request.status, request.responseText, request.getResponseHeader('Retry-After')));
      else resolve(JSON.parse(request.responseText) as Uploaded);
    };
    abort.addEventListener('abort', () => request.abort());
    request.send(file);
  });
}
