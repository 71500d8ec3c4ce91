// SPDX-License-Identifier: Apache-2.0
// A message as build/messages.ts leaves it: text, or pieces of it in their order.
import { withParticles } from '../hangul/particles';

export type Args = Record<string, string | number>;
export type Message = string | Piece[];
/** Text, or the argument that stands there; a choice names its forms, `=1` before those of the
 *  language (CLDR's plural categories), and `other` for the rest. */
export type Piece = string | [name: string] | [name: string, 'number'] | [name: string, 'plural' | 'select', forms: Record<string, Message>];

/** What numbers of a language need; made once, since making them takes long. */
export interface Numerals {
  plural: Intl.PluralRules;
  number: Intl.NumberFormat;
}

export function numeralsOf(language: string): Numerals {
  return { plural: new Intl.PluralRules(language), number: new Intl.NumberFormat(language) };
}

/** An argument that is not there shows its name, so that it is seen. Particles (`[이/가]`) are the
 *  message's: what is put in keeps its brackets.
 *
 *  @param before what was said before the message */
export function put(message: Message, args: Args, numerals: Numerals, before = ''): string {
  if (typeof message === 'string') return withParticles(message, before);
  return message.reduce<string>((said, piece) => said + (typeof piece === 'string' ? withParticles(piece, before + said) : filled(piece, args, numerals, before + said)), '');
}

function filled([name, kind, forms]: Exclude<Piece, string>, args: Args, numerals: Numerals, before: string): string {
  const value = args[name];
  if (value === undefined) return `{${name}}`;
  if (kind === undefined) return String(value);
  if (kind === 'number') return numerals.number.format(Number(value));
  const form = kind === 'select' ? forms?.[value] : (forms?.[`=${value}`] ?? forms?.[numerals.plural.select(Number(value))]);
  return put(form ?? forms?.['other'] ?? '', args, numerals, before);
}
