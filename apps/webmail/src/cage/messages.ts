// SPDX-License-Identifier: Apache-2.0
// What the pages and their cages say to each other over the one port that they share.

export interface PressedKey {
  key: string;
  code: string;
  ctrl: boolean;
  meta: boolean;
  shift: boolean;
  alt: boolean;
  composing: boolean;
}

export type ToFrame =
  | { type: 'show'; html: string; inline: Record<string, string>; lang: string }
  | { type: 'look'; paper: 'white' | 'darkened' };

export type FromFrame =
  | { type: 'height'; height: number }
  | { type: 'shown'; blocked: number }
  | { type: 'link'; href: string; text: string }
  | { type: 'key'; key: PressedKey };

export type EditorCommand =
  | 'bold' | 'italic' | 'underline' | 'unorderedList' | 'orderedList' | 'quote' | 'link' | 'clear' | 'undo' | 'redo';

export type ToEditor =
  /** @param inline pictures of the mail, by their Content-ID
   *  @param pictures whether such may stand in the text */
  | { type: 'set'; html: string; inline: Record<string, string>; pictures: boolean; lang: string; dark: boolean; label: string }
  | { type: 'embed'; files: File[] }
  /** Where the cursor is. */
  | { type: 'insert'; html: string; inline: Record<string, string> }
  /** A signature takes the place of another, unless that one was changed. */
  | { type: 'sign'; before: string; after: string }
  | { type: 'fill'; values: Record<string, string> }
  | { type: 'look'; dark: boolean }
  | { type: 'command'; command: EditorCommand; argument?: string }
  | { type: 'read'; id: number }
  | { type: 'focus' };

export type FromEditor =
  | { type: 'ready' }
  | { type: 'changed'; html: string; text: string }
  /** @param isEdited it is not as it was set */
  | { type: 'content'; id: number; isEdited: boolean; html: string; text: string }
  | { type: 'path'; on: EditorCommand[] }
  | { type: 'files'; files: File[] }
  /** A picture stands in the text and is to go along. */
  | { type: 'picture'; file: File; cid: string }
  | { type: 'blur' }
  | { type: 'key'; key: PressedKey };

/** `{{name}}`, as templates have it. */
export const FIELD = /\{\{\s*([^{}\n]{1,40}?)\s*\}\}/g;

export function fieldName(written: string): string {
  return written.toLowerCase().replace(/\s+/g, ' ');
}

/** The class of the element in which a signature stands. */
export const SIGNATURE = 'signature';

export function pressed(event: KeyboardEvent): PressedKey {
  return {
    key: event.key,
    code: event.code,
    ctrl: event.ctrlKey,
    meta: event.metaKey,
    shift: event.shiftKey,
    alt: event.altKey,
    composing: event.isComposing,
  };
}

/** Waits for the one port; only the page around may hand it over, and only once. */
export function awaitPort(begin: (port: MessagePort) => void): void {
  const take = (event: MessageEvent) => {
    const port = event.ports[0];
    if (event.source !== window.parent || port === undefined) return;
    window.removeEventListener('message', take);
    begin(port);
  };
  window.addEventListener('message', take);
  window.parent.postMessage('pabal-cage', '*');
}
