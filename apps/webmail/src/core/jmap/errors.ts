// SPDX-License-Identifier: Apache-2.0

/** offline: nothing was heard; signed-out: 401; busy: come back later; refused: the method said no;
 *  broken: an answer that makes no sense. */
export type Trouble = 'offline' | 'signed-out' | 'busy' | 'refused' | 'broken';

/** Why a call gave no result. */
export class JmapError extends Error {
  override readonly name = 'JmapError';

  constructor(
    readonly trouble: Trouble,
    /** The type that the server gave (RFC 8620 §3.6), or the status of HTTP. */
    readonly type: string,
    /** The server's own words. */
    readonly quoted = '',
    readonly retryAfterMillis = 0,
  ) {
    super(`${trouble}: ${type}${quoted === '' ? '' : `: ${quoted}`}`);
  }

  /** Whether the same call may do better later. */
  get passes(): boolean {
    return this.trouble === 'offline' || this.trouble === 'busy' || this.type === 'serverUnavailable';
  }
}

/** Method errors after which the server asks to come again (RFC 8620 §3.6.2). */
const LATER = new Set(['serverUnavailable', 'serverPartialFail']);

export function methodError(argument: Record<string, unknown>): JmapError {
  const type = typeof argument['type'] === 'string' ? argument['type'] : 'serverFail';
  const words = typeof argument['description'] === 'string' ? argument['description'] : '';
  return new JmapError(LATER.has(type) ? 'busy' : 'refused', type, words);
}

/** @param words the answer's body, of which a problem document (RFC 7807) is understood */
export function httpError(status: number, words: string, retryAfter: string | null): JmapError {
  let type = String(status);
  let quoted = '';
  try {
    const problem = JSON.parse(words) as { type?: unknown; detail?: unknown };
    if (typeof problem.type === 'string') type = problem.type;
    if (typeof problem.detail === 'string') quoted = problem.detail;
  } catch {
    // Not a problem document: the status says enough.
  }
  if (status === 401) return new JmapError('signed-out', type, quoted);
  const seconds = Number(retryAfter);
  const wait = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
  if (status === 429 || status === 503 || status === 502 || status === 504) return new JmapError('busy', type, quoted, wait);
  return new JmapError(status >= 500 ? 'broken' : 'refused', type, quoted);
}
