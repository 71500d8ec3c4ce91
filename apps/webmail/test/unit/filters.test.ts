// SPDX-License-Identifier: Apache-2.0
import { describe, expect, it } from 'vitest';
import { written } from '../../src/core/store/senders';
import { filterPlace } from '../../src/mail/read/like';
import { ruleLike } from '../../src/settings/filters/like';
import { withEndsOf } from '../../src/settings/filters/lines';
import { parseRule } from '../../src/settings/filters/parse';
import { inOrder, printRule } from '../../src/settings/filters/print';
import {
  type Action, ACTION_KINDS, clashOf, type Condition, CONDITION_KINDS, flawOf, isText, MATCHES, newAction, newCondition, type Rule,
} from '../../src/settings/filters/rule';
import { usedBy } from '../../src/settings/filters/used';
import { type Card, cardAt, newKey, parseScript, printScript, type Scripture } from '../../src/settings/filters/script';

/** The same numbers every time. */
class Dice {
  constructor(private state: number) {}

  upTo(most: number): number {
    this.state = (Math.imul(this.state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * most);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.upTo(from.length)] as T;
  }

  some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: 1 + this.upTo(most) }, make);
  }
}

const TEXTS = ['세금계산서', 'tax.example', 'a "quoted" \\ word', '*@lists.example', '/* no comment */', '# pabal:end 00000000', '}; stop;', '[x]', '“따옴표”', '.', 'text:\n.\nstop;'];

function condition(dice: Dice): Condition {
  const made = newCondition(dice.pick(CONDITION_KINDS));
  made.not = dice.upTo(3) === 0;
  if (isText(made)) {
    made.match = dice.pick(MATCHES[made.kind]);
    if (made.kind === 'header') made.header = dice.pick(['X-Spam', 'Reply-To', 'Subject']);
    made.values = made.match === 'exists' ? [''] : dice.some(3, () => dice.pick(TEXTS));
  } else if (made.kind === 'time') [made.from, made.until] = [dice.pick(['00:00', '09:30', '23:59']), dice.pick(['00:00', '09:30', '18:00'])];
  else if (made.kind === 'weekday') made.days = dice.pick([[0], [1, 2, 3, 4, 5], [6, 0]]);
  else if (made.kind === 'size') [made.over, made.amount, made.unit] = [dice.upTo(2) === 0, dice.upTo(1000), dice.pick(['K', 'M'] as const)];
  else if (made.kind === 'spam') made.least = 1 + dice.upTo(10);
  return made;
}

function action(dice: Dice): Action {
  const made = newAction(dice.pick(ACTION_KINDS));
  if (made.kind === 'move' || made.kind === 'copy') [made.mailbox, made.id] = [dice.pick(['회계', 'Lists/Dev', 'a "b"']), dice.pick(['', 'M7'])];
  else if (made.kind === 'label') made.keyword = dice.pick(['$work', 'tax']);
  else if (made.kind === 'forward') [made.to, made.copy] = ['a@b.example', dice.upTo(2) === 0];
  else if (made.kind === 'notify') made.to = 'phone@b.example';
  else if (made.kind === 'reply') [made.subject, made.text, made.days] = [dice.pick(['', '부재중']), dice.some(4, () => dice.pick(TEXTS)).join('\n'), 1 + dice.upTo(30)];
  else if (made.kind === 'reject') made.text = dice.pick(TEXTS);
  return made;
}

function rule(dice: Dice): Rule {
  const conditions = dice.upTo(5) === 0 ? [] : dice.some(4, () => condition(dice));
  return {
    id: dice.upTo(2 ** 32).toString(16).padStart(8, '0'), name: dice.pick(['세금계산서', '', 'Mailing lists', 'a # b']), enabled: dice.upTo(4) > 0,
    join: conditions.length === 0 ? 'all' : dice.pick(['all', 'any', 'none']), conditions,
    actions: inOrder(dice.some(3, () => action(dice))),
  };
}

const card = (made: Rule): Card => ({ key: newKey(), kind: 'rule', rule: made });

/** Written by people and by other programs. */
const HANDS = [
  'if header :contains "subject" "손" {\n  fileinto "Hand"; # mine\n}\n',
  '/* a comment */\r\nif anyof (true) { keep; }\r\n',
  '# rule:[lists]\nif exists "list-id"\n{\n\tfileinto "Lists";\n\tstop;\n}\n',
  'if true {\n  vacation text:\nI am away.\n..dot\n# pabal:rule 11111111 on no rule\n.\n;\n}\n',
];
const HEAD = '# by hand\nrequire ["fileinto",\n  "vacation"];\nrequire "copy";\n';

