// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.pabal.http.HttpHandler;
import org.pabal.http.jetty.HttpServer;
import org.pabal.server.settings.LimitsTable;
import org.pabal.server.settings.LmtpTable;
import org.pabal.server.settings.Service;
import org.pabal.server.settings.ServicesTable;
import org.pabal.server.settings.Setting;
import org.pabal.server.settings.Settings;
import org.pabal.wire.ConnectionHandler;
import org.pabal.wire.Door;
import org.pabal.wire.Listener;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.ListenerConfig.Overload;
import org.pabal.wire.TlsServerContext;
import org.pabal.wire.Wire;

/// The doors: every service that the settings open, and the socket of the administration.
final class Listeners {
    private static final String UNIX = "unix:";
    private static final String DEFAULT = "default"; // where nobody has set it

    /// Of a socket in the file system: who may open its file may use the service.
    private static final Set<PosixFilePermission> OWNER_AND_GROUP =
            PosixFilePermissions.fromString("rw-rw----");

    private static final Set<PosixFilePermission> EVERYBODY =
            PosixFilePermissions.fromString("rw-rw-rw-");

    private final Wire wire;
    private final Settings settings;
    private final TlsServerContext tls;
    private final List<Door> open = new CopyOnWriteArrayList<>();

    Listeners(Wire wire, Settings settings, TlsServerContext tls) {
        this.wire = wire;
        this.settings = settings;
        this.tls = tls;
    }

    /// Opens a service whose connections begin in the clear, if the settings want it.
    ///
    /// @param tooMany the protocol's line for a connection over the limit
    void openPlain(String name, String tooMany, ConnectionHandler handler) throws StartFailure {
        Service service = ServicesTable.service(name);
        if (settings.get(service.enabled())) {
            for (SocketAddress address : addresses(service)) {
                open(limited(service, address, tooMany), handler);
            }
        }
    }

    /// Opens a service whose connections begin with TLS, if the settings want it.
    ///
    /// @param tooMany the protocol's line for a connection over the limit
    /// @param misdirected what a peer that speaks in the clear is told
    void openTls(String name, String tooMany, String misdirected, ConnectionHandler handler)
            throws StartFailure {
        Service service = ServicesTable.service(name);
        if (settings.get(service.enabled())) {
            for (SocketAddress address : addresses(service)) {
                open(limited(service, address, tooMany).withImplicitTls(tls, misdirected), handler);
            }
        }
    }

    /// Opens a service for the other hosts, whose connections begin with TLS, if the settings want it.
    /// Each of them stands for many clients: half of all connections may be one host's.
    ///
    /// @param misdirected what a peer that speaks in the clear is told
    void openTlsForHosts(String name, String misdirected, ConnectionHandler handler)
            throws StartFailure {
        Service service = ServicesTable.service(name);
        if (!settings.get(service.enabled())) {
            return;
        }
        int all = settings.get(LimitsTable.MAX_CONNECTIONS);
        int ofOne = Math.max(all / 2, settings.get(LimitsTable.MAX_CONNECTIONS_PER_SOURCE));
        for (SocketAddress address : addresses(service)) {
            open(
                    limited(service, address, "")
                            .withLimits(all, ofOne, _ -> "")
                            .withImplicitTls(tls, misdirected),
                    handler);
        }
    }

    /// Opens a service of HTTP, if the settings want it.
    ///
    /// @param https whether its connections begin with TLS
    void openHttp(String name, boolean https, HttpServer server, HttpHandler handler)
            throws StartFailure {
        Service service = ServicesTable.service(name);
        if (!settings.get(service.enabled())) {
            return;
        }
        for (SocketAddress address : addresses(service)) {
            if (!(address instanceof InetSocketAddress)) {
                throw new StartFailure(
                        "services." + name + ".address may hold IP addresses only, no unix:/path");
            }
            ListenerConfig plain = limited(service, address, "");
            try {
                open.add(server.open(https ? plain.withImplicitTls(tls, "") : plain, handler));
            } catch (IOException cannot) {
                throw new StartFailure(
                        "the "
                                + cannot.getMessage()
                                + "; "
                                + adviceFor(address)
                                + ", or set services."
                                + name
                                + ".enabled = false",
                        cannot);
            }
        }
    }

