// SPDX-License-Identifier: Apache-2.0
// What a row says of a conversation.
import type { Address, Row } from '../../core/jmap/types';

export function nameOf(address: Address | undefined): string {
  return address === undefined ? '' : address.name?.trim() || address.email;
}

/** The short form in which people call each other: the first word of a western name, a Korean one whole. */
function called(address: Address): string {
  const name = nameOf(address);
  return /^[\p{Script=Latin}\s.'-]+$/u.test(name) && !name.includes('@') ? (name.split(/\s+/)[0] ?? name) : name;
}

export interface Facts {
  /** Who wrote, the newest last; in sent mail who is written to. */
  people: string;
  face: string;
  unread: boolean;
  starred: boolean;
  answered: boolean;
  draft: boolean;
  /** It was set aside and has come back. */
  back: boolean;
  count: number;
}

/** @param me the word for oneself
 *  @param outbound a list of mails that oneself wrote */
export function factsOf(row: Row, members: Row[], mine: Set<string>, me: string, outbound: boolean): Facts {
  const one = members.length <= 1;
  const writers = outbound ? (row.to ?? []) : members.flatMap((member) => member.from?.slice(0, 1) ?? []);
  const seen = new Set<string>();
  const people: string[] = [];
  for (const writer of writers) {
    const own = mine.has(writer.email.toLowerCase());
    const name = own && !outbound ? me : one || outbound ? nameOf(writer) : called(writer);
    if (seen.has(name)) continue;
    seen.add(name);
    people.push(name);
  }
  const many = people.length > 3 ? [people[0], '…', ...people.slice(-2)] : people;
  const face = outbound ? row.to?.[0] : (members.findLast((member) => !mine.has(member.from?.[0]?.email.toLowerCase() ?? '')) ?? row).from?.[0];
  return {
    people: many.join(', ').replaceAll(', …, ', ' … '),
    face: nameOf(face),
    unread: members.some((member) => !member.keywords['$seen'] && !member.keywords['$draft']),
    starred: members.some((member) => member.keywords['$flagged']),
    answered: row.keywords['$answered'] === true,
    draft: members.some((member) => member.keywords['$draft']),
    back: members.some((member) => member.keywords['$new'] && !member.keywords['$seen']),
    count: members.length,
  };
}