describe('a rule', () => {
  it('is read as it was written, whatever it says', () => {
    const dice = new Dice(7);
    for (let round = 0; round < 2_000; round++) {
      const made = rule(dice);
      expect(parseRule(printRule(made))).toEqual(made);
    }
  });

  it('that somebody has changed by hand is hand-written from then on', () => {
    const printed = printRule(rule(new Dice(3)));
    expect(parseRule(printed.replace('if ', 'if  '))).toBeUndefined();
    const { cards } = parseScript(printed.replace('if ', 'if  '));
    expect(cards.map((found) => found.kind)).toEqual(['hand']);
  });

  it('that says nothing, or two things at once, is not taken', () => {
    const base: Rule = { id: 'a', name: '', enabled: true, join: 'all', conditions: [], actions: [] };
    expect(flawOf(base)).toBe('noaction');
    expect(flawOf({ ...base, actions: [{ kind: 'reject', text: 'no' }, { kind: 'keep' }] })).toBe('rejectkeeps');
    expect(flawOf({ ...base, actions: [{ kind: 'forward', to: 'nowhere', copy: true }] })).toBe('noaddress');
    expect(flawOf({ ...base, conditions: [{ kind: 'subject', not: false, match: 'is', header: '', values: ['${x}'] }], actions: [{ kind: 'keep' }] })).toBe('dollar');
    expect(flawOf({ ...base, actions: [{ kind: 'star' }] })).toBeUndefined();
  });
});

describe('what was counted', () => {
  it('belongs to the cards as they were saved, and moves with them', () => {
    const made = rule(new Dice(3));
    const unsaved = { ...rule(new Dice(5)), id: 'ffffffff' };
    const scripture: Scripture = { head: '', cards: [card(made), { key: newKey(), kind: 'hand', text: HANDS[0] as string }, card(unsaved)] };
    const [ruled, hand, other] = scripture.cards.map(({ key }) => key) as [string, string, string];
    const { lines } = printScript(scripture);
    const [first] = lines.get(hand) as [number, number];
    const used = usedBy(scripture.cards, lines, new Set([made.id]), [
      { id: 'R1', rule: made.id, line: 1, mails: 12 },
      { id: 'R2', rule: null, line: first + 1, mails: 3 },
    ]);
    expect(used.get(ruled)).toEqual({ mails: 12 });
    expect(used.get(hand)).toEqual({ lines: [{ at: 1, mails: 3 }] });
    expect(used.has(other)).toBe(false);
    expect(usedBy(scripture.cards, lines, new Set([made.id]), []).get(ruled)).toEqual({ mails: 0 });
  });
});

describe('two rules', () => {
  const made = (...actions: Action[]): Rule => ({ id: 'a', name: '', enabled: true, join: 'all', conditions: [], actions });
  const reply: Action = { kind: 'reply', subject: '', text: 'x', days: 7 };

  it('that cannot both be done for a mail are told, unless the first one stops', () => {
    expect(clashOf(made(reply), [made(reply)])).toBeDefined();
    expect(clashOf(made({ kind: 'reject', text: 'no' }), [made({ kind: 'keep' })])).toBeDefined();
    expect(clashOf(made({ kind: 'move', mailbox: 'x', id: '' }), [made({ kind: 'reject', text: 'no' })])).toBeDefined();
    expect(clashOf(made(reply), [made(reply, { kind: 'stop' })])).toBeUndefined();
    expect(clashOf(made(reply), [{ ...made(reply), enabled: false }])).toBeUndefined();
    expect(clashOf(made({ kind: 'star' }), [made({ kind: 'reject', text: 'no' })])).toBeUndefined();
  });
});