    /// Opens a service for the other hosts of this mail system, although the settings do not want it
    /// for anyone else, and on the network unless they name an address.
    ///
    /// @param tooMany the protocol's line for a connection over the limit
    void openForHosts(String name, String tooMany, ConnectionHandler handler) throws StartFailure {
        Service service = ServicesTable.service(name);
        for (SocketAddress address : addressesForHosts(service)) {
            open(limited(service, address, tooMany), handler);
        }
    }

    private List<SocketAddress> addressesForHosts(Service service) throws StartFailure {
        return settings.value(service.addresses()).origin().equals(DEFAULT)
                ? List.of(internetAddress(service, settings.get(ServicesTable.BIND)))
                : addresses(service);
    }

    boolean isOpen(String name) {
        return open.stream().anyMatch(listener -> listener.name().equals(name));
    }

    void openAdministration(DataDirectory data, ConnectionHandler handler) throws StartFailure {
        try {
            Files.deleteIfExists(data.socket()); // of a server that was killed: the store is ours
        } catch (IOException stuck) {
            throw new StartFailure("the socket " + data.socket() + " cannot be replaced: " + stuck);
        }
        open(
                ListenerConfig.of("administration", UnixDomainSocketAddress.of(data.socket())),
                handler);
    }

    /// The socket for programs of this host, whoever runs them: the kernel says who it is.
    void openLocal(Path socket, ConnectionHandler handler) throws StartFailure {
        open(
                ListenerConfig.of("local", UnixDomainSocketAddress.of(socket))
                        .withSocketPermissions(EVERYBODY)
                        .withLimits(
                                settings.get(LimitsTable.MAX_CONNECTIONS),
                                settings.get(LimitsTable.MAX_CONNECTIONS_PER_SOURCE),
                                _ -> "421 4.3.2 Too many programs at once, try again later\r\n"),
                handler);
    }

    private ListenerConfig limited(Service service, SocketAddress address, String tooMany)
            throws StartFailure {
        return socket(service.name(), address)
                .withTrustedProxies(Networks.of(settings, service.proxies()))
                .withLimits(
                        settings.get(LimitsTable.MAX_CONNECTIONS),
                        settings.get(LimitsTable.MAX_CONNECTIONS_PER_SOURCE),
                        overload -> overload == Overload.BANNED ? banned(service.name()) : tooMany)
                .withNetworkShare(settings.get(LimitsTable.NETWORK_SHARE));
    }

    /// What a client is told that the guard of all doors refuses, in the words of its protocol; LDAP
    /// has none before a request.
    private static String banned(String service) {
        String why = "Too many failures from your address, try again later";
        return switch (service) {
            case "smtp", "smtp-old", "submission", "lmtp", "lmtp-old" ->
                    "421 4.7.0 " + why + "\r\n";
            case "imap" -> "* BYE " + why + "\r\n";
            case "pop3" -> "-ERR [SYS/TEMP] " + why + "\r\n";
            case "managesieve", "managesieve-old" -> "BYE (TRYLATER) \"" + why + "\"\r\n";
            case "poppassd" -> "500 " + why + "\r\n";
            default -> "";
        };
    }

    private ListenerConfig socket(String service, SocketAddress address) {
        ListenerConfig plain = ListenerConfig.of(service, address);
        return switch (service) {
            case "lmtp", "lmtp-old" ->
                    socket(plain, LmtpTable.LMTP_SOCKET_MODE, LmtpTable.LMTP_SOCKET_GROUP);
            case "auth", "saslauthd" ->
                    socket(plain, LmtpTable.AUTH_SOCKET_MODE, LmtpTable.AUTH_SOCKET_GROUP);
            default -> plain.withSocketPermissions(OWNER_AND_GROUP);
        };
    }

    private ListenerConfig socket(
            ListenerConfig plain, Setting<Set<PosixFilePermission>> mode, Setting<String> group) {
        ListenerConfig config = plain.withSocketPermissions(settings.get(mode));
        String name = settings.get(group);
        return name.isEmpty() ? config : config.withSocketGroup(name);
    }

