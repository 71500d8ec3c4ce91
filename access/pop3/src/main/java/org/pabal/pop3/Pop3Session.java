// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.io.IOException;
import java.util.Optional;
import org.pabal.directory.Language;
import org.pabal.message.UnavailableException;
import org.pabal.pop3.Pop3Command.Apop;
import org.pabal.pop3.Pop3Command.Auth;
import org.pabal.pop3.Pop3Command.AuthMechanisms;
import org.pabal.pop3.Pop3Command.Capa;
import org.pabal.pop3.Pop3Command.Dele;
import org.pabal.pop3.Pop3Command.Foreign;
import org.pabal.pop3.Pop3Command.Lang;
import org.pabal.pop3.Pop3Command.Last;
import org.pabal.pop3.Pop3Command.Noop;
import org.pabal.pop3.Pop3Command.Pass;
import org.pabal.pop3.Pop3Command.Quit;
import org.pabal.pop3.Pop3Command.Retr;
import org.pabal.pop3.Pop3Command.Rset;
import org.pabal.pop3.Pop3Command.Scan;
import org.pabal.pop3.Pop3Command.Stat;
import org.pabal.pop3.Pop3Command.Stls;
import org.pabal.pop3.Pop3Command.Top;
import org.pabal.pop3.Pop3Command.Uidl;
import org.pabal.pop3.Pop3Command.Unparsable;
import org.pabal.pop3.Pop3Command.User;
import org.pabal.pop3.Pop3Command.Utf8;
import org.pabal.pop3.Pop3Command.Xclient;
import org.pabal.pop3.Pop3Config.Marking;
import org.pabal.pop3.Pop3State.Authorization;
import org.pabal.pop3.Pop3State.Closed;
import org.pabal.pop3.Pop3State.Transaction;
import org.pabal.pop3.Pop3State.WithHost;
import org.pabal.wire.Connection;
import org.pabal.wire.Misconduct;
import org.pabal.wire.Splice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client, from greeting to goodbye. RFC 1939 §3. For one thread, which blocks on the peer and
/// on the store. Responses to pipelined commands leave together (RFC 2449 §6.6).
///
/// Whose mailboxes are on another host goes on with that host after the log-in.
///
/// A session that ends otherwise than by QUIT deletes nothing. One that is idle for too long ends
/// without a word, as RFC 1939 §3 has it.
public final class Pop3Session {
    private static final Logger LOG = LoggerFactory.getLogger(Pop3Session.class);

    /// Beyond this the peer is not looking for a line's end.
    private static final int MAX_LINE_AND_SKIPPED = 64 << 10;

    /// A client that sends commands without end lets others run after so many: virtual threads are
    /// not time-sliced.
    private static final int COMMANDS_IN_A_ROW = 64;

    private final Client client;
    private final Connection connection;
    private final ReplyWriter out;
    private final LoginCommands login;
    private final MaildropCommands maildrop;
    private Pop3State state = Authorization.NOBODY;
    private int mistakesInARow;
    private int withoutWaiting;

    public Pop3Session(Connection connection, Pop3Config config, Pop3Services services) {
        this.client = new Client(connection, config, services);
        this.connection = connection;
        this.out = client.out;
        this.login = new LoginCommands(client);
        this.maildrop = new MaildropCommands(client);
    }

    /// Returns when the session is over; whoever called closes the connection.
    public void run() throws IOException {
        connection.readDeadline(client.config.loginDeadline());
        try {
            take(orHangUp(this::greet));
            while (!(state instanceof Closed)) {
                flushOrYield();
                if (state instanceof WithHost(Connection host, _)) {
                    goOnWith(host);
                    break;
                }
                take(orHangUp(this::answerNext));
            }
        } finally {
            enter(new Closed()); // also when the client is gone
        }
    }

