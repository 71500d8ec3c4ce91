// SPDX-License-Identifier: Apache-2.0
// What the pages kept in the browser before the account kept it: taken up once.
import { type Kept, valid } from './liking';
import type { Shelf } from './shelf';

/** Where each lay. */
const DRAWERS = ['labels', 'smart', 'searches'] as const;

/** @param shelf one that ends with the page has nothing, and what else lies in the browser is somebody's */
export async function keptBefore(shelf: Shelf, browser: Pick<Storage, 'getItem'> | undefined = globalThis.localStorage): Promise<Kept> {
  if (!shelf.lasts) return {};
  const found: Record<string, unknown> = { ...((await shelf.get('seen', 'preferences')) as object | undefined) };
  for (const name of DRAWERS) found[name] = await shelf.get('seen', name);
  found['theme'] = browser?.getItem('pabal-theme') ?? undefined;
  found['language'] = browser?.getItem('pabal-language') ?? undefined;
  const { density } = found;
  if (density === 'cozy' || density === 'compact') await shelf.put('seen', 'density', density);
  return valid(found);
}
