// SPDX-License-Identifier: Apache-2.0
// Fields of templates, `{{name}}`, in the text that is written: filled where a value is known, marked where
// not. Marks are the browser's highlights: they are no part of the text.
import { FIELD, fieldName } from '../cage/messages';

function* texts(root: Node): Generator<Text> {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) yield node as Text;
}

/** @param values by the names of fields
 *  @returns whether anything was filled */
export function fill(root: Node, values: Record<string, string>): boolean {
  let changed = false;
  for (const text of texts(root)) {
    const filled = text.data.replace(FIELD, (whole, name: string) => values[fieldName(name)] ?? whole);
    if (filled === text.data) continue;
    text.data = filled;
    changed = true;
  }
  return changed;
}

export function mark(root: Node): void {
  if (typeof Highlight === 'undefined') return;
  const ranges: Range[] = [];
  for (const text of texts(root)) {
    for (const found of text.data.matchAll(FIELD)) {
      const range = document.createRange();
      range.setStart(text, found.index);
      range.setEnd(text, found.index + found[0].length);
      ranges.push(range);
    }
  }
  if (ranges.length === 0) CSS.highlights.delete('field');
  else CSS.highlights.set('field', new Highlight(...ranges));
}
