// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.cli.Administration;
import org.pabal.cluster.member.Membership;
import org.pabal.cluster.move.Moves;
import org.pabal.filter.policy.StoredWishes;
import org.pabal.jmap.imports.Imports;
import org.pabal.jmap.webhook.WebhookServices;
import org.pabal.mailbox.stored.MailboxConfig;
import org.pabal.mda.memory.DeliveryMemory;
import org.pabal.message.UnavailableException;
import org.pabal.mta.authentication.Forwarders;
import org.pabal.mta.breaker.Breaker;
import org.pabal.mta.breaker.BreakerObserver;
import org.pabal.mta.breaker.BreakerRules;
import org.pabal.mta.filtering.QuarantineDesk;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.queue.AttemptMarks;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.queue.QueueConfig;
import org.pabal.mta.relay.SenderChecks;
import org.pabal.search.SearchConfig;
import org.pabal.server.administration.AccountMoves;
import org.pabal.server.administration.AdministrationService;
import org.pabal.server.administration.BanOperations;
import org.pabal.server.administration.ClusterOperations;
import org.pabal.server.administration.ConnectorOperations;
import org.pabal.server.administration.DirectoryOperations;
import org.pabal.server.administration.DkimOperations;
import org.pabal.server.administration.ForwarderOperations;
import org.pabal.server.administration.GreylistOperations;
import org.pabal.server.administration.ImportOperations;
import org.pabal.server.administration.LabOperations;
import org.pabal.server.administration.LearningOperations;
import org.pabal.server.administration.OutgoingOperations;
import org.pabal.server.administration.QuarantineOperations;
import org.pabal.server.administration.QueueOperations;
import org.pabal.server.administration.RelayOperations;
import org.pabal.server.administration.ScriptOperations;
import org.pabal.server.administration.SearchOperations;
import org.pabal.server.administration.SetupOperations;
import org.pabal.server.administration.SignInOperations;
import org.pabal.server.administration.SpamOperations;
import org.pabal.server.administration.SpamPolicyOperations;
import org.pabal.server.administration.SpfOperations;
import org.pabal.server.administration.SrsOperations;
import org.pabal.server.administration.TraceOperations;
import org.pabal.server.administration.WebhookOperations;
import org.pabal.sessions.SessionLimits;
import org.pabal.sessions.kept.Demands;
import org.pabal.sessions.kept.KeptFactors;
import org.pabal.sessions.kept.Sessions;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// Answers a command with the store itself, when no server runs.
public final class OfflineAdministration implements Administration {
    /// What is deleted goes when the server runs, whose settings say when.
    private static final Duration FOREVER = Duration.ofDays(100_000);

    private final Foundation foundation;
    private final AdministrationService service;
    private Optional<Wire> wire = Optional.empty();

