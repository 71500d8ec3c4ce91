// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.ArrayList;
import java.util.List;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.server.settings.ImapTable;
import org.pabal.server.settings.MailboxTable;
import org.pabal.server.settings.QueueTable;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SpamTable;

/// What the settings say of mailboxes, in the terms of the store.
final class MailboxSettings {
    private MailboxSettings() {}

    /// @throws StartFailure for percentages that are none
    static MailboxConfig of(Settings settings) throws StartFailure {
        return MailboxConfig.defaults()
                .withWarningPercents(percents(settings))
                .withSharingWithAnyone(settings.get(ImapTable.IMAP_SHARE_WITH_ANYONE))
                .withKeepDeleted(settings.get(MailboxTable.KEEP_DELETED))
                .withCorrections(settings.get(SpamTable.SPAM_ENABLED));
    }

    private static List<Integer> percents(Settings settings) throws StartFailure {
        List<Integer> percents = new ArrayList<>();
        for (String text : settings.get(QueueTable.QUOTA_WARNING_PERCENT)) {
            if (!text.matches("[0-9]{1,2}|100")) {
                throw new StartFailure(
                        "quota.warning-percent '" + text + "' is not a percentage of 1 to 100");
            }
            if (Integer.parseInt(text) > 0) {
                percents.add(Integer.parseInt(text));
            }
        }
        return percents;
    }
}
