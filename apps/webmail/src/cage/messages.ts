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
  | { type: 'set'; html: string; lang: string; dark: boolean; label: string }
  | { type: 'look'; dark: boolean }
  | { type: 'command'; command: EditorCommand; argument?: string }
  | { type: 'read'; id: number }
  | { type: 'focus' };

export type FromEditor =
  | { type: 'ready' }
  | { type: 'changed'; html: string; text: string }
  | { type: 'content'; id: number; html: string; text: string }
  | { type: 'path'; on: EditorCommand[] }
  | { type: 'files'; files: File[] }
  | { type: 'blur' }
  | { type: 'key'; key: PressedKey };

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
