// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.pabal.message.EnhancedStatus;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.SaslMechanisms;
import org.pabal.sasl.SaslServerMechanism;
import org.pabal.smtp.SmtpCommand.Auth;
import org.pabal.smtp.SmtpCommand.Bdat;
import org.pabal.smtp.SmtpCommand.Data;
import org.pabal.smtp.SmtpCommand.Ehlo;
import org.pabal.smtp.SmtpCommand.Expn;
import org.pabal.smtp.SmtpCommand.Helo;
import org.pabal.smtp.SmtpCommand.Help;
import org.pabal.smtp.SmtpCommand.HttpRequest;
import org.pabal.smtp.SmtpCommand.Lhlo;
import org.pabal.smtp.SmtpCommand.Mail;
import org.pabal.smtp.SmtpCommand.Noop;
import org.pabal.smtp.SmtpCommand.Quit;
import org.pabal.smtp.SmtpCommand.Rcpt;
import org.pabal.smtp.SmtpCommand.Retired;
import org.pabal.smtp.SmtpCommand.Rset;
import org.pabal.smtp.SmtpCommand.StartTls;
import org.pabal.smtp.SmtpCommand.Unparsable;
import org.pabal.smtp.SmtpCommand.Vrfy;
import org.pabal.smtp.SmtpConfig.Role;
import org.pabal.smtp.SmtpState.Closed;
import org.pabal.smtp.SmtpState.Connected;
import org.pabal.smtp.SmtpState.Greeted;
import org.pabal.smtp.SmtpState.InTransaction;
import org.pabal.wire.Connection;
import org.pabal.wire.TlsServerContext;

/// One SMTP or LMTP session, the server's end. RFC 5321, RFC 2033, RFC 6409.
///
/// Speaks the protocol, keeps its order and its limits, and asks the {@link MailService} for every
/// decision about mail. Replies to pipelined commands leave together (RFC 2920). For one thread,
/// which blocks on the peer and on the service.
public final class SmtpSession {
    /// THREATS S06: beyond this the peer is not looking for a line's end.
    private static final int MAX_LINE_AND_SKIPPED_OCTETS = 64 * 1024;

    /// Commands other than RCPT before a mail is done: a client that needs more is playing.
    private static final int MAX_COMMANDS_WITHOUT_MAIL = 1_000;

    private static final int MAX_AUTHENTICATION_FAILURES = 3;

    /// THREATS S28: 1 s, 2 s, 4 s… up to 32 s, for each unknown recipient.
    private static final int MAX_DELAY_DOUBLINGS = 5;

    private static final EnhancedStatus NO_SUCH_MAILBOX = EnhancedStatus.of("5.1.1");

    private final Connection connection;
    private final SmtpConfig config;
    private final MailService service;
    private final Optional<TlsServerContext> tls;
    private final SmtpObserver observer;
    private final SessionLog log;
    private final Extensions extensions;
    private final Pause pause;
    private final ReplyWriter out;
    private final SmtpParser parser;
    private SmtpState state;
    private int errors;
    private int commandsWithoutMail;
    private int mails;
    private int authenticationFailures;
    private int unknownRecipients;

    public SmtpSession(
            Connection connection,
            SmtpConfig config,
            MailService service,
            Optional<TlsServerContext> tls) {
        this(connection, config, service, tls, SmtpObserver.NONE, Pause.SLEEP);
    }

    /// @param tls for STARTTLS; empty where there is no certificate
    /// @param pause taken before a peer that guesses recipients gets its reply
    public SmtpSession(
            Connection connection,
            SmtpConfig config,
            MailService service,
            Optional<TlsServerContext> tls,
            SmtpObserver observer,
            Pause pause) {
        this.connection = connection;
        this.config = config;
        this.service = service;
        this.tls = config.startTls() ? tls : Optional.empty();
        this.observer = observer;
        this.log = new SessionLog(connection, observer);
        this.extensions = new Extensions(config, this.tls.isPresent());
        this.pause = pause;
        this.out = new ReplyWriter(connection);
        this.parser = new SmtpParser(config.leniencies(), observer::tolerated);
        this.state = new Connected(ungreeted());
    }

    /// What a command leads to; no reply where it has been sent already.
    private record Step(SmtpState next, List<SmtpReply> replies) {
        Step(SmtpState next, SmtpReply reply) {
            this(next, List.of(reply));
        }
    }

