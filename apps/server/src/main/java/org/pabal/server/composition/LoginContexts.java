// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginContext;
import org.pabal.message.Domain;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SettingsTable;
import org.pabal.wire.Connection;
import org.pabal.wire.TlsFacts;

/// Whose names a connection means: the domain that completes a bare log-in name. It is the one of
/// the address that the client connected to, else the one that the TLS server name belongs to
/// (`mail.example.org` to `example.org`), else that of the settings. One of all services, so that a
/// person is the same at every door.
///
/// @param isLocal whether a domain is one of ours, of the directory as it is now
/// @param byAddress IPv4 addresses also as clients of IPv6 sockets have them (`::ffff:192.0.2.10`),
///     which Java turns into the same
record LoginContexts(
        Predicate<Domain> isLocal, Map<InetAddress, Domain> byAddress, Optional<Domain> preset) {

    static LoginContexts of(Directory directory, Settings settings) throws StartFailure {
        Map<InetAddress, Domain> byAddress = new HashMap<>();
        for (Map.Entry<String, List<String>> entry :
                settings.table(SettingsTable.DOMAIN_BY_ADDRESS).entrySet()) {
            byAddress.put(
                    InetAddress.ofLiteral(entry.getKey()),
                    Domain.parse(entry.getValue().getFirst()).orElseThrow()); // checked as read
        }
        return new LoginContexts(
                directory::isLocal, Map.copyOf(byAddress), Server.defaultDomain(settings));
    }

    LoginContext of(Connection connection) {
        return of(connection.local(), connection.tls());
    }

    /// @param local where the client connected to, as a trusted proxy told
    LoginContext of(InetSocketAddress local, Optional<TlsFacts> tls) {
        return new LoginContext(
                Optional.ofNullable(byAddress.get(local.getAddress()))
                        .or(() -> tls.flatMap(TlsFacts::serverName).flatMap(this::ofServerName))
                        .or(() -> preset));
    }

    private Optional<Domain> ofServerName(String name) {
        for (String rest = name; rest.contains("."); rest = rest.substring(rest.indexOf('.') + 1)) {
            Optional<Domain> domain = Domain.parse(rest).filter(isLocal);
            if (domain.isPresent()) {
                return domain;
            }
        }
        return Optional.empty();
    }
}
