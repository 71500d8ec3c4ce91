// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.cli.Administration;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mda.memory.DeliveryMemory;
import org.pabal.message.UnavailableException;
import org.pabal.mta.authentication.Forwarders;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.queue.AttemptMarks;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.queue.QueueConfig;
import org.pabal.mta.relay.SenderChecks;
import org.pabal.search.SearchConfig;
import org.pabal.server.administration.AdministrationService;
import org.pabal.server.administration.DkimOperations;
import org.pabal.server.administration.ForwarderOperations;
import org.pabal.server.administration.LabOperations;
import org.pabal.server.administration.QueueOperations;
import org.pabal.server.administration.RelayOperations;
import org.pabal.server.administration.ScriptOperations;
import org.pabal.server.administration.SearchOperations;
import org.pabal.server.administration.SpfOperations;
import org.pabal.server.administration.SrsOperations;
import org.pabal.server.administration.TraceOperations;

/// Answers a command with the store itself, when no server runs.
public final class OfflineAdministration implements Administration {
    private final Foundation foundation;
    private final AdministrationService service;

    private OfflineAdministration(DataDirectory data, Foundation foundation, Optional<Path> file) {
        OfflineRouting offline = new OfflineRouting(foundation.directory(), data.path(), file);
        SecureRandom random = new SecureRandom();
        Ledger ledger = new Ledger(foundation.storage(), foundation.clock(), random);
        Supplier<Queue> queue = new OpenedOnce(foundation, ledger, random);
        DeliveryMemory memory =
                new DeliveryMemory(foundation.storage(), foundation.clock(), random);
        this.foundation = foundation;
        this.service =
                new AdministrationService(
                        foundation.directory(),
                        foundation.mailboxes(),
                        foundation.storage(),
                        new QueueOperations(queue),
                        new TraceOperations(
                                ledger, queue, offline::ledgerRetention, foundation.clock()),
                        new RouteCalls(
                                foundation.directory(),
                                offline::defaultDomain,
                                offline::router,
                                Optional::empty),
                        new RelayOperations(OfflineAdministration::noServer),
                        new SearchOperations(
                                foundation.directory(),
                                foundation.mailboxes(),
                                foundation.indexes()),
                        new DkimOperations(
                                foundation.directory(), () -> offline.signing(foundation).keys()),
                        new SpfOperations(offline::resolver, offline::hostname, foundation.clock()),
                        new SrsOperations(offline::rotateSecrets),
                        Reports.operations(foundation),
                        new ForwarderOperations(
                                foundation.directory(), () -> forwarders(foundation)),
                        Doctor.operations(
                                offline::resolver,
                                offline::hostname,
                                () -> offline.signing(foundation).keys().ring(),
                                () -> offline.certificate(data),
                                offline::policy,
                                foundation.clock()),
                        new ScriptOperations(
                                foundation.directory(), () -> offline.scripts(foundation), memory),
                        new LabOperations(
                                foundation.directory(),
                                foundation.mailboxes(),
                                () -> offline.scripts(foundation),
                                () -> offline.lab(foundation, memory)),
                        () -> Map.of("server", "not running"));
    }

    /// Those of the settings are the server's.
    private static Forwarders forwarders(Foundation foundation) {
        return new Forwarders(List.of(), foundation.storage(), foundation.clock());
    }

    private static SenderChecks noServer() {
        throw new UnavailableException(
                "the smarthosts are asked by the server, which does not run; start it first");
    }

    /// The queue, read from the store when a command asks for it. Nothing is tried: that is for a
    /// server to do.
    private static final class OpenedOnce implements Supplier<Queue> {
        private final Foundation foundation;
        private final Ledger ledger;
        private final SecureRandom random;
        private Optional<Queue> queue = Optional.empty();

        OpenedOnce(Foundation foundation, Ledger ledger, SecureRandom random) {
            this.foundation = foundation;
            this.ledger = ledger;
            this.random = random;
        }

        @Override
        public Queue get() {
            if (queue.isEmpty()) {
                queue =
                        Optional.of(
                                new Queue(
                                        foundation.storage(),
                                        QueueConfig.defaults(),
                                        foundation.clock(),
                                        random,
                                        ledger,
                                        AttemptMarks.NONE));
            }
            return queue.get();
        }
    }

    /// @param file the settings
    /// @throws StartFailure when the store cannot be opened
    public static OfflineAdministration open(DataDirectory data, Optional<Path> file)
            throws StartFailure {
        return new OfflineAdministration(
                data,
                Foundation.open(
                        data,
                        OfflineRouting.subaddress(file),
                        MailboxConfig.defaults(),
                        SearchConfig.defaults(data.search())),
                file);
    }

    @Override
    public Answer call(String operation, Map<String, Object> arguments) {
        return service.call(operation, arguments);
    }

    @Override
    public void close() {
        foundation.close();
    }
}
