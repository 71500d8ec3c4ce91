// SPDX-License-Identifier: Apache-2.0
// A new mail that begins with an older one: who it goes to, how it is called, what it quotes.
import { ANSWER_PREFIX } from '../../core/hangul/lexicon';
import { lang, t } from '../../core/i18n/words.svelte';
import { SIGNATURE } from '../../cage/messages';
import type { Address, BodyPart, Identity, Letter } from '../../core/jmap/types';
import { full } from '../../core/time/dates';
import { nameOf } from '../list/row';
import { bodyOf } from '../read/letter';
import { sameAddress, unique } from './addresses';
import type { Attached, Content, Quoted } from './content';

export type ReplyKind = 'reply' | 'all' | 'forward' | 'attachment' | 'anew';

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

export function htmlOfText(text: string): string {
  return text.split('\n').map((line) => `<div>${line === '' ? '<br>' : escapeHtml(line)}</div>`).join('');
}

/** The identity that a mail came to, so that the answer comes from it. */
export function identityFor(letter: Letter | undefined, identities: Identity[]): Identity | undefined {
  const reached = [...(letter?.to ?? []), ...(letter?.cc ?? []), ...(letter?.bcc ?? []), ...(letter?.from ?? [])];
  return identities.find((identity) => reached.some((address) => address.email.toLowerCase() === identity.email.toLowerCase())) ?? identities[0];
}

/** `Re: ` once, whatever stood there before, in the forms that others write. */
export function replySubject(subject: string, kind: ReplyKind): string {
  const plain = subject.replace(ANSWER_PREFIX, '').trim();
  return `${kind === 'forward' ? 'Fwd' : 'Re'}: ${plain}`;
}

function recipients(letter: Letter, kind: ReplyKind, mine: Address[]): { to: Address[]; cc: Address[] } {
  if (kind === 'forward') return { to: [], cc: [] };
  const isMine = (address: Address) => mine.some((own) => sameAddress(own, address));
  const own = (letter.from ?? []).some(isMine);
  // An answer to one's own mail goes to those it went to.
  const to = own ? (letter.to ?? []) : letter.replyTo?.length ? letter.replyTo : (letter.from ?? []);
  if (kind === 'reply') return { to: unique(to), cc: [] };
  const others = [...(own ? [] : (letter.to ?? [])), ...(letter.cc ?? [])].filter((address) => !isMine(address) && !to.some((first) => sameAddress(first, address)));
  return { to: unique(to), cc: unique(others) };
}

function quotedHtml(letter: Letter): string {
  const body = bodyOf(letter, false);
  return body.kind === 'html' ? body.value : htmlOfText(body.value.trimEnd());
}

