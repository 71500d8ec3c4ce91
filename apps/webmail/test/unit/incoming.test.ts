// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { parseMailto } from '../../src/mail/compose/incoming';

describe('a mailto: address', () => {
  it('names people, subject and text (RFC 6068 §6.1)', () => {
    const found = parseMailto('mailto:addr1@an.example,addr2@an.example?cc=bob@an.example&subject=%EC%95%88%EB%85%95&body=first%0D%0Asecond');
    expect(found.to?.map((each) => each.email)).toEqual(['addr1@an.example', 'addr2@an.example']);
    expect(found.cc?.map((each) => each.email)).toEqual(['bob@an.example']);
    expect(found.subject).toBe('안녕');
    expect(found.text).toBe('first\r\nsecond');
    expect(found.html).not.toContain('\r');
  });

  it('may leave the people out', () => {
    expect(parseMailto('mailto:?to=joe@example.com').to?.map((each) => each.email)).toEqual(['joe@example.com']);
    expect(parseMailto('mailto:')).toEqual({});
  });

  it('sets no other field, and no second line of the subject', () => {
    const found = parseMailto('mailto:a@example.org?subject=x%0D%0ABcc:%20evil@example.org&attach=%2Fetc%2Fpasswd&from=b@example.org');
    expect(found.subject).toBe('x Bcc: evil@example.org');
    expect(Object.keys(found).sort()).toEqual(['subject', 'to']);
  });

  it('is text: markup in it stays text', () => {
    expect(parseMailto('mailto:a@example.org?body=%3Cimg%20src=x%20onerror=alert(1)%3E').html).not.toContain('<img');
  });

  it('with broken percent signs is taken as it stands', () => {
    expect(parseMailto('mailto:a@example.org?subject=100%').subject).toBe('100%');
  });
});
