// SPDX-License-Identifier: Apache-2.0
// The folders that messages are brought to; those that are missing are made.
import { t } from '../../core/i18n/words.svelte';
import type { Id } from '../../core/jmap/types';
import type { Account } from '../../core/store/account.svelte';

/** import: below a folder of that name; own: under their own names; else below a folder that is there. */
export type Target = 'import' | 'own' | { id: Id };

export class Folders {
  private readonly known = new Map<string, Id>();
  /** What is no folder of anything goes into the chosen one itself. */
  private readonly flat: boolean;

  constructor(
    private readonly account: Account,
    private readonly target: Target,
    files: File[],
  ) {
    this.flat = typeof target === 'object' && files.every((file) => !/\.zip$/i.test(file.name) && !file.webkitRelativePath);
  }

  /** @param place names from the top; none: the chosen folder itself
   *  @throws JmapError when it cannot be made */
  async of(place: string[]): Promise<Id> {
    const key = place.join('\n');
    let id = this.known.get(key);
    if (id === undefined) {
      id = await this.find(place);
      this.known.set(key, id);
    }
    return id;
  }

  private async find(place: string[]): Promise<Id> {
    const inbox = this.account.mailboxes.byRole('inbox');
    let rest = this.flat ? [] : place;
    let parent: Id | null = typeof this.target === 'object' ? this.target.id : null;
    if (this.target === 'import') rest = [t('transfer.folder'), ...rest];
    else if (this.target === 'own' && inbox && (rest.length === 0 || rest[0]?.toUpperCase() === 'INBOX')) {
      parent = inbox.id;
      rest = rest.slice(1);
    }
    for (const name of rest) parent = await this.below(parent, name.normalize('NFC'));
    return parent as Id;
  }

  private async below(parentId: Id | null, name: string): Promise<Id> {
    const { mailboxes } = this.account;
    const there = mailboxes.all.find((mailbox) => mailbox.parentId === parentId && mailbox.name === name);
    return (there ?? (await mailboxes.create({ name, parentId }))).id;
  }
}
