// SPDX-License-Identifier: Apache-2.0
package org.pabal.managesieve;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.mailbox.StoreFullException;
import org.pabal.managesieve.CommandReader.Read;
import org.pabal.managesieve.ManageSieveState.Authenticated;
import org.pabal.managesieve.ManageSieveState.Closed;
import org.pabal.managesieve.ManageSieveState.NotAuthenticated;
import org.pabal.managesieve.ManageSieveState.WithHost;
import org.pabal.message.UnavailableException;
import org.pabal.wire.Connection;
import org.pabal.wire.Splice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client, from greeting to goodbye. RFC 5804 §1.
///
/// ```
/// NotAuthenticated --AUTHENTICATE--> Authenticated --UNAUTHENTICATE--> NotAuthenticated
/// any --LOGOUT, limits, failures--> Closed
/// ```
public final class ManageSieveSession {
    private static final Logger log = LoggerFactory.getLogger(ManageSieveSession.class);

    /// A client that sends commands without end lets others run after so many: virtual threads are
    /// not time-sliced.
    private static final int COMMANDS_IN_A_ROW = 64;

    private static final Response LOG_IN_FIRST = Response.no("Log in first");
    private static final Response LOGGED_IN = Response.no("You are logged in already");
    private static final Response OVER = Response.bye("Goodbye");

    private final Connection connection;
    private final ManageSieveConfig config;
    private final ManageSieveServices services;
    private final Runnable endOfSession;
    private final CommandReader reader;
    private final ResponseWriter out;
    private final Login login;
    private final ScriptAnswers answers;
    private ManageSieveState state = new NotAuthenticated();
    private int badInARow;
    private int withoutWaiting;

    public ManageSieveSession(
            Connection connection, ManageSieveConfig config, ManageSieveServices services) {
        this.connection = connection;
        this.config = config;
        this.services = services;
        this.endOfSession = connection::endInput;
        this.reader = new CommandReader(connection);
        this.out = new ResponseWriter(connection);
        this.login = new Login(connection, config, services, reader, out);
        this.answers = new ScriptAnswers(services.scripts(), out);
    }

    /// What a command came to.
    private record Step(ManageSieveState next, Response response) {}

    private Step stay(Response response) {
        return new Step(state, response);
    }

    /// Returns when the session is over; whoever called closes the connection.
    public void run() throws IOException {
        connection.readDeadline(config.loginDeadline());
        try {
            tell(capabilities());
            out.flush();
            answerFirst();
            while (!(state instanceof Closed)) {
                letOthersRun();
                if (state instanceof WithHost(_, Connection host)) {
                    goOnWith(host);
                    break;
                }
                answer(read());
            }
            out.flush();
        } catch (SocketTimeoutException e) {
            sayGoodbye();
            throw e;
        } finally {
            enter(new Closed());
        }
    }

    private Read read() throws IOException {
        return switch (state) {
            case NotAuthenticated _, WithHost _, Closed _ ->
                    reader.read(config.commandOctetsBeforeLogin(), 0);
            case Authenticated _ ->
                    reader.read(
                            config.commandOctets() + services.scripts().quota().scriptOctets(),
                            config.skippedOctets());
        };
    }

