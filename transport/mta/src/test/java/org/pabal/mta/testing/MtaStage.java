// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.testing;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.pabal.directory.LoginContext;
import org.pabal.dns.Resolver;
import org.pabal.mailauth.spf.SpfChecker;
import org.pabal.mailauth.spf.SpfLimits;
import org.pabal.mailauth.srs.Srs;
import org.pabal.mailauth.srs.SrsConfig;
import org.pabal.mailbox.MailboxStore;
import org.pabal.mda.DeliveryAgent;
import org.pabal.mda.FilingRules;
import org.pabal.mda.agent.SnoozedMessages;
import org.pabal.mda.programs.Programs;
import org.pabal.mda.programs.ProgramsConfig;
import org.pabal.mda.programs.SievePrograms;
import org.pabal.message.Address;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.FutureRelease;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.acceptance.Acceptance;
import org.pabal.mta.acceptance.Assessments;
import org.pabal.mta.acceptance.Commitments;
import org.pabal.mta.acceptance.Consignment;
import org.pabal.mta.acceptance.ContentChecks;
import org.pabal.mta.acceptance.ContentExaminer;
import org.pabal.mta.acceptance.LocalCopies;
import org.pabal.mta.acceptance.MessageLimits;
import org.pabal.mta.acceptance.Promise;
import org.pabal.mta.acceptance.RecipientConfig;
import org.pabal.mta.acceptance.RecipientRules;
import org.pabal.mta.acceptance.Refusals;
import org.pabal.mta.acceptance.Successors;
import org.pabal.mta.authentication.ArrivalExaminer;
import org.pabal.mta.bounce.BounceConfig;
import org.pabal.mta.bounce.Bounces;
import org.pabal.mta.bounce.ReportLimit;
import org.pabal.mta.breaker.Breaker;
import org.pabal.mta.breaker.BreakerObserver;
import org.pabal.mta.breaker.BreakerRules;
import org.pabal.mta.delivery.CommitPause;
import org.pabal.mta.delivery.DeliveryConfig;
import org.pabal.mta.delivery.FinalDelivery;
import org.pabal.mta.delivery.ForwardedSender;
import org.pabal.mta.delivery.HostHealth;
import org.pabal.mta.delivery.HostSearch;
import org.pabal.mta.delivery.LocalDelivery;
import org.pabal.mta.delivery.QueueDelivery;
import org.pabal.mta.delivery.RemoteDelivery;
import org.pabal.mta.delivery.RemoteSession;
import org.pabal.mta.delivery.TlsObserver;
import org.pabal.mta.delivery.TlsPolicies;
import org.pabal.mta.filtering.ArrivalFilter;
import org.pabal.mta.filtering.QuarantineDesk;
import org.pabal.mta.jobs.JobDelivery;
import org.pabal.mta.jobs.ScriptedRuns;
import org.pabal.mta.jobs.WebPosts;
import org.pabal.mta.jobs.WebhookPosts;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.ledger.MailIds;
import org.pabal.mta.policy.Checks;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.queue.QueueConfig;
import org.pabal.mta.reception.Reception;
import org.pabal.mta.reception.ReceptionConfig;
import org.pabal.mta.relay.Contact;
import org.pabal.mta.relay.OutboundPort;
import org.pabal.mta.relay.PortConfig;
import org.pabal.mta.relay.SenderChecks;
import org.pabal.mta.relay.SenderProbe;
import org.pabal.mta.routing.ReturnAddresses;
import org.pabal.mta.routing.Router;
import org.pabal.mta.routing.RoutingConfig;
import org.pabal.mta.submission.AccountRates;
import org.pabal.mta.submission.Submission;
import org.pabal.mta.submission.SubmissionConfig;
import org.pabal.smtp.ClientFacts;
import org.pabal.smtp.MailParameters;
import org.pabal.smtp.MailService;
import org.pabal.smtp.SmtpReply;
import org.pabal.smtp.Verdict;
import org.pabal.storage.testing.FakeStorage;
import org.pabal.testkit.FakeClock;

/// The whole MTA as the server builds it, over fakes. `restart` throws all memory away.
public final class MtaStage {
    public static final String HOSTNAME = "mail.d.example";

