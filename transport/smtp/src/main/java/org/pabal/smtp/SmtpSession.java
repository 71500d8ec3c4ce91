// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Instant;
import org.pabal.message.UnavailableException;
import org.pabal.smtp.SmtpCommand.Auth;
import org.pabal.smtp.SmtpCommand.Bdat;
import org.pabal.smtp.SmtpCommand.Data;
import org.pabal.smtp.SmtpCommand.Ehlo;
import org.pabal.smtp.SmtpCommand.Etrn;
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
import org.pabal.smtp.SmtpCommand.Xclient;
import org.pabal.smtp.SmtpCommand.Xforward;
import org.pabal.smtp.SmtpConfig.Role;
import org.pabal.smtp.SmtpConfig.SessionLimits;
import org.pabal.smtp.SmtpState.Closed;
import org.pabal.smtp.SmtpState.Connected;
import org.pabal.smtp.SmtpState.Greeted;
import org.pabal.smtp.SmtpState.InChunks;
import org.pabal.smtp.SmtpState.InTransaction;
import org.pabal.wire.Connection;
import org.pabal.wire.Misconduct;
import org.pabal.wire.SocketConnection;
import org.pabal.wire.Splice;

/// One SMTP or LMTP session, the server's end. RFC 5321, RFC 2033, RFC 6409.
///
/// Speaks the protocol, keeps its order and its limits, and asks the {@link MailService} for every
/// decision about mail. Replies to pipelined commands leave together (RFC 2920). For one thread,
/// which blocks on the peer and on the service.
///
/// Here are the loop and the command table; what a command does stands in the file of its kind:
/// {@link GreetingCommands}, {@link EnvelopeCommands}, {@link ContentCommands},
/// {@link LoginCommand}, {@link TlsUpgrade}, {@link FrontCommands}.
public final class SmtpSession {
    /// THREATS S06: beyond this the peer is not looking for a line's end.
    private static final int MAX_LINE_AND_SKIPPED_OCTETS = 64 * 1024;

    private static final int CLOSING = 421;

    private final ServerSide side;
    private final Instant start;
    private SmtpParser parser;
    private final GreetingCommands greeting;
    private final EnvelopeCommands envelope;
    private final ContentCommands content;
    private final LoginCommand login;
    private final TlsUpgrade tls;
    private final FrontCommands front;
    private SmtpState state;

    public SmtpSession(
            Connection connection,
            SmtpConfig config,
            MailService service,
            SmtpSurroundings surroundings) {
        this.side = new ServerSide(connection, config, service, surroundings);
        this.parser = newParser();
        this.start = surroundings.clock().instant();
        this.greeting = new GreetingCommands(side);
        this.envelope = new EnvelopeCommands(side);
        this.content = new ContentCommands(side);
        this.login = new LoginCommand(side);
        this.tls = new TlsUpgrade(side);
        this.front = new FrontCommands(side, greeting);
        this.state = new Connected(side.ungreeted());
    }

    private SmtpParser newParser() {
        return new SmtpParser(side.tolerated(), side.observer::tolerated);
    }

    /// From the greeting to the end. The caller closes the connection.
    public void run() {
        side.observer.sessionOpened();
        side.observer.connected(side.ungreeted());
        try {
            converse();
        } catch (SocketTimeoutException slow) {
            sayGoodbye(side.hangUp("4.4.2", "Timeout"));
        } catch (SocketConnection.TlsOnPlainPort misdirected) { // which the listener logs
            sayGoodbye(Step.to(new Closed(), side.config.plainExpected()));
        } catch (Connection.StartTlsInjection attack) {
            side.log.startTlsInjection();
        } catch (IOException gone) {
            side.log.lost(gone);
        } finally {
            enter(new Closed()); // also when the client is gone
            closeService();
            side.observer.sessionClosed();
            side.observer.disconnected(side.ungreeted());
        }
    }

    private void converse() throws IOException {
        side.connection.readDeadline(side.config.session().commandDeadline());
        take(talksEarly() ? early() : greetOrHangUp());
        while (!(state instanceof Closed)) {
            if (!side.connection.hasBuffered()) {
                side.out.flush();
            }
            take(isOverdue() ? side.hangUp("4.4.2", "Session too long") : answerOrHangUp());
        }
        side.out.flush();
        if (side.home().isPresent()) {
            var silence = side.config.session().commandDeadline();
            Splice.behindLogIn(side.connection, side.home().get(), silence).run();
        }
    }

    /// A client of reception that speaks before it was greeted does not speak SMTP.
    private boolean talksEarly() throws IOException {
        return side.config.role() == Role.RECEPTION
                && side.connection.tls().isEmpty()
                && side.config.isStranger(side.connection.remote().getAddress())
                && side.connection.speaksWithin(side.config.session().greetingDelay());
    }

