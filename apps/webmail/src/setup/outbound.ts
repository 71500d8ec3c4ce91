// SPDX-License-Identifier: Apache-2.0
// What the tries at large servers say of the way out: who stops it can be told by how it fails.
import type { Outbound, Reached } from './api';

/** mixed: some answer, some do not. */
export type Way = Reached | 'mixed';

export function wayOf({ tried, state }: Outbound): Way {
  const seen = [...new Set(tried.map((each) => each.state))];
  const [only] = seen;
  if (seen.length === 1 && only !== undefined) return only;
  if (seen.length === 0) return state === 'open' || state === 'timeout' || state === 'refused' ? state : 'noRoute';
  if (seen.includes('open')) return 'mixed';
  return seen.includes('timeout') ? 'timeout' : 'refused';
}

/** Whether mail can leave by itself: by IPv4, since many servers have nothing else. */
export function leaves(outbound: Outbound[]): boolean {
  return outbound.some((each) => each.family === 4 && ['open', 'mixed'].includes(wayOf(each)));
}