    public final FakeClock clock = FakeClock.at("2026-03-01T09:00:00Z");
    public final FakeDirectory directory = new FakeDirectory();
    public final FakeResolver resolver = new FakeResolver();

    /// What reception asks in its place, if the test sets it.
    public Optional<Resolver> zone = Optional.empty();

    public RoutingConfig routingConfig = RoutingConfig.defaults();
    public QueueConfig queueConfig = QueueConfig.defaults();
    public BounceConfig bounceConfig = BounceConfig.defaults(HOSTNAME);
    public ReceptionConfig receptionConfig = ReceptionConfig.defaults(HOSTNAME);

    /// What others see of us.
    public List<InetAddress> ownAddresses = List.of(InetAddress.ofLiteral("192.0.2.25"));

    public ForwardedSender.When forwarding = ForwardedSender.When.NEEDED;
    public ReturnAddresses returns =
            new ReturnAddresses(
                    new Srs(SrsConfig.standard(), () -> List.of("a secret"), clock),
                    Optional.empty());
    public RecipientConfig recipientConfig = RecipientConfig.defaults();
    public AccountRates.Limits accountRates =
            new AccountRates.Limits(10_000, 10_000, 10_000, 10_000);
    public SubmissionConfig submissionConfig = SubmissionConfig.defaults(HOSTNAME);
    public Checks checks = Checks.NONE;

    /// Of what reception takes; set it, then build anew.
    public ContentExaminer examiner = ContentExaminer.NONE;

    /// Of what submission takes; set it, then build anew.
    public ContentExaminer signer = ContentExaminer.NONE;

    /// Of reports; set it, then build anew.
    public UnaryOperator<byte[]> reportSigner = UnaryOperator.identity();

    public long maxOctets = 1_000_000;
    public ReportLimit reportLimit = new ReportLimit(clock);
    public TlsPolicies tlsPolicies = TlsPolicies.OPPORTUNISTIC;
    public TlsObserver tlsObserver = TlsObserver.NOBODY;
    public RemoteSession remote =
            (host, mail) -> {
                throw new AssertionError("nobody is to be reached: " + host);
            };
    public FinalDelivery keepers =
            (keeper, entry, recipient) -> {
                throw new AssertionError("nothing is to be kept: " + keeper);
            };
    public Programs programs =
            (command, environment, input, output, limit) -> {
                throw new AssertionError("nothing is to run: " + command);
            };
    public ProgramsConfig programsConfig = ProgramsConfig.OFF;
    public WebPosts web =
            (target, json) -> {
                throw new AssertionError("nobody is to be notified: " + target);
            };
    public WebhookPosts webhooks =
            (work, entry, account) -> {
                throw new AssertionError("no webhook is to be told: " + work);
            };
    public CommitPause pause =
            length -> {
                throw new AssertionError("nothing is to wait");
            };

    /// What a process leaves behind when it dies.
    public final FakeMarks marks = new FakeMarks();

    public FakeStorage storage = new FakeStorage();
    public final Random random;

    /// Set it to use another store than the fake.
    public Optional<Function<FakeStorage, MailboxStore>> otherStore = Optional.empty();

    public DeliveryConfig deliveryConfig = DeliveryConfig.defaults(HOSTNAME, Set.of());

    /// Found open by whatever `remote` says; a probe tells nothing.
    /// Examines strangers' mail, if the test sets it.
    public Function<MtaStage, Optional<ArrivalExaminer>> arrivals = _ -> Optional.empty();

    /// Judges strangers' mail, if the test sets it; set it, then build anew.
    public Function<MtaStage, Optional<ArrivalFilter>> filter = _ -> Optional.empty();

    public OutboundPort port =
            new OutboundPort(
                    PortConfig.defaults(PortConfig.Loopback.TELLS_NOTHING),
                    host -> Contact.UNCLEAR,
                    _ -> true,
                    clock);

    public SenderProbe senderProbe =
            (relay, senders) -> {
                throw new AssertionError("no smarthost is to be asked: " + relay);
            };
    public java.util.List<org.pabal.message.Address> senders = java.util.List.of();
    public SenderChecks senderChecks;

