// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.imap.NamespaceConfig;
import org.pabal.imap.SharingConfig;
import org.pabal.imap.SharingConfig.AdministratorNames;
import org.pabal.message.Address;
import org.pabal.server.settings.ImapTable;
import org.pabal.server.settings.Setting;
import org.pabal.server.settings.Settings;

/// What the settings say of mailbox names and sharing, in the terms of IMAP.
final class ImapSettings {
    private ImapSettings() {}

    static SharingConfig sharing(Settings settings) throws StartFailure {
        return new SharingConfig(
                names(settings),
                addresses(settings, ImapTable.IMAP_ADMINISTRATORS),
                addresses(settings, ImapTable.IMAP_SHARED_ACCOUNTS),
                administratorNames(settings),
                adminContact(settings));
    }

    private static AdministratorNames administratorNames(Settings settings) {
        return switch (settings.get(ImapTable.IMAP_ADMINISTRATOR_NAMES)) {
            case "user." -> AdministratorNames.DOTS;
            case "user/" -> AdministratorNames.SLASHES;
            default -> AdministratorNames.OWN;
        };
    }

    /// RFC 5464 §3.2.1.1.
    private static Optional<String> adminContact(Settings settings) throws StartFailure {
        Optional<String> uri = settings.get(ImapTable.IMAP_ADMIN_CONTACT);
        if (uri.isPresent() && !uri.get().matches("[A-Za-z][A-Za-z0-9+.-]*:[!-~]{1,500}")) {
            throw new StartFailure(
                    "imap.admin-contact '"
                            + uri.get()
                            + "' is not a URI such as mailto:postmaster@example.org");
        }
        return uri;
    }

    private static NamespaceConfig names(Settings settings) throws StartFailure {
        NamespaceConfig preset =
                settings.get(ImapTable.IMAP_NAMESPACE).equals("/")
                        ? NamespaceConfig.SLASH
                        : NamespaceConfig.BELOW_INBOX;
        try {
            return preset.with(
                    settings.get(ImapTable.IMAP_OTHERS_PREFIX).orElse(preset.others()),
                    settings.get(ImapTable.IMAP_SHARED_PREFIX).orElse(preset.shared()));
        } catch (IllegalArgumentException unfit) {
            throw new StartFailure(
                    "imap.other-users-prefix or imap.shared-prefix: " + unfit.getMessage(), unfit);
        }
    }

    private static Set<Address> addresses(Settings settings, Setting<List<String>> setting)
            throws StartFailure {
        Set<Address> addresses = new HashSet<>();
        for (String text : settings.get(setting)) {
            Optional<Address> address = Address.parse(text).map(Address::lookupForm);
            if (address.isEmpty()) {
                throw new StartFailure(
                        "in " + setting.key() + ", '" + text + "' is not an address");
            }
            addresses.add(address.get());
        }
        return addresses;
    }
}
