// SPDX-License-Identifier: Apache-2.0
// Messages are written in ICU MessageFormat (src/messages) and read while the pages are built: a browser
// gets pieces to put together and needs no parser.
import { type MessageFormatElement, parse, TYPE } from '@formatjs/icu-messageformat-parser';
import type { Message, Piece } from '../src/core/i18n/pieces';

const MESSAGES = /\/src\/messages\/(?!worker\/).*\.json$/;

/** @param counted the argument that `#` stands for */
function pieceOf(element: MessageFormatElement, counted: string): Piece {
  switch (element.type) {
    case TYPE.literal:
      return element.value;
    case TYPE.argument:
      return [element.value];
    case TYPE.pound:
      return [counted, 'number'];
    case TYPE.number:
      if (!element.style) return [element.value, 'number'];
      break;
    case TYPE.plural:
      if (element.pluralType === 'cardinal' && !element.offset) return [element.value, 'plural', formsOf(element.options, element.value)];
      break;
    case TYPE.select:
      return [element.value, 'select', formsOf(element.options, counted)];
  }
  throw new Error(`the pages do not know how to say ${JSON.stringify(element)}`);
}

function formsOf(options: Record<string, { value: MessageFormatElement[] }>, counted: string): Record<string, Message> {
  return Object.fromEntries(Object.entries(options).map(([form, { value }]) => [form, piecesOf(value, counted)]));
}

function piecesOf(elements: MessageFormatElement[], counted: string): Message {
  const pieces = elements.map((element) => pieceOf(element, counted));
  return pieces.every((piece) => typeof piece === 'string') ? pieces.join('') : pieces;
}

/** @throws Error for what is no message, or holds what the pages cannot say */
export function compiled(message: string): Message {
  return piecesOf(parse(message), '');
}

/** For Vite: the JSON of the messages, compiled. */
export const messages = {
  name: 'pabal-messages',
  enforce: 'pre' as const,
  transform(text: string, id: string) {
    if (!MESSAGES.test(id)) return undefined;
    const all = Object.entries(JSON.parse(text) as Record<string, string>).map(([key, message]) => [key, compiled(message)]);
    return { code: JSON.stringify(Object.fromEntries(all)), map: null };
  },
};
