// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.pabal.cluster.HostOperation;
import org.pabal.cluster.move.DirectorySwitch;
import org.pabal.cluster.move.MoveConfig;
import org.pabal.cluster.move.MoveOperations;
import org.pabal.cluster.move.Moves;
import org.pabal.directory.OwnAliases;
import org.pabal.server.settings.ClusterTable;
import org.pabal.server.settings.Settings;

/// Accounts that move to other hosts and come from them.
final class AccountMoving implements AutoCloseable {
    private final OwnAddresses addresses;
    private final Moves moves;
    private final MoveOperations operations;

    AccountMoving(Foundation foundation, Cluster cluster, Settings settings) {
        this.addresses = new OwnAddresses(foundation, cluster, settings);
        DirectorySwitch hosts =
                new DirectorySwitch(foundation.directory(), cluster.hosts(), cluster.links());
        this.moves =
                Moves.over(
                        cluster.links(),
                        new Moves.Host(
                                foundation.storage(),
                                foundation.mailboxes().doors(),
                                foundation.directory(),
                                addresses.aliases(),
                                hosts,
                                foundation.clock(),
                                System::nanoTime),
                        config(settings),
                        UUID::randomUUID);
        this.operations = new MoveOperations(moves, hosts);
    }

    private static MoveConfig config(Settings settings) {
        Duration freeze = settings.get(ClusterTable.MOVE_FREEZE);
        return new MoveConfig(
                settings.get(ClusterTable.MOVES_AT_ONCE),
                settings.get(ClusterTable.MOVE_RATE),
                freeze.plusSeconds(2),
                freeze,
                settings.get(ClusterTable.MOVE_KEEP));
    }

    /// What other hosts ask.
    Map<String, HostOperation> operations() {
        Map<String, HostOperation> all = new HashMap<>(operations.all());
        all.putAll(addresses.operations());
        return all;
    }

    Moves moves() {
        return moves;
    }

    /// The addresses of accounts, which move with them.
    OwnAliases aliases() {
        return addresses.aliases();
    }

    void start() {
        addresses.start();
        moves.start();
    }

    @Override
    public void close() {
        addresses.close();
        moves.close();
    }
}
