// SPDX-License-Identifier: Apache-2.0
// The labels of an account: those that mails wear, and those that were made here.
import { keywordOf, labelOf } from '../labels/keyword';
import type { Row } from '../jmap/types';
import type { Emails } from './emails.svelte';
import type { Shelf } from './shelf';

export const COLOURS = ['blue', 'green', 'amber', 'violet', 'teal', 'pink', 'orange', 'red', 'grey'] as const;
export type Colour = (typeof COLOURS)[number];

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
  /** Colours that were chosen, by keyword; with nothing where the usual one is worn. */
  private made = $state.raw<Record<string, Colour | null>>({});
  readonly all: Label[] = $derived.by(() =>
    [...new Set([...Object.keys(this.made), ...this.emails.keywords])]
      .map((keyword) => this.find(keyword))
      .filter((label) => label !== undefined)
      .sort((a, b) => a.name.localeCompare(b.name)),
  );

  constructor(
    private readonly emails: Emails,
    private readonly shelf: Shelf,
  ) {}

  async recall(): Promise<void> {
    this.made = ((await this.shelf.get('seen', 'labels')) as Record<string, Colour | null> | undefined) ?? {};
  }

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
    this.keep({ ...this.made, [keyword]: this.made[keyword] ?? null });
    return this.find(keyword);
  }

  paint(label: Label, colour: Colour): void {
    this.keep({ ...this.made, [label.keyword]: colour });
  }

  private keep(made: Record<string, Colour | null>): void {
    this.made = made;
    void this.shelf.put('seen', 'labels', made);
  }
}
