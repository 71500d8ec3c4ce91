// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import org.pabal.imap.NamespaceConfig;
import org.pabal.imap.SharingConfig;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SettingsTable;

/// What the settings say of mailbox names and sharing, in the terms of IMAP.
final class ImapSettings {
    private ImapSettings() {}

    static SharingConfig sharing(Settings settings) {
        SharingConfig preset = SharingConfig.DEFAULT;
        return new SharingConfig(
                names(settings), preset.administrators(), preset.sharedAccounts(), preset.anyone());
    }

    private static NamespaceConfig names(Settings settings) {
        return settings.get(SettingsTable.IMAP_NAMESPACE).equals("/")
                ? NamespaceConfig.SLASH
                : NamespaceConfig.BELOW_INBOX;
    }
}
