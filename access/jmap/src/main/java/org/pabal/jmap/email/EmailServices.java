// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.email;

import java.time.InstantSource;
import java.util.List;
import java.util.function.BiConsumer;
import org.pabal.directory.AccountId;
import org.pabal.jmap.Blobs;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.email.compose.MessageComposer;
import org.pabal.jmap.email.query.EmailQueries;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxStore;

/// What the methods of emails work with.
///
/// @param blobs of all kinds, those of emails among them
/// @param imported told of the blobs that have become messages of an account
public record EmailServices(
        MailboxStore store,
        EmailQueries queries,
        Blobs blobs,
        MessageComposer composer,
        BiConsumer<AccountId, List<String>> imported,
        InstantSource clock) {

    /// As the user sees it.
    AccountMailboxes open(JmapAccount account) {
        return store.open(account.owner(), account.reader());
    }
}