    /// From the greeting to the end. The caller closes the connection.
    public void run() {
        observer.sessionOpened();
        try {
            converse();
        } catch (SocketTimeoutException slow) {
            sayGoodbye(hangUp("4.4.2", "Timeout"));
        } catch (Connection.StartTlsInjection attack) {
            log.startTlsInjection();
        } catch (IOException gone) {
            log.lost(gone);
        } finally {
            enter(new Closed()); // also when the client is gone
            closeService();
            observer.sessionClosed();
        }
    }

    private void converse() throws IOException {
        connection.readDeadline(config.commandDeadline());
        take(greetOrHangUp());
        while (!(state instanceof Closed)) {
            if (!connection.hasBuffered()) {
                out.flush();
            }
            take(answerOrHangUp());
            if (errors >= config.maxErrors() && !(state instanceof Closed)) {
                take(hangUp("4.7.0", "Too many errors")); // THREATS S05
            }
        }
        out.flush();
    }

    private void take(Step step) throws IOException {
        enter(step.next());
        for (SmtpReply reply : step.replies()) {
            out.send(reply);
        }
    }

    /// Leaves the old state if it changed.
    private void enter(SmtpState next) {
        SmtpState before = state;
        if (next.equals(before)) {
            return;
        }
        state = next;
        try {
            before.leave();
        } catch (RuntimeException bug) {
            log.bug(bug);
        }
    }

    private void closeService() {
        try {
            service.close();
        } catch (RuntimeException bug) {
            log.bug(bug);
        }
    }

    private Step greetOrHangUp() {
        try {
            return greet();
        } catch (UnavailableException outOfOrder) {
            log.unavailable(outOfOrder);
            return hangUp("4.3.0", "Service not available");
        } catch (RuntimeException bug) {
            log.bug(bug);
            return hangUp("4.3.0", "Local error");
        }
    }

    private Step answerOrHangUp() throws IOException {
        try {
            return answer(connection.readLine(maxLineOctets(), maxSkippedOctets()));
        } catch (UnavailableException outOfOrder) {
            log.unavailable(outOfOrder);
            return stay(unavailable());
        } catch (RuntimeException bug) {
            log.bug(bug);
            return hangUp("4.3.0", "Local error");
        }
    }

    /// AUTH's responses may be longer than other commands.
    private int maxLineOctets() {
        return extensions.offersAuth() ? SmtpParser.MAX_AUTH_OCTETS : SmtpParser.MAX_COMMAND_OCTETS;
    }

    private int maxSkippedOctets() {
        return MAX_LINE_AND_SKIPPED_OCTETS - maxLineOctets();
    }

    private Step answer(Connection.Line line) throws IOException {
        return switch (line) {
            case Connection.Line.Complete(var octets) -> answer(parser.parse(octets));
            case Connection.Line.TooLong(var endFound) ->
                    endFound ? stay(Answers.LINE_TOO_LONG) : hangUp("4.7.0", "Line without an end");
            case Connection.Line.EndOfStream() -> {
                log.endOfInput();
                yield goodbye("4.3.2", "Service shutting down");
            }
        };
    }

