// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.pabal.cluster.HostOperation;
import org.pabal.cluster.move.DirectorySwitch;
import org.pabal.cluster.move.MoveConfig;
import org.pabal.cluster.move.MoveOperations;
import org.pabal.cluster.move.Moves;
import org.pabal.server.settings.ClusterTable;
import org.pabal.server.settings.Settings;

/// Accounts that move to other hosts and come from them.
final class AccountMoving implements AutoCloseable {
    private final Moves moves;
    private final MoveOperations operations;

    AccountMoving(Foundation foundation, Cluster cluster, Settings settings) {
        DirectorySwitch hosts =
                new DirectorySwitch(foundation.directory(), cluster.hosts(), cluster.links());
        this.moves =
                Moves.over(
                        cluster.links(),
                        new Moves.Host(
                                foundation.storage(),
                                foundation.mailboxes().doors(),
                                foundation.directory(),
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
        return operations.all();
    }

    Moves moves() {
        return moves;
    }

    void start() {
        moves.start();
    }

    @Override
    public void close() {
        moves.close();
    }
}