describe('a script', () => {
  it('of another program is kept octet for octet', () => {
    for (const text of [HEAD + HANDS.join(''), HANDS[0] as string, 'keep', '', 'if "unclosed', HEAD, '\ufeffkeep;']) {
      const read = parseScript(text);
      expect(printScript(read).text).toBe(text === 'keep' || text === 'if "unclosed' || text === '\ufeffkeep;' ? `${text}\r\n` : text);
    }
  });

  it('keeps what is hand-written through any edits of the builder, and what it requires on top', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const dice = new Dice(seed);
      let script: Scripture = parseScript(`${HEAD}${HANDS[0]}${printRule(rule(dice))}${HANDS[1]}${printRule(rule(dice))}${HANDS[2]}${printRule(rule(dice))}${HANDS[3]}`);
      expect(script.cards.filter((found) => found.kind === 'hand').map((found) => found.text)).toEqual(HANDS);
      for (let edit = 0; edit < 20; edit++) {
        const cards = [...script.cards];
        const at = dice.upTo(cards.length);
        const there = cards[at] as Card;
        const what = dice.upTo(5);
        if (what === 0) cards.splice(at, 0, card(rule(dice)));
        else if (what === 1) cards.splice(dice.upTo(cards.length), 0, ...cards.splice(at, 1));
        else if (there.kind === 'rule' && what === 2) cards.splice(at, 1);
        else if (there.kind === 'rule' && what === 3) cards[at] = { ...there, rule: { ...there.rule, enabled: !there.rule.enabled } };
        else if (there.kind === 'rule') cards[at] = { ...there, rule: { ...rule(dice), id: there.rule.id } };
        const { text } = printScript({ ...script, cards });
        for (const hand of HANDS) expect(text.split(hand).length, `seed ${seed}, edit ${edit}`).toBe(2);
        expect(text.startsWith(HEAD)).toBe(true);
        expect(text.split('# pabal:require').length).toBeLessThanOrEqual(2);
        script = parseScript(text);
        const rules = (list: Card[]) => list.flatMap((found) => (found.kind === 'rule' ? [found.rule] : []));
        expect(rules(script.cards)).toEqual(rules(cards));
        expect(printScript(script).text).toBe(text);
      }
    }
  });

  it('keeps its line ends when it is typed in, and its rules when another program has changed them', () => {
    const before = 'a\r\nb\nc\r\n\nd';
    const plain = before.replaceAll('\r\n', '\n');
    expect(withEndsOf(before, plain)).toBe(before);
    expect(withEndsOf(before, plain.replace('b', 'b\nnew'))).toBe('a\r\nb\nnew\nc\r\n\nd');
    expect(withEndsOf(before, `${plain}\nlast`)).toBe(`${before}\nlast`);
    expect(withEndsOf(before, 'd')).toBe('d');
    expect(withEndsOf('', 'a\nb')).toBe('a\r\nb');
    const { text } = printScript({ head: HEAD, cards: [card(rule(new Dice(9))), card(rule(new Dice(10)))] });
    const read = parseScript(text.replaceAll('\r\n', '\n'));
    expect(read.cards.map((found) => found.kind)).toEqual(['rule', 'rule']);
    expect(printScript(read).text).toBe(text);
  });

  it('knows the card of each line', () => {
    const dice = new Dice(5);
    const script = { head: HEAD, cards: [card(rule(dice)), { key: 'hand', kind: 'hand' as const, text: HANDS[0] as string }, card(rule(dice))] };
    const printed = printScript(script);
    const line = printed.text.split('\n').findIndex((words) => words.includes('fileinto "Hand"')) + 1;
    expect(cardAt(printed, line)).toBe('hand');
    expect(cardAt(printed, 1)).toBeUndefined();
  });
});

describe('a rule for mails like one that was read', () => {
  it('is about its sender, or its mailing list', () => {
    expect(ruleLike('#/settings/filters')).toBeUndefined();
    expect(ruleLike(filterPlace({ name: null, email: 'bob+x@far.example' }, null))).toEqual({
      name: 'bob+x@far.example', conditions: [{ kind: 'from', not: false, match: 'is', header: '', values: ['bob+x@far.example'] }], actions: [newAction('move')],
    });
    const rule = ruleLike(filterPlace({ name: null, email: 'bob@far.example' }, ['https://list.example/', 'mailto:dev@list.example?subject=x']));
    expect(rule?.conditions).toEqual([{ kind: 'header', not: false, match: 'contains', header: 'List-Post', values: ['dev@list.example'] }]);
  });

  it('names senders as the server does', () => {
    expect([' Bob@FAR.example', '@Ä.example', '.한국.example', '192.0.2.0/24'].map(written)).toEqual(['bob@far.example', '@xn--4ca.example', '.xn--3e0b707e.example', '192.0.2.0/24']);
  });
});
