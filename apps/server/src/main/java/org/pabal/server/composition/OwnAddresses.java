// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.Map;
import org.pabal.cluster.HostOperation;
import org.pabal.cluster.alias.AliasOperations;
import org.pabal.cluster.alias.AliasTelling;
import org.pabal.directory.OwnAliases;
import org.pabal.server.settings.AddressTable;
import org.pabal.server.settings.Settings;

/// The addresses that people make for themselves, here and at the other hosts.
final class OwnAddresses implements AutoCloseable {
    private final OwnAliases aliases;
    private final AliasTelling telling;
    private final AliasOperations operations;

    OwnAddresses(Foundation foundation, Cluster cluster, Settings settings) {
        OwnAliases.Terms terms =
                new OwnAliases.Terms(
                        settings.get(AddressTable.OWN_ALIASES),
                        settings.get(AddressTable.OWN_ALIAS_DOMAINS),
                        settings.get(AddressTable.OWN_ALIAS_QUARANTINE));
        OwnAliases known = foundation.directory().ownAliases(terms, OwnAliases.Elsewhere.NOBODY);
        this.telling =
                new AliasTelling(
                        cluster.hosts(),
                        cluster.links(),
                        known,
                        foundation.mailboxes().doors()::checkChanging);
        this.aliases = foundation.directory().ownAliases(terms, telling);
        this.operations = new AliasOperations(foundation.directory(), known);
    }

    OwnAliases aliases() {
        return aliases;
    }

    /// What other hosts ask.
    Map<String, HostOperation> operations() {
        return operations.all();
    }

    void start() {
        telling.start();
    }

    @Override
    public void close() {
        telling.close();
    }
}
