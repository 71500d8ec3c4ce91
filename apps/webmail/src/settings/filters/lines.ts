// SPDX-License-Identifier: Apache-2.0
// Editors know one kind of line ends; a script keeps those it has.

interface Line {
  text: string;
  end: string;
}

function linesOf(text: string): Line[] {
  return text.split('\n').map((line, at, all) => {
    if (at === all.length - 1) return { text: line, end: '' };
    return line.endsWith('\r') ? { text: line.slice(0, -1), end: '\r\n' } : { text: line, end: '\n' };
  });
}

/** What was edited, with the line ends of the text that it was before: lines that are the same keep theirs,
 *  new ones end as the line before them.
 *  @param edited with line feeds alone */
export function withEndsOf(before: string, edited: string): string {
  const old = linesOf(before);
  const now = edited.split('\n');
  let same = 0;
  while (same < Math.min(old.length, now.length) && old[same]?.text === now[same]) same++;
  let tail = 0;
  while (tail < Math.min(old.length, now.length) - same && old.at(-1 - tail)?.text === now.at(-1 - tail)) tail++;
  let end = old.find((line) => line.end !== '')?.end ?? '\r\n';
  return now.map((text, at) => {
    const from = at < same ? old[at] : at >= now.length - tail ? old[at - now.length + old.length] : undefined;
    if (from !== undefined && from.end !== '') end = from.end;
    return at === now.length - 1 ? text : text + end;
  }).join('');
}
