// SPDX-License-Identifier: Apache-2.0

/// The mailbox model over a storage engine.
///
/// One {@link org.pabal.mailbox.stored.StoredMailboxes} serves all accounts. For each account in use
/// there is one `OpenAccount` with a lock, the *head* (the newest state, on which the next change
/// builds) and the *published* state (the newest durable one). A change runs so:
///
/// 1. Take the locks of the accounts it touches, in ascending order of their numbers.
/// 2. Compute an `AccountEdit` on each head; hand one commit to storage, with the version that each
///    head will have reached; make the results the heads; give the locks back.
/// 3. Wait for the commit. When it is durable, storage's thread has published the new states and
///    told the watchers before the waiting thread wakes.
///
/// An `AccountEdit` is made of parts, each of which knows one thing of the account and changes it:
/// `Mailboxes`, `Subscriptions` and `Acls`; `Messages`, with the `DirtyPages` and `ExpungeLogs` of their
/// mailboxes; of messages wherever they lie their `Copies`, `Threads`, `Snoozes` and `Corrections`; `Deletions`,
/// `DeliveryKeys` and `ChangeLogs`. What clients ask for is decided by `NameChanges`, `MessageChanges`,
/// `EmailEdits`, `Annotations`, `AccountTransfer`, `Replacement` and `Restoration`.
///
/// Several changes of one account are so in flight at once and share a sync. When one fails, those
/// behind it find a version they did not expect and fail as well: the head is thrown away, the
/// account is read from storage again, and the changes that came after the failed one are computed
/// anew. An answer that changes nothing (a name that exists, a full quota) also waits until the
/// head that it was read from is durable.
///
/// **One writer.** The versions hold off another process, and tell of it. But a commit in flight
/// expects the version that its predecessor will make, whoever makes it; therefore everything in
/// this process that changes an account's space goes through
/// {@link org.pabal.mailbox.MailboxStore#file}, whose `together` takes changes of account spaces too.
///
/// **Removing.** An expunge writes down which messages lost their last mailbox. They are kept for a while
/// (`Deletions`), so that they can be put back (`Restoration`), and are given up in time (`DeletedSweep`);
/// those that nobody is to have back are reclaimed at once. The `Reclaimer` takes their records and blob
/// references away afterwards, out of the lock's way.
@NullMarked
package org.pabal.mailbox.stored;

import org.jspecify.annotations.NullMarked;
