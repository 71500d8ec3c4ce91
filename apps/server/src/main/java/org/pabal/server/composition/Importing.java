// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.pabal.directory.Account;
import org.pabal.dns.Resolver;
import org.pabal.fetch.FetchConnector;
import org.pabal.fetch.FetchLimits;
import org.pabal.jmap.Capability;
import org.pabal.jmap.Check;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.imports.ImportDoor;
import org.pabal.jmap.imports.ImportLimits;
import org.pabal.jmap.imports.Imports;
import org.pabal.jmap.protocol.StateNews;
import org.pabal.message.UnavailableException;
import org.pabal.mta.jobs.OutsideAddresses;
import org.pabal.mta.jobs.Reachable;
import org.pabal.server.checks.FetchCheck;
import org.pabal.server.settings.ImportTable;
import org.pabal.server.settings.ReceptionTable;
import org.pabal.server.settings.Settings;
import org.pabal.wire.Connector;
import org.pabal.wire.IpNetwork;
import org.pabal.wire.TlsClientContext;
import org.pabal.wire.Wire;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The role that brings mail from other servers, and the thread that takes up what a former process,
/// or a former home of an account, has left.
final class Importing implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Importing.class);
    private static final Duration GIVEN_UP_AFTER = Duration.ofDays(3);

    /// One small read for each account.
    private static final Duration LOOKED_EVERY = Duration.ofHours(1);

    private final Foundation foundation;
    private final boolean forPeople;
    private final ImportDoor door;
    private final Imports imports;
    private final Thread keeper;

    Importing(Foundation foundation, Settings settings, Wire wire, Resolver resolver)
            throws StartFailure {
        this.foundation = foundation;
        this.forPeople = settings.get(ImportTable.IMPORT_ENABLED);
        List<IpNetwork> inside = Networks.of(settings, ImportTable.IMPORT_NETWORKS);
        Reachable reachable =
                new Reachable(
                        address -> inside.stream().anyMatch(network -> network.contains(address)));
        this.door =
                new OutsideImports(
                        new OutsideAddresses(resolver, reachable),
                        reachable,
                        new FetchConnector(
                                new Connector(wire), trust(settings), FetchLimits.standard()));
        this.imports =
                new Imports(
                        foundation.storage(),
                        foundation.mailboxes(),
                        foundation.directory(),
                        door,
                        new ImapBySrv(resolver, new SecureRandom()),
                        foundation.clock(),
                        new ImportLimits(
                                settings.get(ImportTable.IMPORT_AT_ONCE),
                                settings.get(ImportTable.IMPORT_AT_ONCE_PER_SERVER),
                                settings.get(ReceptionTable.MAX_MESSAGE_SIZE),
                                GIVEN_UP_AFTER));
        this.keeper = Thread.ofVirtual().name("imports").unstarted(this::keep);
    }

    private static TlsClientContext trust(Settings settings) throws StartFailure {
        Optional<Path> more = settings.get(ImportTable.IMPORT_AUTHORITIES);
        try {
            return more.isPresent()
                    ? TlsClientContext.trustingAuthoritiesAnd(more.get())
                    : TlsClientContext.trustingAuthorities();
        } catch (IOException unusable) {
            throw new StartFailure(
                    "import.authorities cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    Imports imports() {
        return imports;
    }

    List<Capability> capabilities() {
        return forPeople ? List.of(imports.capability()) : List.of();
    }

    List<JmapMethod> methods() {
        return forPeople ? imports.methods() : List.of();
    }

    List<Check> checks() {
        return forPeople ? List.of(new FetchCheck(door, System::nanoTime)) : List.of();
    }

    /// @param news hears of the progress of jobs
    void start(StateNews news) {
        imports.tell(news);
        foundation.mailboxes().listen(imports);
        keeper.start();
    }

    private void keep() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                for (Account each : foundation.directory().accounts()) {
                    imports.resume(each.id());
                }
            } catch (UnavailableException reason) {
                LOG.warn("event=imports-not-resumed reason=\"{}\"", reason.getMessage());
            } catch (RuntimeException bug) {
                LOG.error("event=imports-not-resumed", bug);
            }
            LockSupport.parkNanos(this, LOOKED_EVERY.toNanos());
        }
    }

    @Override
    public void close() {
        keeper.interrupt();
        imports.close();
    }
}
