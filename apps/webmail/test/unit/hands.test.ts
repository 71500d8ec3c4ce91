// SPDX-License-Identifier: Apache-2.0
// What hands do: pulling a list down, dragging files from mail to mail.
import { beforeEach, describe, expect, it } from 'vitest';
import { isInAir, letGo, pickUp } from '../../src/mail/dragged';
import { ENOUGH, pull, shiftOf } from '../../src/mail/list/pull';

class List extends EventTarget {
  scrollTop = 0;
}

interface Move { x?: number; y: number; fingers?: number; cancelable?: boolean }

describe('pulling a list down', () => {
  let list: List;
  let told: [number, boolean][];
  let ends: boolean[];

  beforeEach(() => {
    list = new List();
    told = [];
    ends = [];
    pull(list as unknown as HTMLElement, { moved: (...step) => told.push(step), ended: (isEnough) => ends.push(isEnough) });
  });

  function touch(type: string, { x = 100, y, fingers = 1, cancelable = true }: Move): Event {
    const event = new Event(type, { cancelable });
    const touches = type === 'touchend' || type === 'touchcancel' ? [] : Array.from({ length: fingers }, () => ({ clientX: x, clientY: y }));
    Object.defineProperty(event, 'touches', { value: touches });
    list.dispatchEvent(event);
    return event;
  }

  function drag(...moves: Move[]): boolean[] {
    touch('touchstart', { y: 100 });
    return moves.map((move) => touch('touchmove', move).defaultPrevented);
  }

  it('tells how far it is, and means it from there on', () => {
    expect(drag({ y: 105 }, { y: 140 }, { y: 100 + 2 * ENOUGH })).toEqual([true, true, true]);
    touch('touchend', { y: 0 });
    expect(told).toEqual([[shiftOf(40), false], [ENOUGH, true]]);
    expect(ends).toEqual([true]);
    expect(shiftOf(10_000)).toBeLessThan(200);
  });

  it('means nothing when the finger comes back, or is taken away', () => {
    drag({ y: 300 }, { y: 120 });
    touch('touchend', { y: 0 });
    drag({ y: 300 });
    touch('touchcancel', { y: 0 });
    expect(ends).toEqual([false, false]);
  });

  it('leaves scrolling and swipes alone', () => {
    expect(drag({ y: 60 }, { y: 300 })).toEqual([false, false]);
    expect(drag({ x: 160, y: 110 }, { x: 160, y: 300 })).toEqual([false, false]);
    expect(drag({ y: 300, cancelable: false })).toEqual([false]);
    list.scrollTop = 5;
    expect(drag({ y: 300 })).toEqual([false]);
    list.scrollTop = 0;
    touch('touchstart', { y: 100, fingers: 2 });
    expect(touch('touchmove', { y: 300, fingers: 2 }).defaultPrevented).toBe(false);
    expect(told).toEqual([]);
    expect(ends).toEqual([]);
  });

  it('ends when a second finger comes', () => {
    drag({ y: 300 }, { y: 310, fingers: 2 }, { y: 400, fingers: 2 });
    expect(ends).toEqual([false]);
  });
});

describe('a file in the air', () => {
  class Data {
    private readonly kept = new Map<string, string>();
    effectAllowed = '';
    get types(): string[] {
      return [...this.kept.keys()];
    }
    setData(kind: string, value: string): void {
      this.kept.set(kind, value);
    }
    getData(kind: string): string {
      return this.kept.get(kind) ?? '';
    }
  }
  const carried = () => new Data() as unknown as DataTransfer;
  const file = { blobId: 'blob-of-plan', name: 'plan.pdf', type: 'application/pdf', size: 3 };

  it('is what was picked up, and shows nothing of it to others', async () => {
    const data = carried();
    pickUp(data, { accountId: 'a1', file, draft: 'd1' });
    expect(JSON.stringify(data.types.map((kind) => data.getData(kind)))).not.toMatch(/plan/);
    expect(isInAir(data, 'd2')).toBe(true);
    expect(isInAir(data, 'd1')).toBe(false);
    expect(await letGo(data)).toEqual({ accountId: 'a1', file, draft: 'd1' });
  });

  it('is nothing that another page has made up', async () => {
    pickUp(carried(), { accountId: 'a1', file });
    expect(await letGo(carried())).toBeUndefined();
    expect(await letGo(null)).toBeUndefined();
    const foreign = carried();
    foreign.setData('application/x-pabal-file', JSON.stringify({ accountId: 'a1', file }));
    expect(isInAir(foreign, 'd1')).toBe(true);
    expect(await letGo(foreign)).toBeUndefined();
  });
});
