// SPDX-License-Identifier: Apache-2.0
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { givenName } from '../../src/core/hangul/lexicon';
import { JmapError } from '../../src/core/jmap/errors';
import { type SliceDoor, Slices } from '../../src/core/jmap/slices';
import type { Identity, Letter, Session } from '../../src/core/jmap/types';
import { Account } from '../../src/core/store/account.svelte';
import { MemoryShelf } from '../../src/core/store/shelf';
import { outward } from '../../src/editor/pictures';
import { tagged } from '../../src/mail/compose/addresses';
import { carried, doubtsOf, emailOf } from '../../src/mail/compose/content';
import { Draft } from '../../src/mail/compose/draft.svelte';
import { filled, unfilled, valuesFor } from '../../src/mail/compose/fields';
import { hold, takeOver } from '../../src/mail/compose/holding';
import { blank, replyTo, resigned, signatureHtml, signatureText } from '../../src/mail/compose/reply';
import { loadTemplates, saveAsTemplate } from '../../src/mail/compose/templates/templates';
import { JmapDouble } from '../double/jmap';
import { settled, TestWorld } from '../double/outside';

const MB = 1 << 20;
const identity = (change: Partial<Identity> = {}): Identity => ({ id: 'i1', name: 'Me', email: 'me@example.org', replyTo: null, bcc: null, textSignature: 'Me', htmlSignature: '', ...change });

let server: JmapDouble;
let account: Account;

beforeEach(async () => {
  server = new JmapDouble();
  server.addMailbox('INBOX', 'inbox');
  server.addMailbox('Drafts', 'drafts');
  account = new Account(server.session() as unknown as Session, new MemoryShelf(), new TestWorld(server), { refused: () => undefined, signedOut: () => undefined });
  await account.start();
  await account.settle();
});

describe('a large file', () => {
  const parts: number[] = [];
  const joined: string[][] = [];
  let failures: (JmapError | undefined)[];
  const door: SliceDoor = {
    mostSlices: 64,
    send: async (part, progress) => {
      const failure = failures.shift();
      if (failure) throw failure;
      progress(part.size);
      return { blobId: `b${parts.push(part.size)}`, type: '', size: part.size };
    },
    join: async (ids, type) => {
      const failure = failures.shift();
      if (failure) throw failure;
      joined.push(ids);
      return { blobId: 'whole', type, size: parts.reduce((a, b) => a + b, 0) };
    },
  };
  const offline = new JmapError('offline', 'network');
  const running = new AbortController().signal;
  const file = (octets: number) => new Blob([new Uint8Array(octets)], { type: 'application/pdf' });

  beforeEach(() => {
    parts.length = joined.length = 0;
    failures = [];
  });

  it('goes in slices, and after a broken line only from the slice that was lost', async () => {
    const slices = new Slices(file(5 * MB), door);
    const told: number[] = [];
    failures = [undefined, offline];
    await expect(slices.send((sent) => told.push(sent), running)).rejects.toBe(offline);
    expect(await slices.send((sent) => told.push(sent), running)).toEqual({ blobId: 'whole', type: 'application/pdf', size: 5 * MB });
    expect(parts).toEqual([2 * MB, 2 * MB, MB]);
    expect(joined).toEqual([['b1', 'b2', 'b3']]);
    expect(told.at(-1)).toBe(5 * MB);
    expect(told).toEqual([...told].sort((a, b) => a - b));
  });

  it('has no more slices than the server joins', async () => {
    await new Slices(file(9 * MB), { ...door, mostSlices: 2 }).send(() => undefined, running);
    expect(parts).toEqual([4.5 * MB, 4.5 * MB]);
  });

  it('is joined again without being sent again, and sent again when its slices are gone', async () => {
    const slices = new Slices(file(5 * MB), door);
    failures = [undefined, undefined, undefined, offline];
    await expect(slices.send(() => undefined, running)).rejects.toBe(offline);
    failures = [new JmapError('refused', 'blobNotFound')];
    await expect(slices.send(() => undefined, running)).rejects.toThrow('blobNotFound');
    expect(parts).toHaveLength(3);
    await slices.send(() => undefined, running);
    expect(parts).toHaveLength(6);
    expect(joined).toEqual([['b4', 'b5', 'b6']]);
  });

  it('goes whole where nothing is joined, or when it is small', async () => {
    await new Slices(file(5 * MB), { ...door, mostSlices: 0 }).send(() => undefined, running);
    await new Slices(file(MB), door).send(() => undefined, running);
    expect(parts).toEqual([5 * MB, MB]);
    expect(joined).toEqual([]);
  });
});

