// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.stream.Collectors;
import org.pabal.authd.DovecotAuthConfig;
import org.pabal.authd.DovecotAuthConfig.UserForm;
import org.pabal.authd.DovecotAuthSource;
import org.pabal.directory.source.DirectorySource;
import org.pabal.message.Domain;
import org.pabal.server.settings.DirectoryTable;
import org.pabal.server.settings.DovecotTable;
import org.pabal.server.settings.NamedTable;
import org.pabal.server.settings.Setting;
import org.pabal.wire.ServiceAddress;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// The directories of type `dovecot-auth`.
final class DovecotDirectories {
    private DovecotDirectories() {}

    static DirectorySource open(NamedTable table) {
        return new DovecotAuthSource(
                new DovecotAuthConfig(
                        table.name(),
                        table.get(DirectoryTable.DOMAINS).stream()
                                .map(Domain::of) // checked as read, like the sockets
                                .collect(Collectors.toSet()),
                        socket(table, DovecotTable.CLIENTS),
                        socket(table, DovecotTable.USERS),
                        table.get(DovecotTable.LOGIN).equals("address")
                                ? UserForm.ADDRESS
                                : UserForm.NAME,
                        table.get(DovecotTable.TIME_LIMIT)),
                new Wire(WireLimits.standard()));
    }

    private static ServiceAddress socket(NamedTable table, Setting<String> setting) {
        return ServiceAddress.parse(table.get(setting)).orElseThrow();
    }
}