    private OfflineAdministration(
            DataDirectory data,
            Foundation foundation,
            Optional<Path> file,
            Optional<Membership> hosts) {
        OfflineRouting offline =
                new OfflineRouting(foundation.directory(), data.path(), file, hosts);
        SecureRandom random = new SecureRandom();
        Ledger ledger = new Ledger(foundation.storage(), foundation.clock(), random);
        Supplier<Queue> queue = new OpenedOnce(foundation, ledger, random);
        DeliveryMemory memory =
                new DeliveryMemory(foundation.storage(), foundation.clock(), random);
        this.foundation = foundation;
        KeptFactors factors = SecondFactorSettings.kept(foundation);
        Sessions sessions =
                WebSignIn.sessions(foundation, SessionLimits.defaults(), factors).sessions();
        this.service =
                new AdministrationService(
                        foundation.directory(),
                        foundation.mailboxes(),
                        foundation.clock(),
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
                        new GreylistOperations(() -> offline.greylist(foundation)),
                        new OutgoingOperations(
                                foundation.directory(), () -> breaker(foundation), queue),
                        Doctor.operations(
                                offline::resolver,
                                offline::hostname,
                                () -> offline.signing(foundation).keys().ring(),
                                () -> offline.certificate(data),
                                offline::services,
                                offline::policy,
                                foundation.clock()),
                        new ScriptOperations(
                                foundation.directory(), () -> offline.scripts(foundation), memory),
                        new LabOperations(
                                foundation.directory(),
                                foundation.mailboxes(),
                                () -> offline.scripts(foundation),
                                () -> offline.lab(foundation, memory)),
                        new ClusterOperations(() -> cluster(hosts, queue.get())),
                        new DirectoryOperations(
                                foundation.directory(),
                                foundation.directory().sources(),
                                foundation.mailboxes()),
                        new AccountMoves(foundation.directory(), OfflineAdministration::noMoves),
                        new BanOperations(
                                () -> DoorGuard.register(foundation), foundation.directory()),
                        new SpamOperations(
                                () -> offline.spam(foundation).forOperations(),
                                foundation.directory(),
                                foundation.mailboxes(),
                                ledger,
                                foundation.clock()),
                        new SpamPolicyOperations(
                                foundation.directory(), new StoredWishes(foundation.storage())),
                        new QuarantineOperations(
                                SpamFilter.quarantine(foundation, Duration.ofDays(30)),
                                OfflineAdministration::noDesk),
                        new LearningOperations(
                                foundation.directory(), () -> offline.learning(foundation)),
                        new ConnectorOperations(OfflineAdministration::noConnectors),
                        new SignInOperations(
                                foundation.directory(),
                                sessions,
                                factors,
                                new Demands(offline::demandsSecondFactor, factors)),
                        new ImportOperations(
                                foundation.directory(), OfflineAdministration::noImports),
                        new WebhookOperations(
                                foundation.directory(), OfflineAdministration::noWebhooks),
                        new SetupOperations(OfflineAdministration::noSetup),
                        () -> Map.of("server", "not running"));
    }

    /// Nothing is sent while the server does not run: nothing is counted.
    private static Breaker breaker(Foundation foundation) {
        return new Breaker(
                BreakerRules.defaults(),
                foundation.storage(),
                foundation.clock(),
                BreakerObserver.NOBODY);
    }

    /// Those of the settings are the server's.
    private static Forwarders forwarders(Foundation foundation) {
        return new Forwarders(List.of(), foundation.storage(), foundation.clock());
    }

    private static ConnectorOperations.Asked noConnectors() {
        throw new UnavailableException(
                "DNS lists and other filters are asked by the server, which does not run; start it"
                        + " first");
    }

    private static Imports noImports() {
        throw new UnavailableException(
                "mail is brought by the server, which does not run; start it first");
    }

    private static WebhookServices noWebhooks() {
        throw new UnavailableException(
                "webhooks are told by the server, which does not run; start it first");
    }

    private static SetupOperations.Parts noSetup() {
        throw new UnavailableException(
                "a server is set up while it runs, and this one does not; start it first");
    }

    private static Moves noMoves() {
        throw new UnavailableException(
                "accounts are moved by the server, which does not run; start it first");
    }

    private static QuarantineDesk noDesk() {
        throw new UnavailableException(
                "mail is delivered by the server, which does not run; start it first");
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
        Optional<Membership> hosts = OfflineRouting.membership(data, file);
        return new OfflineAdministration(
                data,
                Foundation.open(
                        data,
                        OfflineRouting.subaddress(data, file),
                        _ -> false, // nobody logs in here
                        OfflineRouting.directories(data, file, hosts),
                        MailboxConfig.defaults().withKeepDeleted(FOREVER),
                        SearchConfig.defaults(data.search())),
                file,
                hosts);
    }

    /// Without doors: what a command asks of other hosts, it asks itself.
    private ClusterOperations.Parts cluster(Optional<Membership> hosts, Queue queue) {
        Membership membership =
                hosts.orElseThrow(() ->
                        new UnavailableException(
                                "the settings cannot be used: run pabal config check"));
        Wire open = wire.orElseGet(() -> new Wire(WireLimits.standard()));
        wire = Optional.of(open);
        return new Cluster(membership, open, foundation.clock())
                .parts(host -> Transport.queuedFor(queue, host));
    }

    @Override
    public Answer call(String operation, Map<String, Object> arguments) {
        return service.call(operation, arguments);
    }

    @Override
    public void close() {
        wire.ifPresent(Wire::close);
        foundation.close();
    }
}
