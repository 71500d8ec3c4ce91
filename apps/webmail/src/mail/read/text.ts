// SPDX-License-Identifier: Apache-2.0
// A mail of plain text, cut into what is shown differently: paragraphs, quotations, the signature.
import { AFTER_ADDRESS } from '../../core/hangul/lexicon';

export interface Piece {
  text: string;
  href?: string;
}

export interface Block {
  kind: 'text' | 'quote' | 'signature';
  /** Each with the line ends in it; a piece is as long as no link cuts it, for mails have lines by the thousand. */
  pieces: Piece[];
  lines: number;
}

const LINK = /\b(?:https?:\/\/|www\.)[^\s<>"'“”‘’「」『』]+|\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+/giu;
const MOST_LINES = 20_000;

function trimmed(link: string): string {
  let end = link;
  for (let before = ''; before !== end;) {
    before = end;
    const next = end.replace(AFTER_ADDRESS, '');
    // A bracket that was opened inside belongs to the address.
    if (/[)\]]$/.test(end) && (end.match(/[([]/g)?.length ?? 0) >= (end.match(/[)\]]/g)?.length ?? 0)) break;
    if (next !== '') end = next;
  }
  return end;
}

export function pieces(line: string): Piece[] {
  const found: Piece[] = [];
  let at = 0;
  for (const match of line.matchAll(LINK)) {
    const text = trimmed(match[0]);
    if (match.index > at) found.push({ text: line.slice(at, match.index) });
    const href = text.includes('://') ? text : text.includes('@') && !text.startsWith('www.') ? `mailto:${text}` : `https://${text}`;
    found.push({ text, href });
    at = match.index + text.length;
  }
  if (at < line.length || found.length === 0) found.push({ text: line.slice(at) });
  return found;
}

function add(all: Piece[], piece: Piece): void {
  const last = all.at(-1);
  if (last && last.href === undefined && piece.href === undefined) last.text += piece.text;
  else all.push(piece);
}

export function blocks(text: string): Block[] {
  const found: Block[] = [];
  let signature = false;
  const lines = text.replace(/\r\n?/g, '\n').replace(/\s+$/, '').split('\n');
  for (const line of lines.slice(0, MOST_LINES)) {
    // RFC 3676 §4.3: dash, dash, space stands before a signature.
    if (/^-- ?$/.test(line)) signature = true;
    const quoted = /^(?:>|&gt;)/.test(line);
    if (quoted) signature = false;
    const kind = quoted ? 'quote' : signature ? 'signature' : 'text';
    const last = found.at(-1);
    const block: Block = last?.kind === kind ? last : { kind, pieces: [], lines: 0 };
    if (block !== last) found.push(block);
    block.lines++;
    for (const piece of [...pieces(quoted ? line.replace(/^> ?/, '') : line), { text: '\n' }]) add(block.pieces, piece);
  }
  return found;
}

/** The language by its letters, so that CJK glyphs have the right form. */
export function languageOf(text: string): string {
  const part = text.slice(0, 5_000);
  const count = (letters: RegExp) => part.match(letters)?.length ?? 0;
  const hangul = count(/\p{Script=Hangul}/gu);
  const kana = count(/[\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  const han = count(/\p{Script=Han}/gu);
  if (hangul > 0 && hangul >= kana) return 'ko';
  if (kana > 0) return 'ja';
  return han > 0 ? 'zh' : 'und';
}
