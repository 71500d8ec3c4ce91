// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.reception;

import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.mailauth.examination.Iprev;
import org.pabal.mailbox.MailboxName;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.acceptance.Acceptance.Replies;
import org.pabal.mta.acceptance.ContentExaminer;
import org.pabal.mta.acceptance.RecipientRules.Checked;
import org.pabal.mta.acceptance.RecipientRules.Relay;
import org.pabal.mta.acceptance.Refusals;
import org.pabal.mta.acceptance.Transaction;
import org.pabal.mta.authentication.ArrivalExamination;
import org.pabal.mta.filtering.ArrivalFilter;
import org.pabal.mta.policy.MailFacts;
import org.pabal.mta.policy.SessionChecks;
import org.pabal.mta.policy.SourceRates.Kind;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.Route;
import org.pabal.sasl.Credentials;
import org.pabal.smtp.ClientFacts;
import org.pabal.smtp.MailParameters;
import org.pabal.smtp.MailService;
import org.pabal.smtp.SmtpReply;
import org.pabal.smtp.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reception's side of one connection.
final class ReceptionService implements MailService {
    private static final Logger LOG = LoggerFactory.getLogger(ReceptionService.class);
    private static final String TOO_MUCH =
            " Too many %s from your address in a short time, try again later";

    private final Reception reception;
    private final Replies replies;
    private final SessionChecks checks;
    private final Optional<DeliveryLogins> logins;
    private final Optional<MailboxName> mailbox;
    private Optional<Transaction> transaction = Optional.empty();
    private Optional<ClientName> clientName = Optional.empty();
    private Optional<ArrivalExamination> arrival = Optional.empty();
    private final Refusals.OfSession refusals;
    private boolean greetingSeen;

    ReceptionService(
            Reception reception,
            Replies replies,
            SessionChecks checks,
            Optional<DeliveryLogins> logins,
            Optional<MailboxName> mailbox) {
        this.mailbox = mailbox;
        this.logins = logins;
        this.reception = reception;
        this.replies = replies;
        this.checks = checks;
        this.refusals = reception.refusals.ofSession();
    }

    @Override
    public Verdict connect(ClientFacts client) {
        clientName = Optional.empty(); // a front may introduce one client after another
        greetingSeen = false;
        return exceeds(client, Kind.CONNECTION)
                ? Verdict.refuse(
                        421,
                        "4.7.0",
                        reception.config.hostname() + TOO_MUCH.formatted("connections"),
                        "rate of the source")
                : Verdict.ACCEPT;
    }

    private boolean exceeds(ClientFacts client, Kind kind) {
        return isJudged(client) && !reception.rates.take(kind, client.remote().getAddress());
    }

    /// Over LMTP comes what another server of ours has judged.
    private boolean isJudged(ClientFacts client) {
        return replies == Replies.ONE && standing(client) == Standing.STRANGER;
    }

    private boolean isFront(ClientFacts client) {
        return reception
                .filter
                .filter(filter -> filter.isFront(client.remote().getAddress()))
                .isPresent();
    }

    private boolean mayRelay(ClientFacts client) {
        return replies == Replies.ONE && standing(client) == Standing.OWN;
    }

    private Standing standing(ClientFacts client) {
        return Standing.of(client.remote().getAddress(), reception.config.ownNetworks());
    }

    @Override
    public Credentials credentials(ClientFacts client) {
        return logins.map(known -> known.credentials(client)).orElseGet(NoCredentials::new);
    }

    @Override
    public Verdict authenticated(ClientFacts client) {
        return logins.map(known -> known.authenticated(client))
                .orElseGet(() ->
                        Verdict.refuse(
                                535,
                                "5.7.8",
                                "Authentication not available here",
                                "no log-in here"));
    }

    @Override
    public Verdict mail(ClientFacts client, ReversePath from, MailParameters parameters) {
        if (exceeds(client, Kind.MAIL)) {
            return tooMuch("mails");
        }
        look(client);
        Transaction begun =
                new Transaction(
                        reception.ids.next(),
                        client,
                        mayRelay(client) ? Origin.SUBMITTED : Origin.RECEIVED,
                        mayRelay(client) ? reception.rules.rewriting().sender(from) : from,
                        parameters,
                        refusals);
        Verdict verdict = judge(client, begun, parameters);
        if (verdict instanceof Verdict.Refuse refusal) {
            begun.refused(refusal, reception.clock.instant());
        } else {
            mailbox.ifPresent(begun::keepIn);
            transaction = Optional.of(begun);
            arrival = arriving(client, begun.from());
        }
        return verdict;
    }

    /// Begins to examine a stranger's mail.
    private Optional<ArrivalExamination> arriving(ClientFacts client, ReversePath from) {
        return reception
                .arrivals
                .filter(_ -> isJudged(client) && !isFront(client))
                .flatMap(examiner ->
                        examiner.begin(
                                client,
                                from,
                                clientName.<Supplier<Iprev>>map(name -> name::found)));
    }

    private Verdict judge(ClientFacts client, Transaction begun, MailParameters parameters) {
        Verdict sender = judgeSender(client, begun.from());
        return sender instanceof Verdict.Refuse
                ? sender
                : checks.mail(
                        new MailFacts(
                                client,
                                this::clientName,
                                begun.id().toString(),
                                begun.from(),
                                parameters));
    }

    private String clientName() {
        return clientName.map(ClientName::get).orElse(ClientName.UNKNOWN);
    }

