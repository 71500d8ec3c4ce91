// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.pabal.mta.relay.OutboundPort;
import org.pabal.server.settings.RelayTable;
import org.pabal.server.settings.Service;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SetupTable;
import org.pabal.server.settings.SmarthostTable;
import org.pabal.server.setup.Doors;

/// The doors of this server, for whoever sets it up.
///
/// @param listening the names of the services that are open
record FirstRunDoors(
        Settings settings,
        List<Target> targets,
        OutboundPort.Probe probe,
        Supplier<Set<String>> listening)
        implements Doors {
    private static final int SMTP = 25;

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
            Settings settings, OutboundPort.Probe probe, Supplier<Set<String>> listening)
            throws StartFailure {
        List<Target> targets = new ArrayList<>();
        for (String text : settings.get(SetupTable.SETUP_OUTBOUND_HOSTS)) {
            HostAndPort target = HostAndPort.parse(text, SMTP);
            targets.add(new Target(target.host(), target.port()));
        }
        return new FirstRunDoors(settings, List.copyOf(targets), probe, listening);
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

    /// A host that takes the connection and does not greet is none that takes mail.
    @Override
    public Knock knock(InetSocketAddress server) {
        return switch (probe.ask(server)) {
            case GREETED -> Knock.OPEN;
            case SILENT, TIMED_OUT, UNCLEAR -> Knock.TIMEOUT;
            case REFUSED -> Knock.REFUSED;
            case NO_ROUTE, NO_ADDRESS -> Knock.NO_ROUTE;
        };
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
