// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.mailbox.MailboxName;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.FutureRelease;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.mta.acceptance.RecipientRules.Checked;
import org.pabal.mta.ledger.Fact;
import org.pabal.mta.ledger.LedgerRecord;
import org.pabal.mta.ledger.MailId;
import org.pabal.mta.queue.Origin;
import org.pabal.mta.routing.Route;
import org.pabal.smtp.ClientFacts;
import org.pabal.smtp.HandedOn;
import org.pabal.smtp.MailParameters;
import org.pabal.smtp.SmtpReply;
import org.pabal.smtp.Verdict;
import org.pabal.storage.SpaceChanges;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a session has told of one mail so far. For one thread.
public final class Transaction {
    private static final Logger LOG = LoggerFactory.getLogger(Transaction.class);

    /// So many refused recipients of an accepted mail are recorded; the log has them all.
    private static final int MAX_REFUSALS_RECORDED = 100;

    private final MailId id;
    private final String session;
    private final Origin origin;
    private final ReversePath from;
    private final MailParameters parameters;
    private final List<AcceptedRecipient> recipients = new ArrayList<>();
    private final List<LedgerRecord> refusals = new ArrayList<>();
    private final Refusals.OfSession unpromised;
    private Optional<Supplier<SpaceChanges>> together = Optional.empty();
    private Optional<String> held = Optional.empty();
    private boolean settled;
    private final Map<Fact, String> facts = new EnumMap<>(Fact.class);

    /// @param unpromised takes the records of what came to nothing
    public Transaction(
            MailId id,
            ClientFacts client,
            Origin origin,
            ReversePath from,
            MailParameters parameters,
            Refusals.OfSession unpromised) {
        this.id = id;
        this.session = client.sessionId();
        this.unpromised = unpromised;
        this.origin = origin;
        this.from = from;
        this.parameters = parameters;
        note(client);
    }

    /// Takes in what the rules said of a recipient.
    public Verdict decide(ForwardPath path, RecipientRequest request, Checked checked, Instant at) {
        return switch (checked) {
            case Checked.Accepted(var recipient, var leftOut) -> {
                recipients.add(recipient.asking(request));
                leftOut.forEach(target -> leftOut(recipient, target, at));
                yield Verdict.ACCEPT;
            }
            case Checked.Refused(var verdict) -> {
                LOG.info(
                        "session={} mail={} event=refused to={} code={} reason={}",
                        session,
                        id,
                        new LogText(path),
                        verdict.reply().code(),
                        new LogText(verdict.reason()));
                refuse(path, verdict, at);
                yield verdict;
            }
        };
    }

    private void refuse(ForwardPath path, Verdict.Refuse verdict, Instant at) {
        String text = path.toString();
        String recipient = text.substring(1, text.length() - 1);
        refuse(refusal(recipient, told(verdict), at));
    }

    /// What the client was told, and in brackets what only the operator is.
    private static String told(Verdict.Refuse verdict) {
        return verdict.reply().inOneLine() + " (" + verdict.reason() + ")";
    }

    private void refuse(LedgerRecord refusal) {
        if (refusals.size() < MAX_REFUSALS_RECORDED) {
            refusals.add(refusal);
        }
    }

    /// A target of an alias that takes no mail, while others do.
    private void leftOut(AcceptedRecipient recipient, Route.Refused target, Instant at) {
        refuse(
                refusal(recipient.original(), target.reply().inOneLine(), at)
                        .with(Fact.ADDRESS, target.address().toString()));
    }

    private LedgerRecord refusal(String recipient, String detail, Instant at) {
        return new LedgerRecord(
                at,
                id,
                session,
                from.toString(),
                recipient,
                LedgerRecord.Outcome.REFUSED,
                detail,
                "");
    }

    /// What is to become durable with the mail, asked for when it does.
    public void commitWith(Supplier<SpaceChanges> changes) {
        together = Optional.of(changes);
    }

    List<SpaceChanges> together() {
        return together.map(Supplier::get).map(List::of).orElse(List.of());
    }

    /// The mail was refused at MAIL.
    public void refused(Verdict.Refuse verdict, Instant at) {
        refuse(refusal("", told(verdict), at));
        dropped();
    }

    /// The client let the mail be before its content.
    public void dropped() {
        if (!settled) {
            settled = true;
            recordUnpromised(refusals);
        }
    }

    /// The content broke off or broke a rule. Without effect once the client has been answered.
    public void brokenOff(Instant at) {
        recipients.forEach(recipient ->
                refuse(
                        refusal(
                                recipient.original(),
                                "the content was cut off or broke a rule",
                                at)));
        dropped();
    }