    /// Begins to look the client's name up, and tells the operator what is odd about its greeting.
    private void look(ClientFacts client) {
        if (clientName.isEmpty() && reception.config.clientNames()) {
            clientName =
                    Optional.of(
                            client.name()
                                    .map(ClientName::told)
                                    .orElseGet(() ->
                                            ClientName.lookUp(
                                                    client.remote().getAddress(),
                                                    reception.resolver)));
        }
        if (!greetingSeen && isJudged(client)) {
            greetingSeen = true;
            client.greeting()
                    .flatMap(name ->
                            GreetingName.oddity(
                                    name,
                                    client.remote().getAddress(),
                                    reception.config.hostname()))
                    .ifPresent(oddity ->
                            LOG.info(
                                    "session={} event=greeting name={} oddity=\"{}\"",
                                    client.sessionId(),
                                    client.greeting().orElse(""),
                                    oddity));
        }
    }

    private Verdict judgeSender(ClientFacts client, ReversePath from) {
        boolean ours =
                from instanceof ReversePath.To(var address)
                        && reception.rules.isOurs(address.domain());
        return ours || !isJudged(client) ? Verdict.ACCEPT : reception.senderDomains.judge(from);
    }

    private static Verdict tooMuch(String what) {
        return Verdict.refuse(
                450, "4.7.1", TOO_MUCH.formatted(what).strip(), "rate of the source: " + what);
    }

    @Override
    public Verdict rcpt(ClientFacts client, ForwardPath to, RecipientRequest request) {
        if (exceeds(client, Kind.RECIPIENT)) {
            return tooMuch("recipients");
        }
        Transaction open = transaction.orElseThrow();
        Relay relay = mayRelay(client) ? Relay.ALLOWED : Relay.REFUSED;
        Checked checked =
                reception.rules.check(
                        open.from(),
                        to,
                        client.local().getAddress(),
                        open.announcedOctets(),
                        relay);
        return open.decide(
                to,
                request,
                notBack(client, examined(checked)).also(checks, to, request),
                reception.clock.instant());
    }

    /// The same, when the sender may send to the recipient for all that is known before the content.
    private Checked examined(Checked checked) {
        return checked instanceof Checked.Accepted(var recipient, _)
                        && arrival.isPresent()
                        && arrival.get().recipient(recipient) instanceof Verdict.Refuse refusal
                ? new Checked.Refused(refusal)
                : checked;
    }

    /// A host that hands mail on for an account which, for all we know, it holds itself: one of the
    /// two directories is behind. The mail waits there until they agree, and does not go in circles.
    private static Checked notBack(ClientFacts client, Checked checked) {
        return checked instanceof Checked.Accepted(var recipient, _)
                        && client.host().isPresent()
                        && recipient.routes().stream()
                                .anyMatch(route -> leadsTo(client.host().get(), route))
                ? new Checked.Refused(
                        new Verdict.Refuse(
                                SmtpReply.of(
                                        451,
                                        "4.4.6",
                                        "The directory here says that the mailbox is on your host"),
                                "the directories of the hosts disagree"))
                : checked;
    }

    private static boolean leadsTo(String host, Route route) {
        return switch (route) {
            case Route.Remote(_, NextHop.OtherHost(var name)) -> name.equals(host);
            case Route.ListCopy(var copy, _) -> leadsTo(host, copy);
            case Route.Remote _, Route.LocalAccount _, Route.Refused _ -> false;
        };
    }

    @Override
    public boolean offersEtrn(ClientFacts client) {
        return mayRelay(client);
    }

    @Override
    public SmtpReply etrn(ClientFacts client, String node) {
        return mayRelay(client)
                ? reception.nodes.start(node)
                : SmtpReply.of(459, "4.7.1", "ETRN is for our own networks only");
    }

    @Override
    public Content content(ClientFacts client) {
        Transaction open = transaction.orElseThrow();
        transaction = Optional.empty();
        ContentExaminer examiner = examiner(client);
        arrival = Optional.empty(); // the content closes it
        return new ReceivedContent(
                reception, open, client, clientName(), replies, checks, examiner);
    }

    /// Of the content: what another server of ours says in our name is true.
    private ContentExaminer examiner(ClientFacts client) {
        if (arrival.isPresent()) {
            ArrivalExamination begun = arrival.get();
            return reception
                    .filter
                    .<ContentExaminer>map(
                            filter -> mail -> filter.judging(begun.content(mail), mail))
                    .orElse(begun::content);
        }
        boolean ours =
                replies == Replies.EACH || isFront(client) || standing(client) == Standing.OWN;
        ContentExaminer unjudged = ours ? reception.examiner : reception.examinerHere;
        return reception.filter.map(filter -> filtered(filter, client, unjudged)).orElse(unjudged);
    }

    private ContentExaminer filtered(
            ArrivalFilter filter, ClientFacts client, ContentExaminer unjudged) {
        if (client.host().isEmpty() && isFront(client)) {
            return mail -> filter.judgingHandedOn(unjudged.begin(mail), mail);
        }
        boolean ofThisHost =
                filter.judgesThisHost()
                        && replies == Replies.ONE
                        && standing(client) == Standing.THIS_HOST;
        if (isJudged(client) || ofThisHost) {
            return mail -> filter.judging(unjudged.begin(mail), mail);
        }
        return client.host().isPresent()
                ? mail -> filter.judgedThere(unjudged.begin(mail))
                : unjudged;
    }

    @Override
    public void reset() {
        transaction.ifPresent(Transaction::dropped);
        transaction = Optional.empty();
        letGo();
        checks.reset();
    }

    private void letGo() {
        arrival.ifPresent(ArrivalExamination::close);
        arrival = Optional.empty();
    }

    @Override
    public void close() {
        letGo();
        checks.close();
    }
}
