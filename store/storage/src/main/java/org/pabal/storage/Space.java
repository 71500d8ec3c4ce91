// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage;

/// A key space that is changed by commits. The account's is the unit of consistency.
public sealed interface Space {

    /// All that belongs to one account.
    ///
    /// @param account the directory's number of the account, at least 1
    record Account(long account) implements Space {}

    /// What all accounts share, one space per purpose.
    enum Shared implements Space {
        DIRECTORY,
        SETTINGS,
        QUEUE,
        LEDGER,
        COUNTERS,
        /// Which accounts share mailboxes with which.
        SHARING,
        /// Our private keys for DKIM and ARC.
        SIGNING_KEYS,
        /// What reports to other domains are made of, and what others have reported to us.
        REPORTS,
        /// What other domains demand of TLS: policies of MTA-STS.
        TLS_POLICIES,
        /// Accounts that are on their way from host to host.
        MOVES,
        /// What the spam filter has learnt and remembers, less what belongs to single accounts.
        FILTER,
        /// Who is not listened to for now, and what counts against whom.
        BANS,
        /// Who is signed in with a browser.
        SESSIONS,
        /// To whom changes are pushed through servers of the web.
        PUSH,
        /// Which accounts keep deleted messages, by when the oldest of these was deleted.
        DELETED,
        /// When messages that are set aside come back.
        WAKES
    }

    static Space account(long account) {
        return new Account(account);
    }
}