    /// The client has been answered.
    ///
    /// @param replies one, or one for each recipient
    public void answered(List<SmtpReply> replies, Instant at) {
        settled = true;
        boolean promised = replies.stream().anyMatch(SmtpReply::isPositive);
        List<LedgerRecord> records = new ArrayList<>(promised ? List.of() : refusals);
        for (int i = 0; i < recipients.size(); i++) {
            SmtpReply reply = replies.get(replies.size() == 1 ? 0 : i);
            if (!reply.isPositive()) {
                records.add(refusal(recipients.get(i).original(), reply.inOneLine(), at));
            }
        }
        recordUnpromised(records);
    }

    /// The client was told to come again, and whether the store has the mail is not known.
    void unanswered() {
        settled = true;
    }

    /// The first of them says who the client was, as long as no other record does.
    private void recordUnpromised(List<LedgerRecord> records) {
        List<LedgerRecord> told = new ArrayList<>(records);
        if (!told.isEmpty()) {
            Map<Fact, String> all = new EnumMap<>(facts);
            all.putAll(told.getFirst().facts());
            told.set(0, told.getFirst().withFacts(all));
        }
        unpromised.add(told);
    }

    /// Notes for the ledger what was found about who brings the mail.
    ///
    /// @param name of the client's address by DNS, or `unknown`
    public void cameFrom(ClientFacts client, String name) {
        note(client);
        facts.put(Fact.CLIENT_NAME, name);
    }

    /// The mail is taken and waits in the queue for an operator.
    public void hold(String reason) {
        held = Optional.of(reason);
    }

    Optional<String> held() {
        return held;
    }

    /// Where the mail is to be kept, unless its recipient's rules decide.
    public void keepIn(MailboxName mailbox) {
        facts.put(Fact.ASKED_MAILBOX, mailbox.text());
    }

    /// Notes what was found in the content.
    void found(Map<Fact, String> more) {
        facts.putAll(more);
    }

    /// What the content's examination begins with.
    public AnnouncedMail announced(ClientFacts client, String clientName, Instant at) {
        return new AnnouncedMail(
                id,
                session,
                origin,
                from,
                client,
                clientName,
                recipients,
                parameters.smtpUtf8(),
                at);
    }

    private void note(ClientFacts client) {
        facts.put(Fact.CLIENT_ADDRESS, client.remote().getAddress().getHostAddress());
        client.host().ifPresent(front -> facts.put(Fact.FRONT, front));
        client.handedOn()
                .flatMap(HandedOn::mail)
                .filter(mail -> MailId.parse(mail).isPresent())
                .ifPresent(mail -> facts.put(Fact.FRONT_MAIL, mail));
        client.greeting().ifPresent(greeting -> facts.put(Fact.HELO, greeting));
        if (!client.protocol().isEmpty()) {
            facts.put(Fact.PROTOCOL, client.protocol());
        }
        client.tls().ifPresent(tls -> facts.put(Fact.TLS, tls.version() + " " + tls.cipherSuite()));
        client.authenticated()
                .ifPresent(identity -> facts.put(Fact.MECHANISM, identity.mechanism()));
        client.authenticated()
                .ifPresent(identity -> facts.put(Fact.LOGIN, identity.authorizationIdentity()));
    }

    Map<Fact, String> facts() {
        return facts;
    }

    public MailId id() {
        return id;
    }

    public String session() {
        return session;
    }

    public ReversePath from() {
        return from;
    }

    /// What the client says the mail has; 0 when it does not say.
    public long announcedOctets() {
        return parameters.size().orElse(0);
    }

    public List<AcceptedRecipient> recipients() {
        return recipients;
    }

    /// For the trace field: the recipient if it is the only one and ASCII. With several, none is
    /// named, so that no recipient learns of another (RFC 5321 §7.2).
    public Optional<String> onlyRecipient() {
        if (recipients.size() != 1) {
            return Optional.empty();
        }
        String address = recipients.getFirst().original();
        boolean ascii = address.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
        return ascii ? Optional.of("<" + address + ">") : Optional.empty();
    }

    List<LedgerRecord> refusals() {
        return refusals;
    }

    Origin origin() {
        return origin;
    }

    /// What travels on with the mail.
    MailRequest request() {
        return parameters.request();
    }

    Optional<FutureRelease> release() {
        return parameters.release();
    }

    boolean declaredBinary() {
        return parameters.body() == MailParameters.Body.BINARY_MIME;
    }

    boolean declaredSmtpUtf8() {
        return parameters.smtpUtf8();
    }
}