describe('fields', () => {
  const kim = { name: '김하늘', email: 'haneul@example.org' };
  const smith = { name: 'Smith, Ann Lee', email: 'ann@example.org' };

  it('are filled by their names in either language, and not while somebody is nameless', () => {
    const values = valuesFor([kim, smith], identity(), '2026-11-22');
    expect(filled('{{이름}} / {{ First  Name }} / {{date}} / {{내 이름}} / {{email}}', values)).toBe('김하늘, Smith, Ann Lee / 하늘, Ann / 2026-11-22 / Me / haneul@example.org, ann@example.org');
    expect(filled('{{name}} {{date}}', valuesFor([kim, { name: null, email: 'x@y.z' }], identity(), 'd'))).toBe('{{name}} d');
    expect(filled('{{name}}', valuesFor([], identity(), 'd'))).toBe('{{name}}');
  });

  it('that are left are named once', () => {
    expect(unfilled({ subject: '{{a}}', text: '{{b}} {{a}} {{}} { {c} } {{d\ne}}' })).toEqual(['{{a}}', '{{b}}']);
  });

  it('know the given name', () => {
    expect(['김하늘', '남궁민수', '이산', 'Ann Lee', 'Lee, Ann', '하늘 김'].map(givenName)).toEqual(['하늘', '민수', '산', 'Ann', 'Ann', '하늘']);
  });
});

describe('a signature', () => {
  it('of answers is another one where there is one, and may be none', () => {
    const two = identity({ htmlSignature: '<b>Me</b>', replyTextSignature: 'M.', replyHtmlSignature: '' });
    expect([signatureHtml(two, false), signatureHtml(two, true)]).toEqual(['<b>Me</b>', '<div>M.</div>']);
    expect([signatureText(two, false), signatureText(two, true)]).toEqual(['Me', 'M.']);
    expect(signatureHtml(identity({ replyTextSignature: '', replyHtmlSignature: null }), true)).toBe('');
    expect(signatureHtml(identity(), true)).toBe('<div>Me</div>');
  });

  it('of a text takes the place of another that nobody has changed', () => {
    expect(resigned('hello\n\nMe', 'Me', 'Shop')).toBe('hello\n\nShop');
    expect(resigned('hello\n\nMe, changed', 'Me', 'Shop')).toBeUndefined();
    expect(resigned('hello', '', 'Shop')).toBe('hello\n\nShop');
    expect(resigned('hello\n\nMe', 'Me', '')).toBe('hello');
  });
});

describe('pictures in the text', () => {
  const picture = { blobId: 'b', name: 'a.png', type: 'image/png', size: 9, cid: 'x@pabal' };

  it('go along as parts of it while it shows them', () => {
    const content = { ...blank([identity()]), html: '<img src="cid:x@pabal">', files: [picture, { ...picture, cid: 'y@pabal' }] };
    expect(emailOf(content, identity(), 'm1')['attachments']).toEqual([{ ...picture, disposition: 'inline' }]);
    expect(carried({ ...content, plain: true })).toEqual([]);
    expect(carried({ ...content, html: '', quoted: { name: '', html: '<img src="cid:y@pabal">', text: '' } }).map(({ cid }) => cid)).toEqual(['y@pabal']);
  });

  it('leave the cage as what they are in the mail', () => {
    expect(outward('a<img src="data:image/png;base64,AA==" alt="x > y" data-origin="cid:x@pabal"><img data-origin="https://a.b/?c=1&amp;d">'))
      .toBe('a<img src="cid:x@pabal" alt="x > y"><img src="https://a.b/?c=1&amp;d">');
    expect(outward('<img src="data:image/png;base64,AA==">')).toBe('<img src="data:image/png;base64,AA==">');
  });

  it('of what is answered come along, its other files only when it is forwarded', () => {
    const part = (cid: string | null, type = 'image/png') => ({ partId: null, blobId: `b-${cid}`, size: 1, name: 'n', type, charset: null, disposition: cid === null ? 'attachment' : 'inline', cid });
    const letter = server.deliver([...server.mailboxes.values()][0]!, {
      htmlBody: [{ partId: 'h', blobId: 'h', size: 1, name: null, type: 'text/html', charset: 'utf-8', disposition: null, cid: null }],
      attachments: [part('x'), part('unshown'), part(null, 'application/pdf')],
      bodyValues: { h: { value: '<p>a<img src="cid:x"></p>', isTruncated: false, isEncodingProblem: false } },
    }) as unknown as Letter;
    expect(replyTo(letter, 'reply', [identity()]).files.map(({ cid }) => cid)).toEqual(['x']);
    expect(replyTo(letter, 'forward', [identity()]).files.map(({ cid }) => cid)).toEqual(['x', undefined, undefined]);
  });
});