    /// The command table of RFC 5321 §4.1.4: which command is welcome in which state.
    private Step answer(SmtpCommand command) throws IOException {
        if (!(command instanceof Rcpt) && ++commandsWithoutMail > MAX_COMMANDS_WITHOUT_MAIL) {
            return hangUp("4.7.0", "Too many commands without a mail");
        }
        return switch (command) {
            case Ehlo(var name) -> isLmtp() ? unknown() : greeted(name, Dialect.ESMTP);
            case Helo(var name) -> isLmtp() ? unknown() : greeted(name, Dialect.SMTP);
            case Lhlo(var name) -> isLmtp() ? greeted(name, Dialect.LMTP) : unknown();
            case Mail mail ->
                    switch (state) {
                        case Greeted greeted -> begin(greeted, mail);
                        case Connected connected -> beginUngreeted(connected, mail);
                        case InTransaction _, Closed _ -> stay(Answers.OUT_OF_ORDER);
                    };
            case Rcpt rcpt ->
                    switch (state) {
                        case InTransaction(_, var transaction) -> rcpt(transaction, rcpt);
                        case Greeted _ -> stay(Answers.MAIL_FIRST);
                        case Connected _, Closed _ -> stay(Answers.GREETING_FIRST);
                    };
            case Data _ ->
                    switch (state) {
                        case InTransaction(var before, var mail) -> data(before, mail);
                        case Greeted _ -> stay(Answers.MAIL_FIRST);
                        case Connected _, Closed _ -> stay(Answers.GREETING_FIRST);
                    };
            case Bdat(var octets, _) -> bdat(octets);
            case Rset _ -> new Step(withoutTransaction(), Answers.OK);
            case Noop _ -> stay(Answers.OK);
            case Vrfy _ -> stay(Answers.CANNOT_VERIFY); // RFC 5321 §7.3, THREATS S12
            case Expn _, Retired _ -> stay(Answers.NOT_IMPLEMENTED);
            case Help _ -> stay(Answers.HELP);
            case Quit _ -> quit();
            case StartTls _ ->
                    switch (state) {
                        case Greeted _ -> startTls();
                        case Connected _ -> stay(Answers.GREETING_FIRST);
                        case InTransaction _, Closed _ -> stay(Answers.OUT_OF_ORDER);
                    };
            case Auth auth ->
                    switch (state) {
                        case Greeted greeted -> authenticate(greeted, auth);
                        case Connected _ -> stay(Answers.GREETING_FIRST);
                        case InTransaction _, Closed _ -> stay(Answers.OUT_OF_ORDER);
                    };
            case HttpRequest _ ->
                    switch (state) {
                        case Connected _ -> new Step(new Closed(), Answers.NOT_HTTP);
                        case Greeted _, InTransaction _, Closed _ -> unknown();
                    };
            case Unparsable(var reply) -> stay(reply);
        };
    }

    private boolean isLmtp() {
        return config.role() == Role.LMTP;
    }

    /// Replies without a change of state; a refusal for good is an error of the client.
    private Step stay(SmtpReply reply) {
        if (reply.isPermanent()) {
            errors++;
        }
        return new Step(state, reply);
    }

    private Step unknown() {
        return stay(Answers.UNKNOWN_COMMAND);
    }

    private Step quit() {
        return new Step(
                new Closed(),
                SmtpReply.of(221, "2.0.0", config.hostname() + " closing connection"));
    }

    private Step hangUp(String status, String why) {
        log.hangUp(status, why);
        return goodbye(status, why);
    }

    /// `421 <domain> …` and the end. RFC 5321 §4.2.3.
    private Step goodbye(String status, String why) {
        String text = config.hostname() + " " + why + " (session " + connection.id() + ")";
        return new Step(new Closed(), SmtpReply.of(421, status, text));
    }

    private void sayGoodbye(Step end) {
        try {
            take(end);
            out.flush();
        } catch (IOException gone) {
            log.lost(gone);
        }
    }

    private SmtpReply unavailable() {
        return SmtpReply.of(451, "4.3.0", "Try again later (session " + connection.id() + ")");
    }

    private SmtpState withoutTransaction() {
        return switch (state) {
            case InTransaction(var before, _) -> before;
            case Connected _, Greeted _, Closed _ -> state;
        };
    }

    private ClientFacts client() {
        return switch (state) {
            case Connected(var client) -> client;
            case Greeted(var client, _) -> client;
            case InTransaction(var before, _) -> before.client();
            case Closed _ -> ungreeted();
        };
    }

    private ClientFacts ungreeted() {
        return new ClientFacts(
                connection.id(),
                connection.remote(),
                connection.local(),
                Optional.empty(),
                Dialect.SMTP.name(),
                connection.tls(),
                Optional.empty());
    }

    /// The opening message. RFC 5321 §3.1.
    private Step greet() {
        return switch (service.connect(ungreeted())) {
            case Verdict.Accept _ ->
                    new Step(
                            state,
                            SmtpReply.of(220, config.hostname() + (isLmtp() ? " LMTP" : " ESMTP")));
            case Verdict.Refuse(var reply, var reason) -> {
                log.refused("connect", "", reply, reason);
                yield new Step(new Closed(), reply);
            }
        };
    }

    /// A new greeting ends a transaction, RFC 5321 §4.1.4, and keeps what AUTH established.
    private Step greeted(String name, Dialect dialect) {
        ClientFacts before = client();
        String protocol = dialect.protocol(before, MailParameters.NONE);
        ClientFacts client = before.greetedAs(name, protocol);
        List<String> lines =
                dialect == Dialect.SMTP ? List.of(config.hostname()) : extensions.announced(client);
        return new Step(new Greeted(client, dialect), new SmtpReply(250, Optional.empty(), lines));
    }