/** HTML read roughly, for those who read none. */
function plain(html: string): string {
  return html.replace(/<style[^]*?<\/style>/gi, '').replace(/<(?:br|\/p|\/div|\/tr|\/li|\/h\d)\b[^>]*>/gi, '\n').replace(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&').replace(/\n{3,}/g, '\n\n').trim();
}

function plainOf(letter: Letter): string {
  const body = bodyOf(letter, true);
  return body.kind === 'html' ? plain(body.value) : body.value.trimEnd();
}

function headLines(letter: Letter): string {
  const written = (list: Address[] | null) => (list ?? []).map((address) => (address.name ? `${address.name} <${address.email}>` : address.email)).join(', ');
  const lines: [string, string][] = [
    [t('field.from'), written(letter.from)],
    [t('field.date'), full(letter.sentAt ?? letter.receivedAt, lang())],
    [t('field.to'), written(letter.to)],
    [t('field.subject'), letter.subject ?? ''],
  ];
  return lines.map(([name, value]) => `<div>${escapeHtml(name)}: ${escapeHtml(value)}</div>`).join('');
}

export function replyTo(letter: Letter, kind: ReplyKind, identities: Identity[]): Content {
  const identity = identityFor(letter, identities);
  const mine = identities.map((own) => ({ name: own.name, email: own.email }));
  const signature = signatureOf(identity, true);
  const intro = t('compose.wrote', { name: nameOf(letter.from?.[0]), date: full(letter.sentAt ?? letter.receivedAt, lang()) });
  const quoted = kind === 'forward'
    ? `<div>${escapeHtml(t('compose.forwarded'))}</div>${headLines(letter)}<div><br></div>${quotedHtml(letter)}`
    : `<div>${escapeHtml(intro)}</div><blockquote>${quotedHtml(letter)}</blockquote>`;
  const words = plainOf(letter);
  const text = kind === 'forward' ? `${t('compose.forwarded')}\n${plain(headLines(letter))}\n${words}` : `${intro}\n${words.split('\n').map((line) => (line.startsWith('>') ? `>${line}` : `> ${line}`).trimEnd()).join('\n')}`;
  const messageId = letter.messageId?.slice(0, 1) ?? null;
  return {
    identityId: identity?.id,
    ...recipients(letter, kind, mine),
    bcc: identity?.bcc ?? [],
    subject: replySubject(letter.subject ?? '', kind),
    html: `<div><br></div>${signature}`,
    text: plain(signature),
    plain: false,
    quoted: { name: nameOf(letter.from?.[0]), html: `<div><br></div>${quoted}`, text } satisfies Quoted,
    messageId: undefined,
    reached: identity?.id,
    files: partsOf(letter).filter((file) => kind === 'forward' || file.cid !== undefined),
    inReplyTo: kind === 'forward' ? null : messageId,
    references: kind === 'forward' ? null : [...(letter.references ?? letter.inReplyTo ?? []), ...(messageId ?? [])],
    about: { id: letter.id, keyword: kind === 'forward' ? '$forwarded' : '$answered' },
  };
}

/** Files of a mail; those that its text shows keep their Content-ID. */
function partsOf(letter: Letter): Attached[] {
  const html = bodyOf(letter, false).value;
  const isShown = (part: BodyPart) => part.cid !== null && part.type.toLowerCase().startsWith('image/') && html.includes(`cid:${part.cid}`);
  const shown = letter.htmlBody.filter((part) => isShown(part) && !letter.attachments.some(({ blobId }) => blobId === part.blobId));
  return [...letter.attachments, ...shown].flatMap((part): Attached[] => {
    if (part.blobId === null) return [];
    const file = { blobId: part.blobId, name: part.name ?? '', type: part.type, size: part.size };
    return [isShown(part) ? { ...file, cid: part.cid as string } : file];
  });
}

/** @param isAnswer the one for mails that answer or forward others, where there is one */
export function signatureHtml(identity: Identity | undefined, isAnswer: boolean): string {
  if (identity === undefined) return '';
  const isOther = isAnswer && (identity.replyHtmlSignature ?? identity.replyTextSignature ?? null) !== null;
  const [html, text] = isOther ? [identity.replyHtmlSignature, identity.replyTextSignature] : [identity.htmlSignature, identity.textSignature];
  return html || (text ? htmlOfText(text) : '');
}

export function signatureText(identity: Identity | undefined, isAnswer: boolean): string {
  if (isAnswer && typeof identity?.replyTextSignature === 'string') return identity.replyTextSignature;
  return identity?.textSignature ?? '';
}

/** In an element of its own, so that another one can take its place. */
export function signatureOf(identity: Identity | undefined, isAnswer = false): string {
  const signature = signatureHtml(identity, isAnswer);
  return signature === '' ? '' : `<div><br></div><div class="${SIGNATURE}">${signature}</div>`;
}

/** A text that ends with a signature, with another one; nothing when it was changed. */
export function resigned(text: string, before: string, after: string): string | undefined {
  const end = before.trim() === '' ? '' : `\n\n${before.trim()}`;
  const bare = text.trimEnd();
  if (!bare.endsWith(end)) return undefined;
  return bare.slice(0, bare.length - end.length) + (after.trim() === '' ? '' : `\n\n${after.trim()}`);
}

/** @param asText without formatting: the signature is then the one of text */
export function blank(identities: Identity[], asText = false): Content {
  const identity = identities[0];
  const signature = identity?.textSignature ?? '';
  return {
    identityId: identity?.id, to: [], cc: [], bcc: identity?.bcc ?? [], subject: '', html: `<div><br></div>${signatureOf(identity)}`,
    text: asText ? (signature === '' ? '' : `\n\n${signature}`) : plain(signatureOf(identity)), plain: asText, quoted: undefined, messageId: undefined, reached: undefined, files: [],
    inReplyTo: null, references: null, about: undefined,
  };
}

/** A draft that was begun before, here or elsewhere. */
export function resumed(letter: Letter, identities: Identity[]): Content {
  const body = bodyOf(letter, false);
  const from = letter.from?.[0];
  return {
    identityId: (identities.find((identity) => from && identity.email.toLowerCase() === from.email.toLowerCase()) ?? identities[0])?.id,
    to: letter.to ?? [], cc: letter.cc ?? [], bcc: letter.bcc ?? [],
    subject: letter.subject ?? '',
    html: body.kind === 'html' ? body.value : htmlOfText(body.value),
    text: bodyOf(letter, true).value,
    plain: body.kind !== 'html',
    quoted: undefined,
    messageId: letter.messageId?.[0],
    reached: undefined,
    files: partsOf(letter),
    inReplyTo: letter.inReplyTo, references: letter.references, about: undefined,
  };
}

/** What was written before, as a mail of its own. */
export function anew(letter: Letter, identities: Identity[]): Content {
  return { ...resumed(letter, identities), messageId: undefined };
}

/** The mail as it is, as a file. */
export function attached(letter: Letter, identities: Identity[]): Content {
  const name = `${(letter.subject ?? '').replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ').trim() || 'mail'}.eml`;
  return {
    ...blank(identities),
    identityId: identityFor(letter, identities)?.id,
    subject: replySubject(letter.subject ?? '', 'forward'),
    files: [{ blobId: letter.blobId, name, type: 'message/rfc822', size: letter.size }],
    about: { id: letter.id, keyword: '$forwarded' },
  };
}

/** A mail that was sent, for those whom it did not reach. */
export function again(letter: Letter, failed: string[], identities: Identity[]): Content {
  const named = [...(letter.to ?? []), ...(letter.cc ?? []), ...(letter.bcc ?? [])];
  const to = failed.map((email) => named.find((address) => address.email.toLowerCase() === email.toLowerCase()) ?? { name: null, email });
  return { ...anew(letter, identities), to, cc: [], bcc: [] };
}
