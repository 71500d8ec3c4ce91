// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview;

import java.util.Optional;
import org.pabal.directory.Directory;
import org.pabal.jmap.JmapAccount;
import org.pabal.jmap.document.Documents;
import org.pabal.jmap.mailview.signed.SignedLinks;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mailbox.TextIndex;
import org.pabal.mta.jobs.OutsidePosts;

/// What stands behind views of mails.
///
/// @param settings one document of each account that has decided anything
/// @param posts empty where nothing is posted to others
record MailViewServices(
        MailboxStore store,
        TextIndex index,
        Directory directory,
        Documents settings,
        SignedLinks links,
        Optional<OutsidePosts> posts) {

    /// As the user sees it.
    AccountMailboxes open(JmapAccount account) {
        return store.open(account.owner(), account.reader());
    }
}
