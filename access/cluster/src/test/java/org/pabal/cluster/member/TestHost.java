// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.member;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.cluster.Host;
import org.pabal.cluster.HostOperation;
import org.pabal.cluster.HostService;
import org.pabal.cluster.link.ClusterDoor;
import org.pabal.cluster.link.LinkLimits;
import org.pabal.cluster.link.MutualLinks;
import org.pabal.wire.ConnectionHandler;
import org.pabal.wire.Connector;
import org.pabal.wire.Listener;
import org.pabal.wire.ListenerConfig;
import org.pabal.wire.SelfSigned;
import org.pabal.wire.TlsCertificates;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// A host with a cluster service on loopback, and nothing else.
public final class TestHost implements AutoCloseable {
    static final LinkLimits LIMITS =
            new LinkLimits(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(5));

    final String name;
    final Path folder;
    final Wire wire = new Wire(WireLimits.standard().withHandshake(Duration.ofSeconds(5)));
    public final Membership membership;
    public final Authority authority;
    public final MutualLinks links;
    final Upkeep upkeep;
    final ClusterDoor door;
    final Joining joining;
    private final Listener listener;
    private volatile ConnectionHandler handler = connection -> {};

    TestHost(Path parent, String name, InstantSource clock) throws IOException {
        this(parent, name, clock, Map.of());
    }

    public TestHost(
            Path parent, String name, InstantSource clock, Map<String, HostOperation> operations)
            throws IOException {
        this.name = name;
        this.folder = parent.resolve(name);
        var tls =
                new TlsCertificates(
                        List.of(
                                SelfSigned.createIfAbsent(
                                        folder, name + ".example.org", InstantSource.system())),
                        InstantSource.system());
        this.listener =
                new Listener(
                        wire,
                        ListenerConfig.of("cluster", new InetSocketAddress("127.0.0.1", 0))
                                .withImplicitTls(tls, ""),
                        connection -> handler.handle(connection));
        listener.start();
        Host self =
                new Host(
                        name,
                        "127.0.0.1",
                        Host.Kind.PABAL,
                        Set.of(name + ".example.org"),
                        Map.of(HostService.CLUSTER, port()));
        this.membership = Membership.open(folder.resolve("cluster"), self, List.of(), clock);
        this.authority = new Authority(membership, new SecureRandom());
        Connector connector = new Connector(wire);
        this.links = new MutualLinks(connector, membership, membership, "test", LIMITS);
        this.joining = new Joining(membership, connector, "test", LIMITS);
        Runnable admit = () -> membership.admission().ifPresent(a -> admit(tls, a));
        membership.whenChanged(admit);
        admit.run();
        this.upkeep = new Upkeep(membership, authority, links);
        this.door =
                new ClusterDoor(
                        membership,
                        MemberOperations.of(membership, authority).and(operations),
                        "test",
                        LIMITS);
        handler = door;
    }

    private static void admit(TlsCertificates tls, Membership.Admission admission) {
        try {
            tls.admitHosts(admission.own(), admission.authority());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public ClusterDoor door() {
        return door;
    }

    int port() {
        return ((InetSocketAddress) listener.boundAddress()).getPort();
    }

    /// Invites and joins.
    public void takesIn(TestHost other) throws Exception {
        String token = authority.invite(other.name, Optional.empty(), Duration.ofHours(1));
        other.joining.join(token, Optional.empty());
    }

    @Override
    public void close() {
        upkeep.close();
        listener.close();
        wire.close();
    }
}
