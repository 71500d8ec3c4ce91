// SPDX-License-Identifier: Apache-2.0
// Which command a pressed key means. Letters are compared by what they type when that is ASCII, else
// by their place on the keyboard: in Hangul mode J types ㅓ, or `Process` while a syllable is open.

export interface Pressed {
  key: string;
  code: string;
  ctrl: boolean;
  meta: boolean;
  shift: boolean;
  alt: boolean;
  composing: boolean;
}

/** `j`, `Shift+i`, `Ctrl+k`, `g i` (one after the other), `ArrowDown`, `#`. */
export type Combination = string;

/** After so long the first key of a sequence is forgotten. */
const SEQUENCE_MILLIS = 1_500;

/** The name of a key, as combinations write it; nothing for keys that only modify. */
export function nameOf(pressed: Pressed): string | undefined {
  if (pressed.composing && pressed.key !== 'Process') return undefined;
  if (['Shift', 'Control', 'Alt', 'Meta', 'CapsLock', 'HangulMode', 'HanjaMode'].includes(pressed.key)) return undefined;
  let key = pressed.key;
  let shift = pressed.shift;
  const ascii = key.length === 1 && key.charCodeAt(0) < 128;
  if (!ascii && (key.length === 1 || key === 'Process' || key === 'Unidentified')) {
    const letter = /^Key([A-Z])$/.exec(pressed.code)?.[1];
    if (letter === undefined) return undefined;
    key = letter.toLowerCase();
  } else if (ascii && /[A-Za-z]/.test(key)) {
    key = key.toLowerCase();
  } else if (ascii) {
    // `#` already says that Shift was held, on whatever keyboard.
    shift = key === ' ' && shift;
  }
  const command = pressed.ctrl || pressed.meta;
  return `${command ? 'Ctrl+' : ''}${pressed.alt ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${key}`;
}

export function pressedOf(event: KeyboardEvent): Pressed {
  return {
    key: event.key, code: event.code, ctrl: event.ctrlKey, meta: event.metaKey, shift: event.shiftKey, alt: event.altKey,
    composing: event.isComposing,
  };
}

/** Turns keys into commands, sequences included. */
export class Keyboard<Command extends string> {
  private first: string | undefined;
  private at = 0;

  constructor(
    private readonly map: Map<Combination, Command>,
    private readonly now: () => number = Date.now,
  ) {}

  /** The command that this key completes; `waiting` when it begins a sequence. */
  press(pressed: Pressed): Command | 'waiting' | undefined {
    const name = nameOf(pressed);
    if (name === undefined) return undefined;
    const before = this.first !== undefined && this.now() - this.at < SEQUENCE_MILLIS ? this.first : undefined;
    this.first = undefined;
    const sequence = before === undefined ? undefined : this.map.get(`${before} ${name}`);
    if (sequence !== undefined) return sequence;
    if ([...this.map.keys()].some((combination) => combination.startsWith(`${name} `))) {
      this.first = name;
      this.at = this.now();
      return 'waiting';
    }
    return this.map.get(name);
  }
}

/** Whether the person is writing there, so that single letters are text. */
export function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
