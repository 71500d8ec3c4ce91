// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster;

import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.pabal.wire.Connection;
import org.pabal.wire.Connector;
import org.pabal.wire.OtherHosts;
import org.pabal.wire.ServiceAddress;

/// One service at the other hosts, as sessions of it here see it: mutual TLS with the hosts'
/// certificates, from the first octet where the service has such a port.
///
/// @param service the port that is connected to
public record HostDoors(Hosts hosts, HostTrust trust, Connector connector, HostService service)
        implements OtherHosts {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Override
    public Optional<String> hostOf(X509Certificate certificate) {
        return trust.hostOf(certificate);
    }

    @Override
    public Connection open(String name, Agreement agreement) throws IOException {
        Host host =
                hosts.other(name)
                        .orElseThrow(() -> new ConnectException("no host has the name " + name));
        OptionalInt port = host.port(service);
        if (host.kind() != Host.Kind.PABAL || port.isEmpty()) {
            throw new ConnectException(name + " has no " + service.word() + " for other hosts");
        }
        Connection connection =
                connector.connect(
                        new ServiceAddress.Inet(host.address(), port.getAsInt()), PATIENCE);
        boolean secured = false;
        try {
            connection.readDeadline(PATIENCE);
            if (!beginsWithTls()) {
                agreement.reach(connection);
            }
            connection.startTlsClient(trust.client(), HostTrust.serverName(name), true);
            secured = true;
            return connection;
        } finally {
            if (!secured) {
                connection.close();
            }
        }
    }

    private boolean beginsWithTls() {
        return switch (service) {
            case SUBMISSIONS, IMAPS, POP3S, CLUSTER -> true;
            case SMTP, LMTP, SUBMISSION, IMAP, POP3, SIEVE -> false;
        };
    }
}
