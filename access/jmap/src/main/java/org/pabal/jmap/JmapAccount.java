// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

import org.pabal.directory.Account;

/// An account as a user sees it: the user's own, or one that shares mailboxes with the user.
///
/// @param owner whose it is
/// @param reader who looks at it
/// @param isReadOnly when the reader may change nothing in it; what it may do where is for {@link
///     org.pabal.mailbox.MailboxInfo#acl} to say
public record JmapAccount(Account owner, Account reader, boolean isReadOnly) {

    /// Of a user who looks at its own.
    public static JmapAccount own(Account account) {
        return new JmapAccount(account, account, false);
    }

    public String id() {
        return Ids.of(owner.id());
    }

    /// RFC 8620 §2.
    public boolean isPersonal() {
        return owner.id().equals(reader.id());
    }
}