describe('a template', () => {
  it('is a draft in a mailbox that other programs know, without those whom it goes to', async () => {
    await saveAsTemplate(account, { ...blank([identity()]), subject: 'Offer {{name}}', to: [{ name: null, email: 'a@b.c' }], inReplyTo: ['x'] });
    await settled();
    const [row] = await loadTemplates(account);
    expect(account.mailboxes.templates).toMatchObject({ name: 'Templates', parentId: null });
    expect(row).toMatchObject({ subject: 'Offer {{name}}', to: [], keywords: { $draft: true } });
    expect(server.emails.get(row!.id)?.['inReplyTo']).toBeNull();
  });

  it('is kept where it lies when it is changed', async () => {
    const template = new Draft(account, { ...blank([identity()]), subject: 'a' }, undefined, undefined, true);
    template.changed();
    await template.save();
    template.typed('<div>b</div>', 'b');
    await template.save();
    await settled();
    expect((await loadTemplates(account)).map(({ subject }) => subject)).toEqual(['a']);
  });
});

describe('warnings and addresses', () => {
  it('tell of a mailing list', () => {
    const content = { ...blank([identity()]), subject: 's', to: [{ name: null, email: 'Team@lists.org' }, { name: null, email: 'me@example.org' }] };
    const isList = (email: string) => email.toLowerCase() === 'team@lists.org';
    expect(doubtsOf(content, identity(), [identity()], isList).filter(({ kind }) => kind === 'list')).toEqual([{ kind: 'list', names: 'Team@lists.org' }]);
    expect(doubtsOf(content, identity(), [identity()]).map(({ kind }) => kind)).not.toContain('list');
  });

  it('make an own address with a word behind a plus', () => {
    expect([tagged('me@a.b', 'shop'), tagged('me+old@a.b', '상점'), tagged('me@a.b', 'a b'), tagged('me@a.b', '')]).toEqual(['me+shop@a.b', 'me+상점@a.b', undefined, undefined]);
  });
});

describe('one draft in two pages', () => {
  const held = new Map<string, true>();
  const waiting = new Map<string, (() => void)[]>();
  /** The locks of a browser, as far as they are used. */
  const locks = {
    request: async (name: string, options: LockOptions, work: (lock: object | null) => Promise<void> | void) => {
      if (held.has(name) && options.ifAvailable) return work(null);
      if (held.has(name)) await new Promise<void>((go) => waiting.set(name, [...(waiting.get(name) ?? []), go]));
      held.set(name, true);
      await work({});
      held.delete(name);
      waiting.get(name)?.shift()?.();
    },
  };
  class Channel {
    static readonly all: Channel[] = [];
    onmessage: ((event: { data: string }) => void) | undefined;
    constructor() {
      Channel.all.push(this);
    }
    postMessage(data: string): void {
      for (const channel of Channel.all) queueMicrotask(() => channel.onmessage?.({ data }));
    }
  }

  it('is written in one of them; the other asks, and gets it when it is saved', async () => {
    vi.stubGlobal('navigator', { locks });
    vi.stubGlobal('BroadcastChannel', Channel);
    const said: string[] = [];
    const first = await hold('m@x', async () => {
      said.push('saved');
      first?.release();
    });
    expect(await hold('m@x', async () => undefined)).toBeUndefined();
    expect(await hold('other@x', async () => undefined)).toBeDefined();
    await takeOver('m@x', async () => void said.push('again'));
    expect(said).toEqual(['saved']);
    expect(await hold('m@x', async () => undefined)).toBeUndefined();
    vi.unstubAllGlobals();
  });
});