    /// Decides about copies; set it, then build anew.
    public Function<MtaStage, DeliveryAgent> agent = _ -> new FilingRules();

    public FakeMailboxes mailboxes;
    public MailboxStore store;
    public Queue queue;
    public QueueDelivery delivery;
    public JobDelivery jobs;
    public Refusals refusals;
    public Reception reception;
    public Submission submission;
    public BreakerRules breakerRules = BreakerRules.defaults();
    public BreakerObserver breakerObserver = BreakerObserver.NOBODY;
    public Breaker breaker;
    public Router router;
    public Acceptance acceptance;
    public MailIds ids;
    public Ledger ledger;
    public RemoteDelivery remoteDelivery;

    @SuppressWarnings("NullAway.Init")
    public MtaStage(long seed) {
        random = new Random(seed);
        directory.domain("d.example");
        resolver.mx("far.example", "10 mx.far.example");
        build();
    }

    /// Builds all anew over the same storage.
    public void build() {
        mailboxes = new FakeMailboxes(storage);
        store = otherStore.map(maker -> maker.apply(storage)).orElse(mailboxes);
        ledger = new Ledger(storage, clock, random);
        ids = new MailIds(clock, random);
        router = new Router(directory, routingConfig.with(returns));
        queue = new Queue(storage, queueConfig, clock, random, ledger, marks);
        Consignment consignment =
                new Consignment(
                        new LocalCopies(agent.apply(this), store),
                        new Successors(router, ids),
                        queue,
                        QuarantineDesk.keeping());
        Commitments commitments = new Commitments(storage, store, queue, ledger);
        acceptance = new Acceptance(store, queue, consignment, commitments);
        RecipientRules rules = new RecipientRules(directory, router, store, recipientConfig);
        Promise promise =
                new Promise(
                        acceptance,
                        new ContentChecks(
                                storage, store, rules, MessageLimits.defaults(), maxOctets),
                        recipientConfig.fullMailbox());
        refusals = new Refusals(ledger, storage, clock);
        reception =
                new Reception(
                        receptionConfig,
                        rules,
                        promise,
                        refusals,
                        store,
                        queue,
                        ids,
                        zone.orElse(resolver),
                        arrivals.apply(this),
                        filter.apply(this),
                        examiner,
                        clock);
        senderChecks =
                new SenderChecks(routingConfig.smarthosts(), senderProbe, () -> senders, clock);
        breaker = new Breaker(breakerRules, storage, clock, breakerObserver);
        submission =
                new Submission(
                        submissionConfig,
                        directory,
                        rules,
                        senderChecks,
                        promise,
                        refusals,
                        new AccountRates(accountRates, storage, clock),
                        breaker,
                        store,
                        ids,
                        signer,
                        clock);
        Bounces bounces =
                new Bounces(
                        bounceConfig,
                        router,
                        directory,
                        store,
                        storage,
                        consignment,
                        ids,
                        reportSigner,
                        reportLimit);
        remoteDelivery =
                new RemoteDelivery(
                        new HostSearch(deliveryConfig, resolver, random, tlsPolicies),
                        new HostHealth(clock),
                        (host, mail) -> remote.transmit(host, mail),
                        port,
                        senderChecks,
                        result -> tlsObserver.observed(result));
        delivery =
                new QueueDelivery(
                        router,
                        remoteDelivery,
                        new ForwardedSender(
                                forwarding,
                                returns,
                                new SpfChecker(resolver, SpfLimits.standard(), HOSTNAME, clock),
                                () -> ownAddresses,
                                HOSTNAME,
                                directory),
                        (keeper, entry, recipient) -> keepers.deliver(keeper, entry, recipient),
                        new LocalDelivery(
                                storage,
                                store,
                                header ->
                                        filter.apply(this)
                                                .map(known -> known.judgedBefore(header))
                                                .orElse(Assessments.NONE)),
                        bounces,
                        consignment,
                        commitments,
                        ids,
                        clock,
                        length -> pause.pause(length));
        jobs =
                new JobDelivery(
                        directory,
                        new ScriptedRuns(
                                new SievePrograms(
                                        (command, environment, input, output, limit) ->
                                                programs.run(
                                                        command, environment, input, output, limit),
                                        programsConfig,
                                        store,
                                        maxOctets),
                                account -> "/",
                                storage),
                        (target, json) -> web.post(target, json),
                        (work, entry, account) -> webhooks.tell(work, entry, account),
                        new LocalDelivery(storage, store),
                        bounces,
                        commitments,
                        clock);
    }

