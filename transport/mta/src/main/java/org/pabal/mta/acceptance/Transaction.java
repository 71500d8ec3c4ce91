// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.pabal.smtp.ClientFacts;
import org.pabal.smtp.MailParameters;
import org.pabal.smtp.Verdict;
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
    private final Map<Fact, String> facts = new EnumMap<>(Fact.class);

    public Transaction(
            MailId id, String session, Origin origin, ReversePath from, MailParameters parameters) {
        this.id = id;
        this.session = session;
        this.origin = origin;
        this.from = from;
        this.parameters = parameters;
    }

    /// Takes in what the rules said of a recipient.
    public Verdict decide(ForwardPath path, RecipientRequest request, Checked checked, Instant at) {
        return switch (checked) {
            case Checked.Accepted(var recipient) -> {
                recipients.add(recipient.asking(request));
                yield Verdict.ACCEPT;
            }
            case Checked.Refused(var verdict) -> {
                LOG.info(
                        "session={} mail={} event=refused to={} code={} reason=\"{}\"",
                        session,
                        id,
                        path,
                        verdict.reply().code(),
                        verdict.reason());
                refuse(path, verdict, at);
                yield verdict;
            }
        };
    }

    private void refuse(ForwardPath path, Verdict.Refuse verdict, Instant at) {
        if (refusals.size() < MAX_REFUSALS_RECORDED) {
            String text = path.toString();
            refusals.add(
                    new LedgerRecord(
                            at,
                            id,
                            session,
                            from.toString(),
                            text.substring(1, text.length() - 1),
                            LedgerRecord.Outcome.REFUSED,
                            verdict.reply().code() + " " + verdict.reason(),
                            ""));
        }
    }

    /// Notes for the ledger who brings the mail.
    ///
    /// @param name of the client's address by DNS, or `unknown`
    public void cameFrom(ClientFacts client, String name) {
        facts.put(Fact.CLIENT_ADDRESS, client.remote().getAddress().getHostAddress());
        facts.put(Fact.CLIENT_NAME, name);
        client.greeting().ifPresent(greeting -> facts.put(Fact.HELO, greeting));
        facts.put(Fact.PROTOCOL, client.protocol());
        client.tls().ifPresent(tls -> facts.put(Fact.TLS, tls.version() + " " + tls.cipherSuite()));
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
