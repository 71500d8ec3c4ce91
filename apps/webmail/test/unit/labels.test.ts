// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { keywordOf, labelOf, MOST_LABEL_OCTETS } from '../../src/core/labels/keyword';
import { keywordPath, patched } from '../../src/core/store/emails.svelte';
import { seeded } from '../double/outside';

/** RFC 8621 §4.1.1: what a keyword may be made of; and the same in lower case, as servers keep it. */
const KEYWORD = /^[\x21\x23\x24\x26\x27\x2b-\x5b\x5e-\x7a\x7c-\x7e]{1,255}$/;

describe('a label', () => {
  it('has a keyword from which its name comes back, whatever it is called', () => {
    const random = seeded(7);
    const letters = [...'abcXYZ019 _-가힣ㄱ日é🙂"(){}%*\\]$'];
    for (let round = 0; round < 2_000; round++) {
      const name = Array.from({ length: 1 + random(12) }, () => letters[random(letters.length)]).join('').normalize('NFC').trim().replace(/\s+/g, ' ');
      const keyword = keywordOf(name);
      if (name === '') expect(keyword).toBeUndefined();
      else {
        expect(keyword).toMatch(KEYWORD);
        expect(labelOf((keyword as string).toLowerCase()), name).toBe(name);
      }
    }
  });

  it('is put on and taken off by a patch, whatever its keyword', () => {
    for (const keyword of [keywordOf('인프라') as string, 'a/b~1']) {
      const on = patched({ mailboxIds: {}, keywords: {} }, { [keywordPath(keyword)]: true });
      expect(on.keywords).toEqual({ [keyword]: true });
      expect(patched(on, { [keywordPath(keyword)]: null }).keywords).toEqual({});
    }
  });

  it('of plain letters is its own keyword, and never one that means something', () => {
    expect(keywordOf('work-2026')).toBe('work-2026');
    expect(keywordOf('junk')).not.toBe('junk');
    expect(labelOf(keywordOf('junk') as string)).toBe('junk');
  });

  it('is no keyword of a program', () => {
    for (const keyword of ['$seen', '$flagged', '$label1', 'nonjunk', '\\seen']) expect(labelOf(keyword), keyword).toBeUndefined();
  });

  it('of another client is called by its keyword', () => {
    expect(labelOf('l~zz*')).toBe('l~zz*');
    expect(labelOf('projects/alpha')).toBe('projects/alpha');
  });

  it('is not made longer than a keyword can be', () => {
    expect(keywordOf('가'.repeat(MOST_LABEL_OCTETS / 3))).toMatch(KEYWORD);
    expect(keywordOf('가'.repeat(MOST_LABEL_OCTETS / 3 + 1))).toBeUndefined();
  });
});
