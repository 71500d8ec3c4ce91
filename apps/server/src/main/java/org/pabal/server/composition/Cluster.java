// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.pabal.cluster.HostDoors;
import org.pabal.cluster.HostLinks;
import org.pabal.cluster.HostOperation;
import org.pabal.cluster.HostService;
import org.pabal.cluster.Hosts;
import org.pabal.cluster.link.ClusterDoor;
import org.pabal.cluster.link.HostOperations;
import org.pabal.cluster.link.LinkLimits;
import org.pabal.cluster.link.MutualLinks;
import org.pabal.cluster.member.Authority;
import org.pabal.cluster.member.Joining;
import org.pabal.cluster.member.MemberOperations;
import org.pabal.cluster.member.Membership;
import org.pabal.cluster.member.Sighting;
import org.pabal.cluster.member.Upkeep;
import org.pabal.server.administration.ClusterOperations;
import org.pabal.wire.Connector;
import org.pabal.wire.TlsCertificates;
import org.pabal.wire.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This host among the others: what it shows and believes at its doors, the cluster service, and the
/// upkeep. Joining opens the service and LMTP for the other hosts at once.
final class Cluster implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
    private static final String MISDIRECTED = "554 This port is for other hosts, under TLS\r\n";

    private final Membership membership;
    private final InstantSource clock;
    private final Authority authority;
    private final Connector connector;
    private final MutualLinks links;
    private final Joining joining;
    private final Upkeep upkeep;
    private final HostOperations ownOperations;

    Cluster(Membership membership, Wire wire, InstantSource clock) {
        this.clock = clock;
        String program = "pabal " + Version.text();
        this.membership = membership;
        this.authority = new Authority(membership, new SecureRandom());
        this.connector = new Connector(wire);
        this.links =
                new MutualLinks(connector, membership, membership, program, LinkLimits.STANDARD);
        this.joining = new Joining(membership, connector, program, LinkLimits.STANDARD);
        this.upkeep = new Upkeep(membership, authority, links);
        this.ownOperations = MemberOperations.of(membership, authority);
    }

    Hosts hosts() {
        return membership;
    }

    Membership membership() {
        return membership;
    }

    /// Calls to other hosts.
    HostLinks links() {
        return links;
    }

    Upkeep upkeep() {
        return upkeep;
    }

    /// A service at the other hosts, for sessions of it here.
    HostDoors doors(HostService service) {
        return new HostDoors(membership, membership, connector, service);
    }

    /// Doors know other hosts from now on, and those that join later.
    void admitAt(TlsCertificates tls) throws StartFailure {
        try {
            admit(tls);
        } catch (IOException unusable) {
            throw new StartFailure(
                    "the certificate of this host among the others cannot be used: "
                            + unusable.getMessage(),
                    unusable);
        }
        membership.whenChanged(() -> {
            try {
                admit(tls);
            } catch (IOException unusable) {
                LOG.error("event=host-certificate-unusable reason=\"{}\"", unusable.getMessage());
            }
        });
    }

    private void admit(TlsCertificates tls) throws IOException {
        Optional<Membership.Admission> admission = membership.admission();
        if (admission.isPresent()) {
            tls.admitHosts(admission.get().own(), admission.get().authority());
        }
    }

    /// What is open for members only.
    interface MembersDoors {
        void open() throws StartFailure;
    }

    /// Opens the service now, or when this host joins.
    ///
    /// @param more operations, of other parts
    /// @param mail opens what the other hosts deliver to
    void open(Listeners listeners, Map<String, HostOperation> more, MembersDoors mail)
            throws StartFailure {
        ClusterDoor door =
                new ClusterDoor(
                        membership,
                        ownOperations.and(more),
                        "pabal " + Version.text(),
                        LinkLimits.STANDARD);
        MembersDoors all =
                () -> {
                    if (!listeners.isOpen("cluster")) {
                        listeners.openTlsForHosts("cluster", MISDIRECTED, door);
                    }
                    mail.open();
                };
        if (membership.isMember()) {
            all.open();
        }
        membership.whenChanged(() -> {
            if (membership.isMember()) {
                openLater(all);
            }
        });
    }

    private static void openLater(MembersDoors all) {
        try {
            all.open();
        } catch (StartFailure taken) {
            LOG.error("event=members-doors-closed reason=\"{}\"", taken.getMessage());
        }
    }

    void start() {
        upkeep.start();
    }

    double reachable() {
        return upkeep.sightings().values().stream().filter(Sighting::isReachable).count();
    }

    double listVersion() {
        return membership.list().map(list -> (double) list.version()).orElse(0.0);
    }

    /// How long this host's certificate among hosts is good.
    double certificateSeconds() {
        return membership
                .certificateEnds()
                .map(end -> (double) Duration.between(clock.instant(), end).toSeconds())
                .orElse(0.0);
    }

    /// For administrators.
    ///
    /// @param queued how much mail waits for each host
    ClusterOperations operations(ClusterOperations.Waiting queued) {
        return new ClusterOperations(() -> parts(queued));
    }

    ClusterOperations.Parts parts(ClusterOperations.Waiting queued) {
        return new ClusterOperations.Parts(membership, authority, joining, upkeep, queued);
    }

    @Override
    public void close() {
        upkeep.close();
    }
}
