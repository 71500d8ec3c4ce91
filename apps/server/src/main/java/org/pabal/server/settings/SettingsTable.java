// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.util.List;
import java.util.stream.Stream;

/// Every setting there is, in the order of the reference.
public final class SettingsTable {
    private static final List<Setting<?>> ALL =
            Stream.of(
                            ServicesTable.SECTION,
                            LocalTable.SECTION,
                            ClusterTable.SECTION,
                            LmtpTable.SECTION,
                            HttpTable.SECTION,
                            WebTable.SECTION,
                            SetupTable.SECTION,
                            TlsTable.SECTION,
                            OauthTable.SECTION,
                            ReceptionTable.SECTION,
                            SpfTable.SECTION,
                            SubmissionTable.SECTION,
                            SigningTable.SECTION,
                            LimitsTable.SECTION,
                            SmarthostTable.SECTION,
                            AddressTable.SECTION,
                            DeliveryTable.SECTION,
                            QueueTable.SECTION,
                            MailboxTable.SECTION,
                            Pop3Table.SECTION,
                            LdapViewTable.SECTION,
                            ImapTable.SECTION,
                            ManageSieveTable.SECTION,
                            SieveTable.SECTION,
                            ReportsTable.SECTION,
                            SrsTable.SECTION,
                            DnsTable.SECTION,
                            LogTable.SECTION,
                            SearchTable.SECTION,
                            ImportTable.SECTION,
                            SpamTable.SECTION,
                            MetricsTable.SECTION)
                    .<Setting<?>>flatMap(section -> section.settings().stream())
                    .toList();

    private SettingsTable() {}

    public static List<Setting<?>> all() {
        return ALL;
    }
}