    /// Opens a service for the other programs of this host: on loopback or in the file system, with
    /// one source of all connections.
    void openForPrograms(String name, ConnectionHandler handler) throws StartFailure {
        Service service = ServicesTable.service(name);
        if (!settings.get(service.enabled())) {
            return;
        }
        if (!isLocalOnly(name)) {
            throw new StartFailure(
                    "the service "
                            + name
                            + " takes passwords in the clear: services."
                            + name
                            + ".address may hold loopback addresses and unix:/path only");
        }
        int connections = settings.get(LimitsTable.MAX_CONNECTIONS);
        for (SocketAddress address : addresses(service)) {
            open(
                    socket(name, address)
                            .withTrustedProxies(Networks.of(settings, service.proxies()))
                            .withLimits(connections, connections, _ -> ""),
                    handler);
        }
    }

    private List<SocketAddress> addresses(Service service) throws StartFailure {
        List<String> own = settings.get(service.addresses());
        List<SocketAddress> addresses = new ArrayList<>();
        for (String each : own.isEmpty() ? List.of(settings.get(ServicesTable.BIND)) : own) {
            addresses.add(
                    each.startsWith(UNIX)
                            ? UnixDomainSocketAddress.of(each.substring(UNIX.length()))
                            : internetAddress(service, each));
        }
        return addresses;
    }

    private InetSocketAddress internetAddress(Service service, String host) throws StartFailure {
        int port = settings.get(service.port());
        int offset = settings.get(ServicesTable.PORT_OFFSET);
        int shifted = port == 0 ? 0 : port + offset;
        if (shifted > 65_535) {
            throw new StartFailure(
                    "the port of "
                            + service.name()
                            + " would be "
                            + shifted
                            + "; choose a smaller port-offset");
        }
        return host.equals("*")
                ? new InetSocketAddress(shifted)
                : new InetSocketAddress(hostAddress(service, host), shifted);
    }

    private static InetAddress hostAddress(Service service, String host) throws StartFailure {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException notAnAddress) {
            throw new StartFailure(
                    "the service "
                            + service.name()
                            + " cannot listen on '"
                            + host
                            + "', which is neither an IP address nor unix:/path",
                    notAnAddress);
        }
    }

    private void open(ListenerConfig config, ConnectionHandler handler) throws StartFailure {
        Listener listener = new Listener(wire, config, handler);
        try {
            listener.start();
        } catch (IOException cannot) {
            throw cannotOpen(config.address(), cannot);
        }
        open.add(listener);
    }

    private static StartFailure cannotOpen(SocketAddress address, IOException why) {
        return new StartFailure("the " + why.getMessage() + "; " + adviceFor(address), why);
    }

    private static String adviceFor(SocketAddress address) {
        return address instanceof InetSocketAddress internet && internet.getPort() < 1024
                ? "stop what uses it, give this program CAP_NET_BIND_SERVICE if it is not root"
                        + " (docs/operations/install.md), or try other ports with --port-offset"
                        + " 10000"
                : "stop what uses it, or choose another port";
    }

    /// True when most of a service's connections are in use, so that patience is short.
    boolean isCrowded(String name) {
        return open.stream()
                .filter(listener -> listener.name().equals(name))
                .anyMatch(Door::isCrowded);
    }

    /// True when the service, as set, can be reached from this host only.
    boolean isLocalOnly(String name) throws StartFailure {
        return addresses(ServicesTable.service(name)).stream()
                .allMatch(address ->
                        !(address instanceof InetSocketAddress internet)
                                || internet.getAddress().isLoopbackAddress());
    }

    /// The open doors by service, for status and metrics; each has one at least.
    Map<String, List<Door>> byService() {
        return open.stream()
                .collect(
                        Collectors.groupingBy(
                                Door::name, TreeMap::new, Collectors.toUnmodifiableList()));
    }

    /// No new connections; sessions are told and get this long to finish what they are doing.
    void drain(Duration patience) {
        open.forEach(Door::stopAccepting);
        List<Thread> draining =
                open.stream()
                        .map(door -> Thread.ofVirtual().start(() -> door.drain(patience)))
                        .toList();
        for (Thread thread : draining) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        open.forEach(Door::close);
    }
}
