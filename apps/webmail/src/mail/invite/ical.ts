// SPDX-License-Identifier: Apache-2.0
// iCalendar (RFC 5545 §3.1) as it comes with a mail: lines into components. Whatever the text is, it ends in
// components or in nothing, within bounds; nothing of it is believed here.

/** Real invitations have some kilobytes; those with hundreds of guests some tens. */
export const MOST_CHARACTERS = 512 * 1024;
const MOST_LINES = 10_000;
const MOST_DEPTH = 4;

export interface Property {
  /** In capitals. */
  name: string;
  /** By names in capitals; without the quotes. Of a list the first value. */
  params: Record<string, string>;
  value: string;
  /** The line as it stood, unfolded. */
  line: string;
}

export interface Component {
  /** In capitals. */
  name: string;
  properties: Property[];
  children: Component[];
}

/** @returns the calendar; nothing where there is none, or it is larger than one that a person looks at */
export function calendarOf(text: string): Component | undefined {
  if (text.length > MOST_CHARACTERS) return undefined;
  // RFC 5545 §3.1: a line goes on where the next begins with a blank. Some programs end lines with LF alone.
  const lines = text.replace(/^\uFEFF/, '').replace(/\r\n?|\n/g, '\n').replace(/\n[ \t]/g, '').split('\n');
  if (lines.length > MOST_LINES) return undefined;
  const root: Component = { name: '', properties: [], children: [] };
  const open = [root];
  for (const line of lines) {
    const property = propertyOf(line);
    if (property === undefined) continue;
    const inside = open.at(-1) as Component;
    if (property.name === 'BEGIN') {
      if (open.length > MOST_DEPTH) return undefined;
      const begun: Component = { name: property.value.trim().toUpperCase(), properties: [], children: [] };
      inside.children.push(begun);
      open.push(begun);
    } else if (property.name === 'END') {
      // Of what is closed twice or never, what there is stays.
      if (open.length > 1) open.pop();
    } else {
      inside.properties.push(property);
    }
  }
  return root.children.find((child) => child.name === 'VCALENDAR');
}

/** `contentline = name *(";" param) ":" value`, RFC 5545 §3.1; carets in parameters as RFC 6868 has them. */
function propertyOf(line: string): Property | undefined {
  const name = /^[A-Za-z0-9-]+/.exec(line)?.[0];
  if (name === undefined) return undefined;
  const params: Record<string, string> = {};
  let at = name.length;
  while (line[at] === ';') {
    const key = /^[A-Za-z0-9-]+/.exec(line.slice(at + 1, at + 65))?.[0];
    if (key === undefined || line[at + 1 + key.length] !== '=') return undefined;
    at += key.length + 2;
    const from = at;
    if (line[at] === '"') {
      const end = line.indexOf('"', at + 1);
      if (end < 0) return undefined;
      params[key.toUpperCase()] = uncaret(line.slice(at + 1, end));
      at = end + 1;
    } else {
      while (at < line.length && !';:,'.includes(line[at] as string)) at++;
      params[key.toUpperCase()] = uncaret(line.slice(from, at));
    }
    // Further values of a list.
    while (line[at] === ',') {
      at = line[at + 1] === '"' ? line.indexOf('"', at + 2) + 1 || line.length : at + 1;
      while (at < line.length && !';:,'.includes(line[at] as string)) at++;
    }
  }
  if (line[at] !== ':') return undefined;
  return { name: name.toUpperCase(), params, value: line.slice(at + 1), line: line.replace(/[\u0000-\u0008\u000B-\u001F\u007F]/g, '') };
}

function uncaret(value: string): string {
  return value.replace(/\^([n^'])/g, (_, letter: string) => (letter === 'n' ? '\n' : letter === "'" ? '"' : '^'));
}

export function property(component: Component, name: string): Property | undefined {
  return component.properties.find((each) => each.name === name);
}

/** TEXT, RFC 5545 §3.3.11. */
export function textOf(component: Component, name: string, most = 1_000): string {
  const value = property(component, name)?.value ?? '';
  return value.replace(/\\([nN,;\\])/g, (_, letter: string) => (letter.toLowerCase() === 'n' ? '\n' : letter)).trim().slice(0, most);
}

export function numberOf(component: Component, name: string): number {
  const value = property(component, name)?.value.trim() ?? '';
  return /^\d{1,9}$/.test(value) ? Number(value) : 0;
}

/** Lines of 75 octets at most, RFC 5545 §3.1; letters of UTF-8 stay whole. */
export function folded(lines: string[]): string {
  const encoder = new TextEncoder();
  return lines.map((line) => {
    let room = 75;
    let made = '';
    for (const letter of line) {
      const octets = encoder.encode(letter).length;
      if (octets > room) {
        made += '\r\n ';
        room = 74;
      }
      made += letter;
      room -= octets;
    }
    return `${made}\r\n`;
  }).join('');
}