    private Step beginUngreeted(Connected connected, Mail mail) {
        if (isLmtp() || !config.leniencies().contains(Leniency.MAIL_BEFORE_GREETING)) {
            return stay(Answers.GREETING_FIRST);
        }
        observer.tolerated(Leniency.MAIL_BEFORE_GREETING);
        return begin(new Greeted(connected.client(), Dialect.SMTP), mail);
    }

    /// RFC 5321 §4.1.1.2; RFC 6409 §4.3 for AUTH.
    private Step begin(Greeted greeted, Mail mail) {
        ClientFacts client = greeted.client();
        if (config.requiresAuth() && client.authenticated().isEmpty()) {
            return stay(
                    extensions.mustEncryptFirst(client)
                            ? Answers.STARTTLS_FIRST
                            : Answers.AUTHENTICATION_REQUIRED);
        }
        if (mails >= config.maxMailsPerSession()) {
            return hangUp("4.7.0", "Too many mails in one session");
        }
        if (mail.parameters().size().orElse(0) > config.maxMessageOctets()) {
            return refuse("mail", mail.from(), Answers.TOO_LARGE, "SIZE over the limit");
        }
        ClientFacts speaking =
                client.speaking(greeted.dialect().protocol(client, mail.parameters()));
        return switch (service.mail(speaking, mail.from(), mail.parameters())) {
            case Verdict.Accept _ ->
                    new Step(
                            new InTransaction(
                                    greeted, new MailTransaction(service, speaking, mail)),
                            Answers.SENDER_OK);
            case Verdict.Refuse(var reply, var reason) ->
                    refuse("mail", mail.from(), reply, reason);
        };
    }

    private Step refuse(String command, Object argument, SmtpReply reply, String reason) {
        log.refused(command, argument, reply, reason);
        return stay(reply);
    }

    /// RFC 5321 §4.1.1.3.
    private Step rcpt(MailTransaction transaction, Rcpt rcpt) throws IOException {
        if (transaction.isFutile(config.maxRecipients())) {
            return hangUp("4.7.0", "Too many recipients");
        }
        return switch (transaction.rcpt(rcpt, config.maxRecipients())) {
            case Verdict.Accept _ -> stay(Answers.RECIPIENT_OK);
            case Verdict.Refuse(var reply, var reason) -> {
                if (reply.status().filter(NO_SUCH_MAILBOX::equals).isPresent()) {
                    delayHarvest();
                }
                yield refuse("rcpt", rcpt.to(), reply, reason);
            }
        };
    }

    /// Makes each guess at a recipient cost more time than the one before (THREATS S28).
    private void delayHarvest() throws IOException {
        long seconds = 1L << Math.min(unknownRecipients++, MAX_DELAY_DOUBLINGS);
        out.flush();
        try {
            pause.take(Duration.ofSeconds(seconds));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while a peer was made to wait");
        }
    }

    /// The chunk comes without waiting for a reply: it is read away, so that none of it is taken
    /// for a command. The transaction is over, so that DATA finds none, as RFC 3030 §2 wants.
    private Step bdat(long octets) throws IOException {
        if (octets > config.maxMessageOctets()) {
            return hangUp("4.7.0", "Chunk too large");
        }
        connection.readDeadline(config.dataDeadline());
        connection.readExactly(octets, (_, _, _) -> {});
        connection.readDeadline(config.commandDeadline());
        errors++;
        return new Step(withoutTransaction(), Answers.NOT_IMPLEMENTED);
    }

    /// RFC 5321 §4.1.1.4.
    private Step data(Greeted before, MailTransaction mail) throws IOException {
        if (mail.recipients() == 0) {
            return stay(mail.attempts() == 0 ? Answers.RCPT_FIRST : Answers.NO_VALID_RECIPIENTS);
        }
        try (MailService.Content content = mail.content()) {
            out.send(Answers.SEND_CONTENT);
            out.flush();
            ContentIntake intake = new ContentIntake(content, config.maxMessageOctets());
            connection.readDeadline(config.dataDeadline());
            Connection.BodyFacts body = connection.readDotBody(intake);
            connection.readDeadline(config.commandDeadline());
            List<SmtpReply> replies =
                    finish(content, intake, body, isLmtp() ? mail.recipients() : 1);
            mails++;
            commandsWithoutMail = 0;
            log.mail(mail.from(), mail.recipients(), intake.octets(), replies);
            return new Step(before, replies);
        }
    }

