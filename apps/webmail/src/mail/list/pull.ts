// SPDX-License-Identifier: Apache-2.0
// A finger that pulls a list down from its top. Only there, and only where it goes down rather than
// aside, is the touch taken from the browser; all else stays scrolling, or a swipe of a row.

export interface Pulls {
  /** @param shift how far the sign comes down, px
   *  @param isEnough letting go here means it */
  moved(shift: number, isEnough: boolean): void;
  /** The finger is gone. */
  ended(isEnough: boolean): void;
}

/** From here on a finger has a direction. */
const SLOP = 10;
/** The sign follows more slowly than the finger, and comes no farther than this. */
const FOLLOWS = 0.5;
const MOST = 96;
export const ENOUGH = 60;

export function shiftOf(dy: number): number {
  return Math.min(MOST, Math.max(0, dy) * FOLLOWS);
}

type Stage = { is: 'idle' } | { is: 'open' | 'pulling'; x: number; y: number; shift: number };

/** @returns takes the listeners away again */
export function pull(view: HTMLElement, pulls: Pulls): () => void {
  let stage: Stage = { is: 'idle' };

  function give(isEnough: boolean): void {
    const was = stage.is;
    stage = { is: 'idle' };
    if (was === 'pulling') pulls.ended(isEnough);
  }

  function start(event: TouchEvent): void {
    give(false);
    const touch = event.touches[0];
    if (touch && event.touches.length === 1 && view.scrollTop <= 0) stage = { is: 'open', x: touch.clientX, y: touch.clientY, shift: 0 };
  }

  function move(event: TouchEvent): void {
    const touch = event.touches[0];
    if (stage.is === 'idle' || touch === undefined) return;
    if (event.touches.length > 1) return give(false);
    const dy = touch.clientY - stage.y;
    if (stage.is === 'open') {
      const dx = Math.abs(touch.clientX - stage.x);
      // Up, aside, or already the browser's: it is no pull.
      if (dy < 0 || dx > Math.max(SLOP, dy) || !event.cancelable || view.scrollTop > 0) return give(false);
      if (dy > 0) event.preventDefault();
      if (dy <= SLOP) return;
      stage.is = 'pulling';
    }
    if (event.cancelable) event.preventDefault();
    stage.shift = shiftOf(dy);
    pulls.moved(stage.shift, stage.shift >= ENOUGH);
  }

  const end = () => give(stage.is === 'pulling' && stage.shift >= ENOUGH);
  const cancel = () => give(false);
  view.addEventListener('touchstart', start, { passive: true });
  // Not passive: the browser would scroll, or reload the page.
  view.addEventListener('touchmove', move, { passive: false });
  view.addEventListener('touchend', end);
  view.addEventListener('touchcancel', cancel);
  return () => {
    view.removeEventListener('touchstart', start);
    view.removeEventListener('touchmove', move);
    view.removeEventListener('touchend', end);
    view.removeEventListener('touchcancel', cancel);
  };
}
