// SPDX-License-Identifier: Apache-2.0
// The labels of an account: those that mails wear, and those that were made here.
import { keywordOf, labelOf } from '../labels/keyword';
import type { Row } from '../jmap/types';
import { type Colour, COLOURS } from './colours';
import type { Emails } from './emails.svelte';
import type { Preferences } from './preferences.svelte';

export interface Label {
  keyword: string;
  name: string;
  colour: Colour;
}

/** The same for the same name, on every device. */
function colourOf(keyword: string): Colour {
  let sum = 0;
  for (const letter of keyword) sum = (sum * 31 + letter.charCodeAt(0)) % 65_521;
  return COLOURS[sum % (COLOURS.length - 1)] as Colour;
}

export class Labels {
  private readonly made = $derived.by(() => this.preferences.kept.labels ?? {});
  readonly all: Label[] = $derived.by(() =>
    [...new Set([...Object.keys(this.made), ...this.emails.keywords])]
      .map((keyword) => this.find(keyword))
      .filter((label) => label !== undefined)
      .sort((a, b) => a.name.localeCompare(b.name)),
  );

  constructor(
    private readonly emails: Emails,
    private readonly preferences: Preferences,
  ) {}

  find(keyword: string): Label | undefined {
    const name = labelOf(keyword);
    return name === undefined ? undefined : { keyword, name, colour: this.made[keyword] ?? colourOf(keyword) };
  }

  byName(name: string): Label | undefined {
    const wanted = name.normalize('NFC').toLowerCase();
    return this.all.find((label) => label.name.toLowerCase() === wanted);
  }

  of(rows: Row[]): Label[] {
    const keywords = new Set(rows.flatMap((row) => Object.keys(row.keywords)));
    return [...keywords].map((keyword) => this.find(keyword)).filter((label) => label !== undefined).sort((a, b) => a.name.localeCompare(b.name));
  }

  /** A label of this name, worn by no mail yet; nothing if it cannot be one. */
  make(name: string): Label | undefined {
    const known = this.byName(name);
    if (known) return known;
    const keyword = keywordOf(name);
    if (keyword === undefined) return undefined;
    void this.preferences.set({ labels: { ...this.made, [keyword]: this.made[keyword] ?? null } });
    return this.find(keyword);
  }

  paint(label: Label, colour: Colour): void {
    void this.preferences.set({ labels: { ...this.made, [label.keyword]: colour } });
  }
}
