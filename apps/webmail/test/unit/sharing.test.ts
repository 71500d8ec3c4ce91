// SPDX-License-Identifier: Apache-2.0
import { expect, test } from 'vitest';
import { rightsOf, stepOf, STEPS } from '../../src/mail/folders/share/rights';
import { parseRoute, writeRoute } from '../../src/mail/route';

test('each step gives what the one before it gives, and more', () => {
  const counts = STEPS.map((step) => Object.values(rightsOf(step)).filter(Boolean).length);
  expect(counts).toEqual([...counts].sort((a, b) => a - b));
  for (const step of STEPS) expect(stepOf(rightsOf(step))).toBe(step);
});

test('rights that were given otherwise are no step', () => {
  expect(stepOf({ ...rightsOf('edit'), mayRemoveItems: false })).toBeUndefined();
  expect(stepOf({})).toBeUndefined();
});

test('what the server takes for one right goes along: mayRename and mayDelete', () => {
  for (const step of STEPS) expect(rightsOf(step)['mayRename']).toBe(rightsOf(step)['mayDelete']);
});

test('another’s folder has an address of its own', () => {
  const place = { kind: 'mailbox', id: 'F7', account: 'A2' } as const;
  expect(writeRoute(place, 'T1')).toBe('#/shared/A2/F7/T1');
  expect(parseRoute('#/shared/A2/F7/T1')).toEqual({ place, thread: 'T1' });
  expect(parseRoute('#/shared/A2').place).toBeUndefined();
});
