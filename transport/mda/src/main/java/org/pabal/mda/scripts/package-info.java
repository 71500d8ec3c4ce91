// SPDX-License-Identifier: Apache-2.0

/// The Sieve scripts of accounts: kept in the account's own space, compiled once, found in memory
/// when mail arrives.
///
/// Every change goes through {@link org.pabal.mailbox.MailboxStore#file}, so that it is durable when
/// it is acknowledged and in order with the account's other changes. Within a process the changes of
/// one account's scripts wait for each other; two processes that shared a store could at worst keep
/// a script more than the quota allows, or leave no script active where one was deleted as another
/// made it active.
///
/// What is compiled is remembered until a script of the account changes, or a global script that it
/// includes: {@link ScriptStore#active} reads nothing from storage once it is known, also for
/// accounts without a script.
@NullMarked
package org.pabal.mda.scripts;

import org.jspecify.annotations.NullMarked;