    private Step early() throws IOException {
        Connection.Line line = side.connection.readLine(maxLineOctets(), maxSkippedOctets());
        if (!(line instanceof Connection.Line.Complete(var octets))) {
            return Step.to(new Closed(), Answers.EARLY_TALKER);
        }
        SmtpCommand said = parser.parse(octets);
        if (said instanceof HttpRequest) {
            return http();
        }
        side.log.earlyTalker(said);
        side.misconduct(Misconduct.PROTOCOL_ABUSE, "spoke before the greeting");
        return Step.to(new Closed(), Answers.EARLY_TALKER);
    }

    private Step http() {
        side.log.misdirected("HTTP on a port of mail");
        return Step.to(new Closed(), Answers.NOT_HTTP);
    }

    /// A mail that is under way is let through.
    private boolean isOverdue() {
        return !(state instanceof InTransaction)
                && !(state instanceof InChunks)
                && side.clock.instant().isAfter(start.plus(side.config.session().longest()));
    }

    private void take(Step step) throws IOException {
        int errors = step.error() ? side.tally.error() : 0;
        SessionLimits limits = side.config.session();
        if (errors > limits.maxErrors() / 2 && !limits.errorDelay().isZero()) {
            side.makeWait(limits.errorDelay());
        }
        enter(step.next());
        for (SmtpReply reply : step.replies()) {
            side.out.send(reply);
            if (reply.code() == CLOSING) {
                enter(new Closed()); // RFC 5321 §4.2.2: 421 is the last word, whoever says it
            }
        }
        if (errors >= limits.maxErrors() && !(state instanceof Closed)) {
            side.misconduct(Misconduct.PROTOCOL_ABUSE, "too many errors");
            take(side.hangUp("4.7.0", "Too many errors")); // THREATS S05
        }
    }

    /// Leaves the old state if it changed.
    private void enter(SmtpState next) {
        SmtpState before = state;
        if (next.equals(before)) {
            return;
        }
        state = next;
        if (before instanceof InTransaction || before instanceof InChunks) {
            side.log.endOfTransaction();
        }
        try {
            before.leave();
        } catch (RuntimeException bug) {
            side.log.bug(bug);
        }
    }

    private void sayGoodbye(Step end) {
        try {
            take(end);
            side.out.flush();
        } catch (IOException gone) {
            side.log.lost(gone);
        }
    }

    private void closeService() {
        try {
            side.close();
        } catch (RuntimeException bug) {
            side.log.bug(bug);
        }
    }

    private Step greetOrHangUp() {
        try {
            return greeting.open(state, side.ungreeted());
        } catch (UnavailableException outOfOrder) {
            side.log.unavailable(outOfOrder);
            return side.hangUp("4.3.0", "Service not available");
        } catch (RuntimeException bug) {
            side.log.bug(bug);
            return side.hangUp("4.3.0", "Local error");
        }
    }

    private Step answerOrHangUp() throws IOException {
        try {
            return answer(side.connection.readLine(maxLineOctets(), maxSkippedOctets()));
        } catch (UnavailableException outOfOrder) {
            side.log.unavailable(outOfOrder);
            return stay(side.unavailable());
        } catch (RuntimeException bug) {
            side.log.bug(bug);
            return side.hangUp("4.3.0", "Local error");
        }
    }

    /// AUTH's responses may be longer than other commands.
    private int maxLineOctets() {
        return side.extensions.offersAuth()
                ? SmtpParser.MAX_AUTH_OCTETS
                : SmtpParser.MAX_COMMAND_OCTETS;
    }

    private int maxSkippedOctets() {
        return MAX_LINE_AND_SKIPPED_OCTETS - maxLineOctets();
    }

    private Step answer(Connection.Line line) throws IOException {
        return switch (line) {
            case Connection.Line.Complete(var octets) -> answer(parser.parse(octets));
            case Connection.Line.TooLong(var endFound) ->
                    endFound
                            ? stay(Answers.LINE_TOO_LONG)
                            : side.hangUp("4.7.0", "Line without an end");
            case Connection.Line.EndOfStream() -> side.inputEnded();
        };
    }