    private void answerFirst() throws IOException {
        Read first = read();
        Optional<String> foreign =
                first instanceof Read.Command(byte[] line)
                        ? ForeignProtocol.of(line)
                        : Optional.empty();
        if (foreign.isPresent()) {
            take(new Step(new Closed(), Response.bye("This is ManageSieve, not " + foreign.get())));
        } else {
            answer(first);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing is relied on but fairness
    private void letOthersRun() throws IOException {
        if (!connection.hasBuffered()) {
            out.flush();
            withoutWaiting = 0;
        } else if (++withoutWaiting >= COMMANDS_IN_A_ROW) {
            withoutWaiting = 0;
            Thread.yield();
        }
    }

    private void answer(Read read) throws IOException {
        switch (read) {
            case Read.Command(byte[] octets) -> {
                ManageSieveCommand command = ManageSieveParser.parse(octets);
                take(judged(command, answerOrExplain(command)));
                if (command instanceof ManageSieveCommand.StartTls) {
                    startTlsIfAgreed();
                }
            }
            case Read.TooLarge(byte[] beginning) -> take(stay(tooLarge(beginning)));
            case Read.Lost(String reason) -> take(new Step(new Closed(), Response.bye(reason)));
            case Read.EndOfStream _ -> sayGoodbye();
        }
    }

    private Response tooLarge(byte[] beginning) {
        return switch (ManageSieveParser.nameOf(beginning)) {
            case "PUTSCRIPT", "CHECKSCRIPT" -> answers.tooLarge();
            default -> Response.no("A command may have " + config.commandOctets() + " octets");
        };
    }

    private void take(Step step) throws IOException {
        enter(step.next());
        tell(step.response());
    }

    private void tell(Response response) throws IOException {
        out.response(response);
    }

    /// Who says nothing sensible for long is sent away.
    private Step judged(ManageSieveCommand command, Step step) {
        if (!(command instanceof ManageSieveCommand.Unparsable(String reason))) {
            badInARow = 0;
            return step;
        }
        badInARow++;
        log.debug("session {}: bad command: {}", connection.id(), reason);
        int most =
                state instanceof NotAuthenticated
                        ? config.badCommandsBeforeLogin()
                        : config.badCommands();
        return badInARow < most
                ? step
                : new Step(new Closed(), Response.bye("Too many bad commands"));
    }

    /// Failures of ours are temporary, never the client's fault.
    private Step answerOrExplain(ManageSieveCommand command) throws IOException {
        try {
            return answer(command);
        } catch (StoreFullException e) {
            log.warn("session {}: {}", connection.id(), e.getMessage());
            return stay(Response.no("TRYLATER", "No room on stable storage, try later"));
        } catch (UnavailableException e) {
            log.warn("session {}: {}", connection.id(), e.getMessage());
            return stay(Response.no("TRYLATER", "Out of order for now, try later"));
        } catch (RuntimeException e) {
            log.error("session {}: bug in {}", connection.id(), command.getClass(), e);
            return stay(Response.no("TRYLATER", "Our fault, logged as session " + connection.id()));
        }
    }

    /// Which command is welcome in which state. RFC 5804 §2.
    private Step answer(ManageSieveCommand command) throws IOException {
        return switch (command) {
            case ManageSieveCommand.Logout _ -> new Step(new Closed(), Response.OK);
            case ManageSieveCommand.Capability _ -> stay(capabilities());
            case ManageSieveCommand.Noop(var tag) -> stay(noop(tag));
            case ManageSieveCommand.NotAName(String reason) -> stay(Response.no(reason));
            case ManageSieveCommand.Unparsable(String reason) -> stay(Response.no(reason));
            case ManageSieveCommand.StartTls _ ->
                    switch (state) {
                        case NotAuthenticated _ -> stay(startTls());
                        case Authenticated _ -> stay(LOGGED_IN);
                        case WithHost _, Closed _ -> stay(OVER);
                    };
            case ManageSieveCommand.Authenticate authenticate ->
                    switch (state) {
                        case NotAuthenticated _ -> authenticate(authenticate);
                        case Authenticated _ -> stay(LOGGED_IN);
                        case WithHost _, Closed _ -> stay(OVER);
                    };
            case ManageSieveCommand.Xclient(String attributes) ->
                    switch (state) {
                        case NotAuthenticated _ -> stay(login.introduce(attributes));
                        case Authenticated _ -> stay(LOGGED_IN);
                        case WithHost _, Closed _ -> stay(OVER);
                    };
            case ManageSieveCommand.Unauthenticate _ ->
                    switch (state) {
                        case Authenticated _ -> new Step(new NotAuthenticated(), Response.OK);
                        case NotAuthenticated _ -> stay(LOG_IN_FIRST);
                        case WithHost _, Closed _ -> stay(OVER);
                    };
            case ManageSieveCommand.AboutScripts about ->
                    switch (state) {
                        case Authenticated(Account account) -> stay(answer(about, account));
                        case NotAuthenticated _ -> stay(LOG_IN_FIRST);
                        case WithHost _, Closed _ -> stay(OVER);
                    };
        };
    }

    private Response answer(ManageSieveCommand.AboutScripts command, Account account)
            throws IOException {
        return switch (command) {
            case ManageSieveCommand.HaveSpace(var name, long octets) ->
                    answers.haveSpace(account, name, octets);
            case ManageSieveCommand.PutScript(var name, byte[] script) ->
                    answers.put(account, name, script);
            case ManageSieveCommand.ListScripts _ -> answers.list(account);
            case ManageSieveCommand.SetActive(var name) -> answers.setActive(account, name);
            case ManageSieveCommand.GetScript(var name) -> answers.get(account, name);
            case ManageSieveCommand.DeleteScript(var name) -> answers.delete(account, name);
            case ManageSieveCommand.RenameScript(var from, var to) ->
                    answers.rename(account, from, to);
            case ManageSieveCommand.CheckScript(byte[] script) -> answers.check(account, script);
        };
    }

    private Response capabilities() throws IOException {
        new Capabilities(
                        services.scripts().compiler().extensions(),
                        login.mechanisms(),
                        offersStartTls(),
                        config.maxRedirects(),
                        state instanceof Authenticated(Account account)
                                ? Optional.of(account.address().toString())
                                : Optional.empty())
                .write(out);
        return Response.OK;
    }

    private static Response noop(Optional<String> tag) {
        return tag.map(text -> Response.okWith("TAG", text, "Done")).orElse(Response.OK);
    }

    private boolean offersStartTls() {
        return services.tls().isPresent()
                && connection.tls().isEmpty()
                && state instanceof NotAuthenticated;
    }

    private Response startTls() {
        if (offersStartTls()) {
            return Response.OK;
        }
        return Response.no(
                connection.tls().isPresent()
                        ? "TLS is already active"
                        : "STARTTLS is not offered here");
    }

    /// The handshake begins behind the OK, and the capabilities follow it unasked. RFC 5804 §2.2.
    /// Octets that came before it are an attack, found by the connection (THREATS T02).
    private void startTlsIfAgreed() throws IOException {
        if (offersStartTls()) {
            out.flush();
            connection.startTls(services.tls().orElseThrow());
            tell(capabilities());
        }
    }

    private Step authenticate(ManageSieveCommand.Authenticate command) throws IOException {
        return switch (login.authenticate(command)) {
            case Login.Outcome.Refused(Response response) ->
                    new Step(
                            response.status() == Response.Status.BYE ? new Closed() : state,
                            response);
            case Login.Outcome.LoggedIn(Account account, Response response) ->
                    services.sessions().enter(account, endOfSession)
                            ? new Step(loggedIn(account), response)
                            : stay(
                                    Response.no(
                                            "TRYLATER",
                                            "Too many sessions of this account, close one of its "
                                                    + services.sessions().limit(account)));
        };
    }

    /// Has made room for the session; without a host that answers it is given back.
    private ManageSieveState loggedIn(Account account) {
        if (account.isHere()) {
            return new Authenticated(account);
        }
        try {
            return new WithHost(account, BackHost.logIn(services.hosts(), account, connection));
        } catch (UnavailableException down) {
            services.sessions().leave(account.id(), endOfSession);
            throw down;
        }
    }

    /// From the response to its log-in on the client speaks with the host that holds its account.
    private void goOnWith(Connection host) throws IOException {
        out.flush();
        Splice.behindLogIn(connection, host, config.idleDeadline()).run();
    }

    /// Leaves the old state and takes what the new one grants. Once {@link #authenticate} made room
    /// for a session, its place is given back here and nowhere else.
    private void enter(ManageSieveState next) {
        if (next.equals(state)) {
            return;
        }
        switch (state) {
            case Authenticated(Account account) ->
                    services.sessions().leave(account.id(), endOfSession);
            case WithHost(Account account, Connection host) -> {
                host.close();
                services.sessions().leave(account.id(), endOfSession);
            }
            case NotAuthenticated _, Closed _ -> {}
        }
        state = next;
        connection.readDeadline(
                next instanceof Authenticated ? config.idleDeadline() : config.loginDeadline());
    }

    /// To a client that may be gone already.
    private void sayGoodbye() {
        try {
            take(new Step(new Closed(), OVER));
            out.flush();
        } catch (IOException e) {
            log.debug("session {}: no goodbye", connection.id(), e);
        }
    }
}
