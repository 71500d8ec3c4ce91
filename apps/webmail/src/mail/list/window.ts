// SPDX-License-Identifier: Apache-2.0
// Which rows of a long list stand in the document, and where. All rows are of one height, so this is
// arithmetic; a list higher than engines allow an element to be is scrolled in scaled steps.

const MOST_HEIGHT = 8_000_000;
/** Rows kept above and below what is seen. */
const MARGIN = 8;

export interface Shown {
  first: number;
  last: number;
  /** Height of the element that is scrolled. */
  height: number;
  /** Where the first row stands in it. */
  top: number;
}

function scale(total: number, row: number, view: number): number {
  const whole = total * row;
  return whole <= MOST_HEIGHT ? 1 : (whole - view) / (MOST_HEIGHT - view);
}

export function shown(scrollTop: number, view: number, total: number, row: number): Shown {
  const factor = scale(total, row, view);
  const at = scrollTop * factor;
  const count = slots(view, row);
  const first = Math.max(0, Math.min(Math.floor(at / row) - MARGIN, total - count));
  const last = Math.min(total, first + count);
  return { first, last, height: Math.min(total * row, MOST_HEIGHT), top: scrollTop + first * row - at };
}

/** How many are seen at most, of the first the end and of the last the beginning. */
export function seen(view: number, row: number): number {
  return Math.ceil(view / row) + 1;
}

/** How many stand there at once, wherever the list is: a row that leaves on one side comes back on the other. */
export function slots(view: number, row: number): number {
  return Math.ceil(view / row) + 2 * MARGIN;
}

/** The scroll position at which a row is seen whole; the present one if it is. */
export function scrollTo(index: number, scrollTop: number, view: number, total: number, row: number): number {
  const factor = scale(total, row, view);
  const at = scrollTop * factor;
  if (index * row < at) return (index * row) / factor;
  if ((index + 1) * row > at + view) return ((index + 1) * row - view) / factor;
  return scrollTop;
}