    /// What a crash and a new start do.
    public void restart() {
        storage.stopFailing();
        storage = storage.reopened();
        build();
    }

    /// A message that waits, as text.
    public String content(org.pabal.storage.BlobId blob) {
        return mailboxes.content(blob);
    }

    public int work() {
        new SnoozedMessages(store, directory, clock).work();
        return queue.workOff(jobs.beside(delivery));
    }

    /// Goes to the time of the next attempt and makes it.
    public void workNext() {
        queue.nextDue()
                .ifPresent(due -> clock.set(due.isAfter(clock.instant()) ? due : clock.instant()));
        work();
    }

    public ClientFacts client() {
        return client(Optional.empty());
    }

    public ClientFacts client(Optional<String> login) {
        return client("192.0.2.7", login);
    }

    public ClientFacts clientAt(String address) {
        return client(address, Optional.empty());
    }

    private static ClientFacts client(String address, Optional<String> login) {
        return new ClientFacts(
                "s1",
                new InetSocketAddress(java.net.InetAddress.ofLiteral(address), 4000),
                new InetSocketAddress(java.net.InetAddress.ofLiteral("198.51.100.1"), 25),
                Optional.of("client.example"),
                login.isPresent() ? "ESMTPSA" : "ESMTP",
                Optional.empty(),
                login.map(name -> new ClientFacts.Authenticated("PLAIN", name, name)));
    }

    /// A session with reception.
    public Session receive(String from) {
        return new Session(reception.openSmtp(checks), client(), from);
    }

    /// A session with reception of another client.
    public Session receiveFrom(String address, String from) {
        return new Session(reception.openSmtp(checks), clientAt(address), from);
    }

    /// With SIZE. RFC 1870
    public Session receiveAnnouncing(String from, long octets) {
        MailParameters none = MailParameters.NONE;
        MailParameters sized =
                new MailParameters(
                        OptionalLong.of(octets),
                        none.body(),
                        none.smtpUtf8(),
                        none.auth(),
                        none.request(),
                        none.release());
        return new Session(reception.openSmtp(checks), client(), from, sized);
    }

    /// With BODY=BINARYMIME. RFC 3030
    public Session receiveBinary(String from) {
        MailParameters none = MailParameters.NONE;
        MailParameters binary =
                new MailParameters(
                        none.size(),
                        MailParameters.Body.BINARY_MIME,
                        none.smtpUtf8(),
                        none.auth(),
                        none.request(),
                        none.release());
        return new Session(reception.openSmtp(checks), client(), from, binary);
    }

    public Session receiveLmtp(String from) {
        return new Session(reception.openLmtp(checks), client(), from);
    }

    /// A session of a program of this host.
    public Session submitLocally(MailService service, String from) {
        return new Session(service, client(), from);
    }

    /// A session of somebody who is logged in.
    public Session submit(String login, String from) {
        return submit(login, from, MailParameters.NONE);
    }

    /// With HOLDFOR. RFC 4865
    public Session submitLater(String login, Duration interval) {
        MailParameters none = MailParameters.NONE;
        MailParameters later =
                new MailParameters(
                        none.size(),
                        none.body(),
                        none.smtpUtf8(),
                        none.auth(),
                        none.request(),
                        Optional.of(new FutureRelease.After(interval)));
        return submit(login, login, later);
    }

    public Session submitAsking(String login, MailRequest request) {
        return submit(login, login, asking(request));
    }

    public Session receiveAsking(String from, MailRequest request) {
        return new Session(reception.openSmtp(checks), client(), from, asking(request));
    }

