// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.pabal.server.settings.RelayTable;
import org.pabal.server.settings.Service;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SetupTable;
import org.pabal.server.settings.SmarthostTable;
import org.pabal.server.setup.Doors;
import org.pabal.wire.Connector;
import org.pabal.wire.SocketConnection;

/// The doors of this server, for whoever sets it up.
///
/// @param listening the names of the services that are open
record FirstRunDoors(
        Settings settings, List<Target> targets, Connector connector, Supplier<Set<String>> listening)
        implements Doors {
    private static final int SMTP = 25;
    private static final Duration PATIENCE = Duration.ofSeconds(7);

    /// What people and other servers need, in the order of the mail's way.
    private static final List<String> SHOWN =
            List.of(
                    "smtp",
                    "submissions",
                    "submission",
                    "imaps",
                    "https",
                    "imap",
                    "pop3s",
                    "managesieve");

    static FirstRunDoors of(
            Settings settings, Connector connector, Supplier<Set<String>> listening)
            throws StartFailure {
        List<Target> targets = new ArrayList<>();
        for (String text : settings.get(SetupTable.SETUP_OUTBOUND_HOSTS)) {
            HostAndPort target = HostAndPort.parse(text, SMTP);
            targets.add(new Target(target.host(), target.port()));
        }
        return new FirstRunDoors(settings, List.copyOf(targets), connector, listening);
    }

    @Override
    public List<Inbound> inbound() {
        Set<String> open = listening.get();
        return SHOWN.stream()
                .map(ServicesTable::service)
                .map(service -> new Inbound(service.name(), port(service), isIn(open, service)))
                .toList();
    }

    private static boolean isIn(Set<String> open, Service service) {
        return open.contains(service.name());
    }

    private int port(Service service) {
        int port = settings.get(service.port());
        return port == 0 ? 0 : port + settings.get(ServicesTable.PORT_OFFSET);
    }

    @Override
    public Knock knock(InetSocketAddress server) {
        try (SocketConnection _ = connector.connect(server, PATIENCE)) {
            return Knock.OPEN;
        } catch (SocketTimeoutException _) {
            return Knock.TIMEOUT;
        } catch (NoRouteToHostException _) {
            return Knock.NO_ROUTE;
        } catch (IOException failed) {
            return named(String.valueOf(failed.getMessage()));
        }
    }

    /// The runtime has no class for these.
    private static Knock named(String reason) {
        if (reason.contains("timed out")) {
            return Knock.TIMEOUT;
        }
        return reason.contains("refused") || reason.contains("reset")
                ? Knock.REFUSED
                : Knock.NO_ROUTE;
    }

    @Override
    public Optional<String> relay() {
        String plain = settings.get(SmarthostTable.RELAY_HOST);
        return plain.isEmpty()
                ? settings.relays().stream()
                        .filter(table ->
                                table.get(RelayTable.DEFAULT) || table.get(RelayTable.FALLBACK))
                        .map(table -> table.get(RelayTable.HOST))
                        .findFirst()
                : Optional.of(plain);
    }
}