    /// From the response to its log-in on the client speaks with the host that holds its account.
    private void goOnWith(Connection host) throws IOException {
        out.flush();
        Splice.behindLogIn(connection, host, client.config.idleDeadline()).run();
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing is relied on but fairness
    private void flushOrYield() throws IOException {
        if (!connection.hasBuffered()) {
            out.flush();
            withoutWaiting = 0;
        } else if (++withoutWaiting >= COMMANDS_IN_A_ROW) {
            withoutWaiting = 0;
            Thread.yield();
        }
    }

    /// The last word is sent before the session's end is dealt with.
    private void take(Step step) throws IOException {
        if (step.reply().isPresent()) {
            out.send(step.reply().get());
        }
        mistakesInARow = step.mistake() ? mistakesInARow + 1 : 0;
        if (mistakesInARow >= allowedMistakes() && !(step.next() instanceof Closed)) {
            LOG.info("event=too-many-bad-commands session={}", connection.id());
            if (state instanceof Authorization) {
                connection.misconduct(Misconduct.PROTOCOL_ABUSE, "too many bad commands");
            }
            take(Step.to(new Closed(), Pop3Reply.err(Phrase.TOO_MANY_MISTAKES)));
            return;
        }
        if (step.next() instanceof Closed) {
            out.flush();
        }
        enter(step.next());
    }

    private int allowedMistakes() {
        return state instanceof Authorization
                ? client.config.badCommandsBeforeLogin()
                : client.config.badCommands();
    }

    /// Leaves the old state if it changed.
    private void enter(Pop3State next) {
        Pop3State before = state;
        if (next.equals(before)) {
            return;
        }
        state = next;
        before.leave();
        if (before instanceof Transaction(Maildrop left)) {
            markSeen(left);
            LOG.info(
                    "event=pop3-end session={} account={} retrieved={} octets={} left={}",
                    connection.id(),
                    left.account(),
                    left.retrievals(),
                    left.octetsRetrieved(),
                    left.left());
        }
    }

    /// After the maildrop was given back and the client was answered: it is no part of what QUIT
    /// promises.
    private void markSeen(Maildrop left) {
        if (client.config.marking() == Marking.NONE) {
            return;
        }
        try {
            left.markSeen();
        } catch (UnavailableException e) {
            LOG.warn("session {}: \\Seen was not set: {}", connection.id(), e.getMessage());
        }
    }

    private Step greet() {
        return Step.stay(
                state,
                client.makeTimestamp()
                        .map(stamp -> Pop3Reply.ok(Phrase.READY_WITH_TIMESTAMP, stamp))
                        .orElseGet(() -> Pop3Reply.ok(Phrase.READY)));
    }

    private Step answerNext() throws IOException {
        return answer(connection.readLine(maxOctets(), MAX_LINE_AND_SKIPPED - maxOctets()));
    }

    private interface Answering {
        Step step() throws IOException;
    }

    /// Failures of ours are temporary, never the client's fault.
    private Step orHangUp(Answering answering) throws IOException {
        try {
            return answering.step();
        } catch (UnavailableException e) {
            giveUpWithinLines(e);
            LOG.warn("session {}: {}", connection.id(), e.getMessage());
            return Step.stay(state, Pop3Reply.err(ResponseCode.SYS_TEMP, Phrase.UNAVAILABLE));
        } catch (RuntimeException e) {
            LOG.error("session {}: bug", connection.id(), e);
            giveUpWithinLines(e);
            return Step.to(
                    new Closed(),
                    Pop3Reply.err(ResponseCode.SYS_TEMP, Phrase.OUR_FAULT, connection.id()));
        }
    }

    private void giveUpWithinLines(RuntimeException e) throws IOException {
        if (out.isWithinLines()) {
            throw new IOException("a response was cut short", e);
        }
    }

    /// AUTH's initial response may be longer than other commands.
    private int maxOctets() {
        return state instanceof Authorization && client.allowsLogin()
                ? Pop3Parser.MAX_AUTH_OCTETS
                : Pop3Parser.MAX_COMMAND_OCTETS;
    }

    private Step answer(Connection.Line line) throws IOException {
        return switch (line) {
            case Connection.Line.Complete(byte[] octets) -> answer(Pop3Parser.parse(octets));
            case Connection.Line.TooLong(boolean endFound) ->
                    endFound
                            ? mistake(Phrase.LINE_TOO_LONG)
                            : Step.to(new Closed(), Pop3Reply.err(Phrase.LINE_TOO_LONG));
            case Connection.Line.EndOfStream _ -> Step.hangUp();
        };
    }

    /// The command table of RFC 1939 §3: which command is welcome in which state.
    private Step answer(Pop3Command command) throws IOException {
        return switch (command) {
            case User(String name) -> before(state -> login.user(state, name));
            case Pass(String password) -> before(state -> login.pass(state, password));
            case Apop apop -> before(state -> login.apop(state, apop));
            case Auth auth -> before(state -> login.auth(state, auth));
            case AuthMechanisms _ -> before(login::mechanisms);
            case Stls _ -> before(login::stls);
            case Xclient(String attributes) -> before(state -> login.introduce(state, attributes));
            case Utf8 _ -> before(state -> Step.stay(state, Pop3Reply.ok(Phrase.UTF8_ON)));
            case Stat _ -> after(maildrop::stat);
            case Scan(var message) -> after(state -> maildrop.list(state, message));
            case Uidl(var message) -> after(state -> maildrop.uidl(state, message));
            case Retr(int message) -> after(state -> maildrop.retr(state, message));
            case Top(int message, int lines) -> after(state -> maildrop.top(state, message, lines));
            case Dele(int message) -> after(state -> maildrop.dele(state, message));
            case Rset _ -> after(maildrop::rset);
            case Last _ -> after(maildrop::last);
            case Noop _ -> after(state -> Step.stay(state, Pop3Reply.ok(Phrase.DONE)));
            case Capa _ -> capabilities();
            case Lang(var range) -> range.isPresent() ? speak(range.get()) : languages();
            case Quit _ ->
                    switch (state) {
                        case Transaction transaction -> maildrop.quit(transaction);
                        case Authorization _, WithHost _, Closed _ ->
                                Step.to(new Closed(), Pop3Reply.ok(Phrase.GOODBYE));
                    };
            case Foreign(String protocol) ->
                    switch (state) {
                        case Authorization _, WithHost _, Closed _ ->
                                Step.to(new Closed(), Pop3Reply.err(Phrase.FOREIGN, protocol));
                        case Transaction _ -> mistake(Phrase.UNKNOWN_COMMAND);
                    };
            case Unparsable(Pop3Reply reply) -> Step.mistake(state, reply);
        };
    }

    private interface BeforeLogin {
        Step run(Authorization state) throws IOException;
    }

    private interface AfterLogin {
        Step run(Transaction state) throws IOException;
    }

    private Step before(BeforeLogin command) throws IOException {
        return switch (state) {
            case Authorization authorization -> command.run(authorization);
            case Transaction _, WithHost _, Closed _ -> mistake(Phrase.LOGGED_IN_ALREADY);
        };
    }

    private Step after(AfterLogin command) throws IOException {
        return switch (state) {
            case Transaction transaction -> command.run(transaction);
            case Authorization _, WithHost _, Closed _ -> mistake(Phrase.LOG_IN_FIRST);
        };
    }

    private Step mistake(Phrase phrase) {
        return Step.mistake(state, Pop3Reply.err(phrase));
    }

    private Step capabilities() throws IOException {
        out.begin(Pop3Reply.ok(Phrase.CAPABILITIES));
        for (String capability : Capabilities.of(client)) {
            out.line(capability);
        }
        out.endLines();
        return Step.answered(state);
    }

    private Step languages() throws IOException {
        out.begin(Pop3Reply.ok(Phrase.LANGUAGES));
        for (Language language : Language.values()) {
            out.line(language.tag() + " " + Languages.name(language));
        }
        out.endLines();
        return Step.answered(state);
    }

    /// The reply is the first in the new language. RFC 6856 §3.
    private Step speak(String range) {
        Language preferred =
                state instanceof Transaction(Maildrop open) ? open.language() : Language.ENGLISH;
        Optional<Language> found = Languages.find(range, preferred);
        if (found.isEmpty()) {
            return Step.stay(state, Pop3Reply.err(Phrase.NO_SUCH_LANGUAGE));
        }
        out.speak(found.get());
        return Step.stay(state, Pop3Reply.ok(Phrase.LANGUAGE_SET, found.get().tag()));
    }
}
