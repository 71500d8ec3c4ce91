// SPDX-License-Identifier: Apache-2.0
import type { Account } from '../../core/store/account.svelte';
import { Importer } from './importer.svelte';

const importers = new WeakMap<Account, Importer>();

/** The account's one import, which goes on while other screens are open. Whoever would close the page is
 *  asked first. */
export function importerOf(account: Account): Importer {
  let importer = importers.get(account);
  if (importer === undefined) {
    const made = new Importer(account);
    importers.set(account, (importer = made));
    addEventListener('beforeunload', (event) => {
      if (made.running) event.preventDefault();
    });
  }
  return importer;
}
