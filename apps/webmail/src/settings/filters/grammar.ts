// SPDX-License-Identifier: Apache-2.0
// The grammar of Sieve (RFC 5228 §8), as far as the builder needs it: it finds its own rules in a script
// and the commands at the top of it. What it cannot read is left to the server, which can.

export interface Token {
  kind: 'word' | 'tag' | 'number' | 'string' | 'mark' | 'comment';
  /** As it is written; of a string what it stands for, of a comment all of it. */
  text: string;
  start: number;
  end: number;
}

export class Unreadable extends Error {}

const PATTERNS: [Token['kind'] | 'space', RegExp][] = [
  ['space', /[ \t\r\n]+/y],
  ['comment', /#[^\n]*(?:\n|$)|\/\*[^]*?\*\//y],
  ['string', /text:[ \t]*(?:#[^\n]*)?\r?\n(?:[^\n]*\n)*?\.(?:\r?\n|$)/iy],
  ['string', /"(?:[^"\\]|\\[^])*"/y],
  ['tag', /:[A-Za-z_]\w*/y],
  ['number', /\d+[KMGkmg]?/y],
  ['word', /[A-Za-z_]\w*/y],
  ['mark', /[[\](){},;]/y],
];

/** What a string stands for; its lines end in a line feed here (RFC 5228 §2.4.2). */
function meant(written: string): string {
  const text = written.startsWith('"')
    ? written.slice(1, -1).replace(/\\([^])/g, '$1')
    : written.slice(written.indexOf('\n') + 1).replace(/\.\r?\n?$/, '').replace(/(^|\n)\.\./g, '$1.');
  return text.replaceAll('\r\n', '\n');
}

export function tokens(script: string): Token[] {
  const found: Token[] = [];
  for (let at = 0; at < script.length;) {
    const token = PATTERNS.map(([kind, pattern]) => {
      pattern.lastIndex = at;
      return { kind, text: pattern.exec(script)?.[0] };
    }).find(({ text }) => text !== undefined);
    if (token?.text === undefined) throw new Unreadable(`at ${at}`);
    const { kind, text } = token;
    if (kind !== 'space') found.push({ kind, text: kind === 'string' ? meant(text) : text, start: at, end: at + text.length });
    at += text.length;
  }
  return found;
}

export type Argument =
  | { kind: 'tag' | 'number' | 'string'; text: string }
  | { kind: 'list'; texts: string[] };

/** A command or a test. */
export interface Call {
  name: string;
  args: Argument[];
  tests: Call[];
  block: Call[] | undefined;
  start: number;
  end: number;
}

/** Reads commands from tokens without comments. */
export class Reader {
  private at = 0;

  constructor(private readonly all: Token[]) {}

  get next(): Token | undefined {
    return this.all[this.at];
  }

  private take(): Token {
    const token = this.all[this.at++];
    if (token === undefined) throw new Unreadable('end');
    return token;
  }

  private takeMark(text: string): boolean {
    if (this.next?.kind !== 'mark' || this.next.text !== text) return false;
    this.at++;
    return true;
  }

  private need(text: string): void {
    if (!this.takeMark(text)) throw new Unreadable(`no ${text}`);
  }

  /** `command = identifier arguments (";" / block)` */
  command(): Call {
    const call = this.call();
    if (this.takeMark('{')) {
      call.block = [];
      while (!this.takeMark('}')) call.block.push(this.command());
    } else this.need(';');
    call.end = (this.all[this.at - 1] as Token).end;
    return call;
  }

  /** `test = identifier arguments` */
  private call(): Call {
    const word = this.take();
    if (word.kind !== 'word') throw new Unreadable(`at ${word.start}`);
    const call: Call = { name: word.text.toLowerCase(), args: [], tests: [], block: undefined, start: word.start, end: word.end };
    for (;;) {
      const token = this.next;
      if (token?.kind === 'tag' || token?.kind === 'number' || token?.kind === 'string') {
        call.args.push({ kind: token.kind, text: this.take().text });
      } else if (this.takeMark('[')) call.args.push({ kind: 'list', texts: this.strings() });
      else break;
    }
    if (this.takeMark('(')) {
      do call.tests.push(this.call());
      while (this.takeMark(','));
      this.need(')');
    } else if (this.next?.kind === 'word') call.tests.push(this.call());
    return call;
  }

  private strings(): string[] {
    const texts: string[] = [];
    do {
      const token = this.take();
      if (token.kind !== 'string') throw new Unreadable(`at ${token.start}`);
      texts.push(token.text);
    } while (this.takeMark(','));
    this.need(']');
    return texts;
  }
}
