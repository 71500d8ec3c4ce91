// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.pabal.directory.Directory;
import org.pabal.directory.LoginContext;
import org.pabal.directory.LoginService;
import org.pabal.message.Domain;
import org.pabal.sasl.TokenVerifier;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;
import org.pabal.smtp.ClientFacts;
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
/// @param tokens who judges bearer tokens
record LoginContexts(
        Predicate<Domain> isLocal,
        Map<InetAddress, Domain> byAddress,
        Optional<Domain> preset,
        Optional<TokenVerifier> tokens) {

    static LoginContexts of(Directory directory, Settings settings, Optional<TokenVerifier> tokens)
            throws StartFailure {
        Map<InetAddress, Domain> byAddress = new HashMap<>();
        for (Map.Entry<String, List<String>> entry :
                settings.table(ServicesTable.DOMAIN_BY_ADDRESS).entrySet()) {
            byAddress.put(
                    InetAddress.ofLiteral(entry.getKey()),
                    Domain.parse(entry.getValue().getFirst()).orElseThrow()); // checked as read
        }
        return new LoginContexts(
                directory::isLocal,
                Map.copyOf(byAddress),
                NameSettings.defaultDomain(settings),
                tokens);
    }

    /// Of the connections of one service.
    Function<Connection, LoginContext> ofConnections(LoginService service) {
        return connection -> of(connection.local(), connection.tls(), service);
    }

    /// Of the clients of one service that speaks SMTP.
    Function<ClientFacts, LoginContext> ofClients(LoginService service) {
        return client -> of(client.local(), client.tls(), service);
    }

    /// @param local where the client connected to, as a trusted proxy told
    LoginContext of(InetSocketAddress local, Optional<TlsFacts> tls, LoginService service) {
        return new LoginContext(
                Optional.ofNullable(byAddress.get(local.getAddress()))
                        .or(() -> tls.flatMap(TlsFacts::serverName).flatMap(this::ofServerName))
                        .or(() -> preset),
                service,
                tokens);
    }

    /// As a program tells that asks for a client of its own.
    ///
    /// @param serverName that the client asked for in TLS
    LoginContext of(
            Optional<InetSocketAddress> local, Optional<String> serverName, LoginService service) {
        return new LoginContext(
                local.flatMap(address -> Optional.ofNullable(byAddress.get(address.getAddress())))
                        .or(() -> serverName.flatMap(this::ofServerName))
                        .or(() -> preset),
                service,
                tokens);
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
