// SPDX-License-Identifier: Apache-2.0
// Fingers on a row: a swipe to the right archives, a long one deletes, to the left sets aside
// (or marks read, where nothing is set aside), and a long press begins choosing. What a row follows is told; scrolling stays the browser's.

export interface Swipes {
  archive(): void;
  trash(): void;
  later(): void;
  choose(): void;
}

/** From here on the finger means the row and not the list. */
const SLOP = 12;
const SHORT = 88;
/** A part of the row's width. */
const LONG = 0.6;
const PRESS_MILLIS = 500;

export type Meaning = 'archive' | 'trash' | 'later' | undefined;

export function meaningOf(dx: number, width: number): Meaning {
  if (dx >= width * LONG) return 'trash';
  if (dx >= SHORT) return 'archive';
  return dx <= -SHORT ? 'later' : undefined;
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
      if (swiping) moved(dx, meaningOf(dx, row.offsetWidth));
    }

    function end(event: PointerEvent): void {
      clearTimeout(press);
      if (start === undefined) return;
      start = undefined;
      if (!swiping) return;
      used = true;
      moved(0, undefined);
      const meaning = event.type === 'pointerup' ? meaningOf(dx, row.offsetWidth) : undefined;
      if (meaning !== undefined) acts[meaning]();
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