    /// @param expected one reply, under LMTP one for each recipient (RFC 2033 §4.2)
    private List<SmtpReply> finish(
            MailService.Content content,
            ContentIntake intake,
            Connection.BodyFacts body,
            int expected) {
        try {
            intake.throwIfFailed();
            if (intake.isOverLimit()) {
                return Collections.nCopies(expected, Answers.TOO_LARGE);
            }
            if (body.bareCr() || body.bareLf() || body.nul()) { // THREATS S01 to S03, S31
                return Collections.nCopies(expected, Answers.BAD_LINE_ENDS);
            }
            List<SmtpReply> replies = content.finish();
            if (replies.size() != expected) {
                throw new IllegalStateException(
                        "the service gave " + replies.size() + " replies, not " + expected);
            }
            return replies;
        } catch (UnavailableException outOfOrder) {
            log.unavailable(outOfOrder);
            return Collections.nCopies(expected, unavailable());
        }
    }

    /// RFC 3207 §4: what was said before is forgotten, AUTH too (THREATS T03, T04).
    private Step startTls() throws IOException {
        if (connection.tls().isPresent()) {
            return stay(Answers.OUT_OF_ORDER);
        }
        if (tls.isEmpty()) {
            return stay(Answers.NOT_IMPLEMENTED);
        }
        out.send(Answers.READY_FOR_TLS);
        out.flush();
        connection.startTls(tls.get());
        return new Step(new Connected(ungreeted()), List.of());
    }

    /// RFC 4954 §4.
    private Step authenticate(Greeted greeted, Auth auth) throws IOException {
        ClientFacts client = greeted.client();
        if (client.authenticated().isPresent()) {
            return stay(Answers.OUT_OF_ORDER);
        }
        if (!extensions.offersAuth()) {
            return stay(Answers.NOT_IMPLEMENTED);
        }
        if (extensions.mustEncryptFirst(client)) {
            return stay(Answers.ENCRYPTION_REQUIRED);
        }
        if (!extensions.mechanisms(client).contains(auth.mechanism())) {
            return stay(Answers.UNKNOWN_MECHANISM);
        }
        try {
            return judge(greeted, auth.mechanism(), exchange(client, auth));
        } catch (UnavailableException outOfOrder) { // THREATS A13
            log.unavailable(outOfOrder);
            return stay(Answers.AUTH_UNAVAILABLE);
        }
    }

    private SaslExchange.Outcome exchange(ClientFacts client, Auth auth) throws IOException {
        Optional<SaslServerMechanism> mechanism =
                SaslMechanisms.start(
                        auth.mechanism(),
                        service.credentials(client),
                        extensions.bindingFor(client));
        return mechanism.isEmpty()
                ? new SaslExchange.Outcome.Broken(Answers.UNKNOWN_MECHANISM)
                : new SaslExchange(connection, out, mechanism.get()).run(auth.initialResponse());
    }

    private Step judge(Greeted greeted, String mechanism, SaslExchange.Outcome outcome) {
        return switch (outcome) {
            case SaslExchange.Outcome.Success(var identity) -> admit(greeted, mechanism, identity);
            case SaslExchange.Outcome.Refused(var identity, var reason) ->
                    authenticationFailed(mechanism, identity, Answers.BAD_CREDENTIALS, reason);
            case SaslExchange.Outcome.Broken(var reply) -> stay(reply);
            case SaslExchange.Outcome.Lost() -> hangUp("4.7.0", "Authentication broken off");
        };
    }

    private Step admit(Greeted greeted, String mechanism, ClientFacts.Authenticated identity) {
        ClientFacts known = greeted.client().authenticatedAs(identity);
        ClientFacts client = known.speaking(greeted.dialect().protocol(known, MailParameters.NONE));
        return switch (service.authenticated(client)) {
            case Verdict.Accept _ -> {
                log.authenticated(mechanism, identity);
                yield new Step(new Greeted(client, greeted.dialect()), Answers.AUTHENTICATED);
            }
            case Verdict.Refuse(var reply, var reason) ->
                    authenticationFailed(
                            mechanism, identity.authenticationIdentity(), reply, reason);
        };
    }

    private Step authenticationFailed(
            String mechanism, String identity, SmtpReply reply, String reason) {
        log.authenticationFailed(mechanism, identity, reason);
        if (++authenticationFailures < MAX_AUTHENTICATION_FAILURES) {
            return stay(reply);
        }
        Step end = hangUp("4.7.0", "Too many authentication failures");
        return new Step(end.next(), List.of(reply, end.replies().getFirst()));
    }
}
