// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.pabal.message.Address;
import org.pabal.message.EnhancedStatus;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.RecipientRequest;
import org.pabal.wire.Connection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The client's end of an SMTP or LMTP session. RFC 5321, RFC 2033, RFC 4954, RFC 3207.
///
/// Opened once, then used for any number of mails while {@link #isUsable}. Everything that the
/// server does wrong is a value: refusals as the server gave them, all else as temporary. For one
/// thread, which blocks on the server.
public final class SmtpClient implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SmtpClient.class);

    /// Every server takes so many. RFC 5321 §4.5.3.1.8
    private static final int MAX_RECIPIENTS = 100;

    private final Connection connection;
    private final SmtpClientConfig config;
    private final ServerDialogue server;
    private @Nullable SessionFacts session;
    private Optional<SSLException> tlsFailure = Optional.empty();
    private boolean usable;
    private boolean unheard;
    private int mails;
    private boolean transactionLeft;

    /// @param connection just made
    public SmtpClient(Connection connection, SmtpClientConfig config) {
        this.connection = connection;
        this.config = config;
        this.server = new ServerDialogue(connection, config.deadlines());
    }

    /// From the server's greeting to the point where mail can be sent.
    public Opening open() {
        ClientOpening opening = new ClientOpening(server, config);
        Opening outcome;
        try {
            outcome = opening.run();
        } catch (IOException lost) {
            outcome = new Opening.Failed(opening.step(), status(lost), reason(lost));
        }
        tlsFailure = opening.tlsFailure();
        switch (outcome) {
            case Opening.Ready(var facts) -> {
                session = new SessionFacts(facts, config.protocol(), isVerified());
                usable = true;
            }
            case Opening.Refused _, Opening.Failed _ ->
                    log.info("session={} event=not-open outcome={}", connection.id(), outcome);
        }
        return outcome;
    }

    /// The handshake that failed on the way, and why.
    public Optional<SSLException> tlsFailure() {
        return tlsFailure;
    }

    /// True when another mail can be sent.
    public boolean isUsable() {
        return usable;
    }

    /// True when nothing has come that was not asked for: between mails, a server that speaks up is
    /// about to close, or out of step.
    public boolean isQuiet() {
        try {
            return !connection.hasBuffered();
        } catch (IOException lost) {
            return false;
        }
    }

    /// Mails sent, refused ones as well.
    public int mails() {
        return mails;
    }

    /// True when the server has not said a word about the mail sent last but that it closes, as one
    /// does that is tired of waiting: the mail can be sent at once over another connection.
    public boolean wasUnheard() {
        return unheard;
    }

    /// What the server offers; empty before it is open.
    public Optional<PeerFacts> peer() {
        return Optional.ofNullable(session).map(SessionFacts::peer);
    }

    /// How the connection is protected, for people: `TLSv1.3 with TLS_AES_256_GCM_SHA384, verified`.
    public String protection() {
        return connection
                .tls()
                .map(tls ->
                        tls.version()
                                + " with "
                                + tls.cipherSuite()
                                + (isVerified() ? ", verified" : ", unverified"))
                .orElse("no TLS");
    }

    private boolean isVerified() {
        return connection.tls().isPresent() && config.tls() instanceof ClientTls.Verified;
    }

    /// Sends one mail. Recipients beyond what the server takes at once (RFC 9422, RFC 5321
    /// §4.5.3.1.8) get a transaction of their own.
    ///
    /// @return one outcome for each recipient, in order
    public List<DeliveryOutcome> send(OutgoingMail mail) {
        if (!usable || session == null) {
            throw new IllegalStateException("the session is not open");
        }
        List<OutgoingMail.Recipient> all = mail.recipients();
        int atOnce = session.peer().maxRecipients().orElse(MAX_RECIPIENTS);
        if (all.size() <= atOnce) {
            return exchange(mail, session);
        }
        List<DeliveryOutcome> outcomes = new ArrayList<>(all.size());
        for (int next = 0; next < all.size() && usable; next += atOnce) {
            List<OutgoingMail.Recipient> some =
                    all.subList(next, Math.min(next + atOnce, all.size()));
            outcomes.addAll(exchange(mail.to(some), session));
            unheard &= next == 0;
        }
        outcomes.addAll(
                Collections.nCopies(
                        all.size() - outcomes.size(),
                        DeliveryOutcome.deferred(
                                "4.4.2", "the session ended before this recipient")));
        return outcomes;
    }

    private List<DeliveryOutcome> exchange(OutgoingMail mail, SessionFacts facts) {
        MailExchange exchange = new MailExchange(server, facts, mail);
        try {
            exchange.run(transactionLeft);
        } catch (IOException lost) {
            usable = false;
            exchange.deferRest(status(lost), reason(lost));
        }
        mails++;
        usable &=
                exchange.isConnectionUsable()
                        && mails < facts.peer().maxMails().orElse(Integer.MAX_VALUE);
        unheard = !exchange.wasHeard();
        transactionLeft = exchange.leavesTransaction();
        return exchange.outcomes();
    }

    /// What the server says to a mail from an address to the same, which then is not sent: MAIL, RCPT
    /// and RSET. Some servers judge the sender only at RCPT.
    ///
    /// @param address one that needs no SMTPUTF8
    /// @return the reply to MAIL, and when that was positive the one to RCPT
    public List<SmtpReply> consult(Address address) throws IOException {
        if (!usable || session == null) {
            throw new IllegalStateException("the session is not open");
        }
        try {
            ReversePath from = new ReversePath.To(address);
            List<SmtpReply> replies = new ArrayList<>();
            replies.add(server.ask(new SmtpCommand.Mail(from, MailParameters.NONE)));
            if (replies.getFirst().isPositive()) {
                SmtpCommand rcpt =
                        new SmtpCommand.Rcpt(
                                new ForwardPath.To(address),
                                SmtpCommand.PathForm.ASCII,
                                RecipientRequest.NONE);
                replies.add(server.ask(rcpt));
                usable = server.ask(new SmtpCommand.Rset()).isPositive();
            }
            usable &= replies.stream().noneMatch(reply -> reply.code() == 421);
            return replies;
        } catch (IOException lost) {
            usable = false;
            throw lost;
        }
    }

    /// Says QUIT without insisting on a reply, and closes.
    @Override
    public void close() {
        if (usable) {
            usable = false;
            try {
                server.say(new SmtpCommand.Quit());
                server.flush();
            } catch (IOException lost) {
                log.debug("session={} event=lost", connection.id(), lost);
            }
        }
        connection.close();
    }

    /// RFC 3463 §3.5: no answer, a bad connection, or no sense in what was said.
    private static EnhancedStatus status(IOException failure) {
        return switch (failure) {
            case MalformedReply _ -> EnhancedStatus.of("4.5.0");
            case SocketTimeoutException _ -> EnhancedStatus.of("4.4.1");
            default -> EnhancedStatus.of("4.4.2");
        };
    }

    /// One line, free of control characters.
    static String reason(IOException failure) {
        return Optional.ofNullable(failure.getMessage())
                .orElse(failure.getClass().getSimpleName())
                .replaceAll("\\p{Cntrl}", "?");
    }
}