    private static MailParameters asking(MailRequest request) {
        MailParameters none = MailParameters.NONE;
        return new MailParameters(
                none.size(), none.body(), none.smtpUtf8(), none.auth(), request, none.release());
    }

    /// A session of somebody who has logged in at another place.
    public Session submitFrom(String address, String login) {
        return submit(client(address, Optional.of(login)), login, MailParameters.NONE);
    }

    private Session submit(String login, String from, MailParameters parameters) {
        return submit(client(Optional.of(login)), from, parameters);
    }

    private Session submit(ClientFacts client, String from, MailParameters parameters) {
        MailService service = submission.open(_ -> LoginContext.ANYWHERE, checks);
        Verdict in = service.authenticated(client);
        if (!in.equals(Verdict.ACCEPT)) {
            throw new AssertionError("not logged in: " + in);
        }
        return new Session(service, client, from, parameters);
    }

    /// One mail's transaction.
    public static final class Session {
        private final MailService service;
        private final ClientFacts client;
        public final Verdict mail;

        Session(MailService service, ClientFacts client, String from) {
            this(service, client, from, MailParameters.NONE);
        }

        Session(MailService service, ClientFacts client, String from, MailParameters parameters) {
            this.service = service;
            this.client = client;
            this.mail =
                    service.mail(
                            client,
                            from.isEmpty()
                                    ? ReversePath.NULL
                                    : new ReversePath.To(Address.of(from)),
                            parameters);
        }

        /// The next mail of the same connection.
        public Session again(String from) {
            return new Session(service, client, from);
        }

        /// Between mails.
        public SmtpReply etrn(String node) {
            return service.etrn(client, node);
        }

        /// The connection is over.
        public void close() {
            service.close();
        }

        public Verdict rcpt(String to) {
            return rcpt(new ForwardPath.To(Address.of(to)));
        }

        public Verdict rcpt(ForwardPath to) {
            return service.rcpt(client, to, RecipientRequest.NONE);
        }

        /// The transaction ends without content.
        public void reset() {
            service.reset();
        }

        public Session to(String to, RecipientRequest request) {
            Verdict verdict = service.rcpt(client, new ForwardPath.To(Address.of(to)), request);
            if (!verdict.equals(Verdict.ACCEPT)) {
                throw new AssertionError(to + ": " + verdict);
            }
            return this;
        }

        public Session to(String... all) {
            for (String to : all) {
                Verdict verdict = rcpt(to);
                if (!verdict.equals(Verdict.ACCEPT)) {
                    throw new AssertionError(to + ": " + verdict);
                }
            }
            return this;
        }

        public String send(String content) {
            return text(sendForReplies(content).getFirst());
        }

        public List<SmtpReply> sendForReplies(String content) {
            byte[] octets = content.getBytes(StandardCharsets.ISO_8859_1);
            try (MailService.Content open = service.content(client)) {
                int piece = 7; // pieces cut lines and CRLF in all places
                for (int at = 0; at < octets.length; at += piece) {
                    open.write(octets, at, Math.min(piece, octets.length - at));
                }
                return open.finish();
            } catch (java.io.IOException impossible) {
                throw new AssertionError(impossible);
            }
        }

        /// The content is cut off.
        public void breakOff(String content) {
            byte[] octets = content.getBytes(StandardCharsets.ISO_8859_1);
            try (MailService.Content open = service.content(client)) {
                open.write(octets, 0, octets.length);
            } catch (java.io.IOException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }

    public static String text(Verdict verdict) {
        return verdict instanceof Verdict.Refuse(var reply, _) ? text(reply) : "accept";
    }

    public static String text(SmtpReply reply) {
        String status = reply.status().map(s -> " " + s).orElse("");
        return reply.code() + status + " " + String.join(" ", reply.lines());
    }

    public static final String MESSAGE =
            "From: Alice <alice@d.example>\r\n"
                    + "To: someone@remote.example\r\n"
                    + "Subject: hello\r\n"
                    + "Date: Sun, 1 Mar 2026 08:59:00 +0000\r\n"
                    + "Message-ID: <1@client.example>\r\n"
                    + "\r\n"
                    + "Hi.\r\n";
}
