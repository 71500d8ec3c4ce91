// SPDX-License-Identifier: Apache-2.0
// What a program does all day that somebody else wrote with somebody else's library: signs in, lists
// folders, finds, reads, flags, moves, drafts, sends, listens. URL, ADDRESS, PASSWORD and TO say where.
import assert from 'node:assert/strict';
import { EventSource } from 'eventsource';
import JamClient from 'jmap-jam';

const { URL: url, ADDRESS: address, PASSWORD: password, TO: to } = process.env;
const basic = `Basic ${Buffer.from(`${address}:${password}`).toString('base64')}`;

// The library knows tokens only; whoever has a password gives it a fetch that says so (RFC 7617).
const plain = globalThis.fetch;
const signed = (target, init = {}) => plain(target, { ...init, headers: { ...init.headers, Authorization: basic } });
globalThis.fetch = signed;
// And the stream needs the password as well.
globalThis.EventSource = class extends EventSource {
  constructor(target) {
    super(target, { fetch: (input, init) => plain(input, { ...init, headers: { ...init.headers, Authorization: basic } }) });
  }
};

const jam = new JamClient({ sessionUrl: `${url}.well-known/jmap`, bearerToken: 'none' });
const step = async (name, work) => {
  const result = await work();
  console.log(`ok ${name}`);
  return result;
};

const accountId = await step('session', async () => {
  const session = await jam.session;
  assert.equal(session.username, address);
  return jam.getPrimaryAccount();
});

const folders = await step('folders', async () => {
  const [{ list }] = await jam.api.Mailbox.get({ accountId, ids: null });
  const byRole = Object.fromEntries(list.filter(({ role }) => role !== null).map((mailbox) => [mailbox.role, mailbox.id]));
  for (const role of ['inbox', 'drafts', 'sent', 'archive', 'trash', 'junk']) assert.ok(byRole[role], role);
  return byRole;
});

const stream = await step('listening', async () => {
  const events = await jam.connectEventSource({ types: '*', ping: 30 });
  await new Promise((open, failed) => Object.assign(events, { onopen: open, onerror: failed }));
  return events;
});
/** The next change that names a type. */
const told = (type) => new Promise((done) => {
  const heard = ({ data }) => {
    const types = JSON.parse(data).changed[accountId];
    if (types?.[type] === undefined) return;
    stream.removeEventListener('state', heard);
    done(types[type]);
  };
  stream.addEventListener('state', heard);
});

const first = await step('finding and reading, in one request', async () => {
  const [{ emails }] = await jam.requestMany((t) => {
    const ids = t.Email.query({ accountId, filter: { inMailbox: folders.inbox }, sort: [{ property: 'receivedAt', isAscending: false }], limit: 5 });
    return { ids, emails: t.Email.get({ accountId, ids: ids.$ref('/ids'), properties: ['id', 'subject', 'from', 'textBody', 'bodyValues', 'blobId', 'keywords'], fetchTextBodyValues: true }) };
  });
  const [email] = emails.list;
  assert.equal(email.subject, '첫 인사');
  assert.match(email.bodyValues[email.textBody[0].partId].value, /안녕/);
  const whole = await jam.downloadBlob({ accountId, blobId: email.blobId, mimeType: 'message/rfc822', fileName: 'mail.eml' });
  assert.match(await whole.text(), /^Message-ID: <first@far\.test>/im);
  return email;
});

await step('flagging and moving', async () => {
  const changed = told('Email');
  const [set] = await jam.api.Email.set({ accountId, update: { [first.id]: { 'keywords/$flagged': true, 'keywords/$seen': true, mailboxIds: { [folders.archive]: true } } } });
  assert.ok(first.id in set.updated);
  assert.equal(await changed, set.newState);
  const [changes] = await jam.api.Email.changes({ accountId, sinceState: set.oldState });
  assert.deepEqual(changes.updated, [first.id]);
});

await step('a draft with a file, sent', async () => {
  const file = await jam.uploadBlob(accountId, new Blob(['내용'], { type: 'text/plain' }), { headers: { Authorization: basic, 'Content-Type': 'text/plain' } });
  const [identities] = await jam.api.Identity.get({ accountId, ids: null });
  const [identity] = identities.list;
  const [draft] = await jam.api.Email.set({
    accountId,
    create: {
      d: {
        mailboxIds: { [folders.drafts]: true },
        keywords: { $draft: true, $seen: true },
        from: [{ name: identity.name, email: identity.email }],
        to: [{ email: to }],
        subject: '답장',
        bodyValues: { text: { value: '잘 받았습니다.\n' } },
        textBody: [{ partId: 'text', type: 'text/plain' }],
        attachments: [{ blobId: file.blobId, type: 'text/plain', name: '파일.txt' }],
      },
    },
  });
  assert.equal(draft.notCreated ?? null, null);
  const { id } = draft.created.d;
  const submitted = told('EmailSubmission');
  const [sent] = await jam.api.EmailSubmission.set({
    accountId,
    create: { s: { identityId: identity.id, emailId: id } },
    onSuccessUpdateEmail: { '#s': { mailboxIds: { [folders.sent]: true }, 'keywords/$draft': null } },
  });
  assert.equal(sent.notCreated ?? null, null);
  await submitted;
  const [moved] = await jam.api.Email.get({ accountId, ids: [id], properties: ['mailboxIds', 'keywords', 'hasAttachment'] });
  assert.deepEqual(moved.list[0].mailboxIds, { [folders.sent]: true });
  assert.equal(moved.list[0].hasAttachment, true);
});

await step('an error is the library’s own', async () => {
  await assert.rejects(jam.api.Email.get({ accountId: 'A99', ids: [] }), ({ type }) => type === 'accountNotFound');
});

stream.close();
console.log('all steps passed');
