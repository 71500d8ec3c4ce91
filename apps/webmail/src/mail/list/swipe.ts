// SPDX-License-Identifier: Apache-2.0
// Fingers on a row: what a swipe to the right and to the left mean the person chooses, a long one to the right
// deletes, and a long press begins choosing. What a row follows is told; scrolling stays the browser's.
import type { Swipe } from '../../core/store/liking';

export interface Swipes {
  /** What a swipe means now, by its side. */
  meant(side: 'right' | 'left'): Swipe;
  act(meaning: Exclude<Swipe, 'none'>): void;
  choose(): void;
}

/** From here on the finger means the row and not the list. */
const SLOP = 12;
const SHORT = 88;
/** A part of the row's width. */
const LONG = 0.6;
const PRESS_MILLIS = 500;

export type Meaning = Exclude<Swipe, 'none'> | undefined;

/** @param meant by side */
export function meaningOf(dx: number, width: number, meant: Swipes['meant']): Meaning {
  if (Math.abs(dx) < SHORT) return undefined;
  const wanted = dx >= width * LONG ? 'trash' : meant(dx > 0 ? 'right' : 'left');
  return wanted === 'none' ? undefined : wanted;
}

/** An attachment: `{@attach swipe(...)}`. */
export function swipe(acts: Swipes, moved: (dx: number, meaning: Meaning) => void) {
  return (row: HTMLElement): (() => void) => {
    let start: { x: number; y: number } | undefined;
    let dx = 0;
    let swiping = false;
    let used = false;
    let press: ReturnType<typeof setTimeout> | undefined;

    function down(event: PointerEvent): void {
      // After a long press no click came.
      used = false;
      if (event.pointerType !== 'touch' || !event.isPrimary) return;
      start = { x: event.clientX, y: event.clientY };
      dx = 0;
      swiping = false;
      press = setTimeout(() => {
        used = true;
        start = undefined;
        acts.choose();
      }, PRESS_MILLIS);
    }

    function move(event: PointerEvent): void {
      if (start === undefined) return;
      dx = event.clientX - start.x;
      const dy = Math.abs(event.clientY - start.y);
      if (Math.abs(dx) > SLOP || dy > SLOP) clearTimeout(press);
      if (!swiping && Math.abs(dx) > SLOP && Math.abs(dx) > 2 * dy) {
        swiping = true;
        row.setPointerCapture(event.pointerId);
      }
      if (swiping) moved(dx, meaningOf(dx, row.offsetWidth, acts.meant));
    }

    function end(event: PointerEvent): void {
      clearTimeout(press);
      if (start === undefined) return;
      start = undefined;
      if (!swiping) return;
      used = true;
      moved(0, undefined);
      const meaning = event.type === 'pointerup' ? meaningOf(dx, row.offsetWidth, acts.meant) : undefined;
      if (meaning !== undefined) acts.act(meaning);
    }

    /** A swipe or a long press is no click. */
    function click(event: MouseEvent): void {
      if (!used) return;
      used = false;
      event.stopPropagation();
      event.preventDefault();
    }

    const menu = (event: Event) => used && event.preventDefault();
    row.addEventListener('pointerdown', down);
    row.addEventListener('pointermove', move);
    row.addEventListener('pointerup', end);
    row.addEventListener('pointercancel', end);
    row.addEventListener('click', click, true);
    row.addEventListener('contextmenu', menu);
    return () => {
      clearTimeout(press);
      row.removeEventListener('pointerdown', down);
      row.removeEventListener('pointermove', move);
      row.removeEventListener('pointerup', end);
      row.removeEventListener('pointercancel', end);
      row.removeEventListener('click', click, true);
      row.removeEventListener('contextmenu', menu);
    };
  };
}
