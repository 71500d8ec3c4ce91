// SPDX-License-Identifier: Apache-2.0

/// Mailboxes, messages, flags, UIDs, modseqs, quota and changes of accounts.
///
/// **State.** All of an account lasts in its storage space. In memory an open account has one
/// immutable state (its mailboxes, each an immutable {@link MailboxSnapshot}) in two versions: the
/// *head*, which the next change builds on, and the *published* one, which is durable and the only
/// one that sessions see. A change takes the account's lock, computes the next head, hands its
/// commit to storage and releases the lock; when the commit is durable its state is published and
/// watchers are told. So one account's changes share syncs, and nothing is shown that a crash could
/// take back. A commit that fails throws the head away, and the account is read from storage again.
///
/// **What a crash leaves.** Every change is one commit: all of it or nothing.
@NullMarked
package org.pabal.mailbox;

import org.jspecify.annotations.NullMarked;