    /// The command table of RFC 5321 §4.1.4: which command is welcome in which state.
    private Step answer(SmtpCommand command) throws IOException {
        if (!side.tally.command(command)
                || side.tally.junk(command) > side.config.session().maxJunk()) {
            return side.hangUp("4.7.0", "Too many commands without a mail");
        }
        return switch (command) {
            case Ehlo(var name) -> side.isLmtp() ? unknown() : greeted(name, Dialect.ESMTP);
            case Helo(var name) -> side.isLmtp() ? unknown() : greeted(name, Dialect.SMTP);
            case Lhlo(var name) -> side.isLmtp() ? greeted(name, Dialect.LMTP) : unknown();
            case Mail mail ->
                    switch (state) {
                        case Greeted greeted -> envelope.begin(greeted, mail);
                        case Connected connected -> envelope.begin(connected, mail);
                        case InTransaction _, InChunks _, Closed _ -> stay(Answers.OUT_OF_ORDER);
                    };
            case Rcpt rcpt ->
                    switch (state) {
                        case InTransaction transaction -> envelope.rcpt(transaction, rcpt);
                        case InChunks _ -> stay(Answers.OUT_OF_ORDER);
                        case Greeted _ -> stay(Answers.MAIL_FIRST);
                        case Connected _, Closed _ -> stay(Answers.GREETING_FIRST);
                    };
            case Data _ ->
                    switch (state) {
                        case InTransaction transaction -> content.data(transaction);
                        case InChunks _ -> stay(Answers.OUT_OF_ORDER); // RFC 3030 §2
                        case Greeted _ -> stay(Answers.MAIL_FIRST);
                        case Connected _, Closed _ -> stay(Answers.GREETING_FIRST);
                    };
            case Bdat chunk ->
                    switch (state) {
                        case InTransaction transaction -> content.bdat(transaction, chunk);
                        case InChunks chunks -> content.bdat(chunks, chunk);
                        case Greeted _ -> content.unwelcome(state, chunk, Answers.MAIL_FIRST);
                        case Connected _, Closed _ ->
                                content.unwelcome(state, chunk, Answers.GREETING_FIRST);
                    };
            case Rset _ -> Step.to(withoutTransaction(), Answers.OK);
            case Noop _ -> stay(Answers.OK);
            case Vrfy _ -> stay(Answers.CANNOT_VERIFY); // RFC 5321 §7.3, THREATS S12
            case Etrn(var node) ->
                    switch (state) {
                        case Greeted(var client, _) -> stay(side.service.etrn(client, node));
                        case Connected _ -> stay(Answers.GREETING_FIRST);
                        case InTransaction _, InChunks _, Closed _ -> stay(Answers.OUT_OF_ORDER);
                    };
            case Xclient(var attributes) ->
                    switch (state) {
                        case Connected _, Greeted _ -> xclient(attributes);
                        case InTransaction _, InChunks _, Closed _ -> outOfOrderForFront();
                    };
            case Xforward(var attributes) ->
                    switch (state) {
                        case Connected _, Greeted _ -> front.xforward(state, attributes);
                        case InTransaction _, InChunks _, Closed _ -> outOfOrderForFront();
                    };
            case Expn _, Retired _ -> stay(Answers.NOT_IMPLEMENTED);
            case Help _ -> stay(Answers.HELP);
            case Quit _ -> quit();
            case StartTls _ ->
                    switch (state) {
                        case Greeted _ -> tls.startTls(state);
                        case Connected _ -> stay(Answers.GREETING_FIRST);
                        case InTransaction _, InChunks _, Closed _ -> stay(Answers.OUT_OF_ORDER);
                    };
            case Auth auth ->
                    switch (state) {
                        case Greeted greeted -> login.authenticate(greeted, auth);
                        case Connected _ -> stay(Answers.GREETING_FIRST);
                        case InTransaction _, InChunks _, Closed _ -> stay(Answers.OUT_OF_ORDER);
                    };
            case HttpRequest _ ->
                    switch (state) {
                        case Connected _ -> http();
                        case Greeted _, InTransaction _, InChunks _, Closed _ -> unknown();
                    };
            case Unparsable(var reply) -> stay(reply);
        };
    }

    private Step greeted(String name, Dialect dialect) {
        return greeting.greeted(client(), name, dialect);
    }

    private Step xclient(String attributes) {
        Step step = front.xclient(state, client(), attributes);
        parser = newParser();
        return step;
    }

    private Step outOfOrderForFront() {
        return stay(side.speaksWithFront() ? Answers.OUT_OF_ORDER : Answers.UNKNOWN_COMMAND);
    }

    private Step stay(SmtpReply reply) {
        return Step.stay(state, reply);
    }

    private Step unknown() {
        return stay(Answers.UNKNOWN_COMMAND);
    }

    private Step quit() {
        return Step.to(
                new Closed(),
                SmtpReply.of(221, "2.0.0", side.config.hostname() + " closing connection"));
    }

    private SmtpState withoutTransaction() {
        return switch (state) {
            case InTransaction(var before, _) -> before;
            case InChunks(var before, _) -> before;
            case Connected _, Greeted _, Closed _ -> state;
        };
    }

    private ClientFacts client() {
        return switch (state) {
            case Connected(var client) -> client;
            case Greeted(var client, _) -> client;
            case InTransaction(var before, _) -> before.client();
            case InChunks(var before, _) -> before.client();
            case Closed _ -> side.ungreeted();
        };
    }
}
