// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.imap.ImapConfig;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.wire.Connection;
import org.pabal.wire.Connection.Line;
import org.pabal.wire.Splice;

/// One client: its connection, what it enabled, and the state it is in. For the session's thread.
public final class Client {
    private static final int MAX_SKIPPED = 64 << 10;

    private final Connection connection;
    private final ImapConfig config;
    private final ImapServices services;
    private final Runnable endOfSession;
    private final ResponseWriter out;
    private Features features = new Features();
    private Wishes wishes = Wishes.PRESET;
    private Optional<Notifier> notifier = Optional.empty();
    private int failedLogins;
    private ImapState state;
    private Optional<Change> change = Optional.empty();
    private String tag = "*";

    public Client(Connection connection, ImapConfig config, ImapServices services) {
        this.connection = connection;
        this.endOfSession = connection::endInput;
        this.config = config;
        this.services = services;
        this.out = new ResponseWriter(connection);
        this.state = new NotAuthenticated(this, true);
    }

    public Connection connection() {
        return connection;
    }

    public ImapConfig config() {
        return config;
    }

    public ImapServices services() {
        return services;
    }

    public ResponseWriter out() {
        return out;
    }

    public Features features() {
        return features;
    }

    public Wishes wishes() {
        return wishes;
    }

    /// Present once NOTIFY asked to hear of changes between commands.
    public Optional<Notifier> notifier() {
        return notifier;
    }

    /// What NOTIFY asks for takes the place of what was asked before. RFC 5465 §3.1.
    public void notifyBy(Notifier next, Wishes wanted) throws IOException {
        endNotifying();
        notifier = Optional.of(next);
        wishes = wanted;
    }

    /// NOTIFY NONE: nothing is told that was not asked for. Also on the notifier's own thread.
    public void tellNothing() {
        wishes = Wishes.NONE;
    }

    /// As if NOTIFY had never been said.
    public void endNotifying() throws IOException {
        wishes = Wishes.PRESET;
        if (notifier.isPresent()) {
            Notifier ended = notifier.get();
            notifier = Optional.empty();
            ended.close();
        }
    }

    /// @return how many log-ins failed in this session, this one included
    int countFailedLogin() {
        return ++failedLogins;
    }

    public ImapState state() {
        return state;
    }

    public void enter(ImapState next) {
        state = next;
    }

    public boolean isLoggedOut() {
        return state instanceof LoggedOut;
    }

    /// The tag of the running command, which ESEARCH repeats.
    public String tag() {
        return tag;
    }

    public void begin(String commandTag) {
        tag = commandTag;
    }

    /// What happens to the connection behind a tagged response.
    public interface Change {
        void make() throws IOException;
    }

    /// Asks for a change of the connection once the running command has its response.
    public void onceAnswered(Change asked) {
        change = Optional.of(asked);
    }

    /// Makes the change that the command asked for, after its response was sent.
    public void answered() throws IOException {
        if (change.isPresent()) {
            Change asked = change.get();
            change = Optional.empty();
            out.flush();
            asked.make();
        }
    }

    /// Back to where nobody had logged in; TLS and compression stay. RFC 8437 §3. Failed log-ins
    /// stay counted, so that one good password does not buy guesses at others.
    public void unauthenticate() throws IOException {
        endNotifying();
        release(state);
        features = new Features();
        enter(new NotAuthenticated(this, false));
        connection.readDeadline(config.loginDeadline());
    }

    /// Does the handshake. What was known of the client before is forgotten (THREATS T03).
    public void startTls() throws IOException {
        connection.startTls(services.tls().orElseThrow());
        enter(new NotAuthenticated(this, true));
    }

    /// Enters the authenticated state, if the account may have one more session.
    boolean logIn(Account account) {
        if (!enter(account)) {
            return false;
        }
        try {
            enter(new Authenticated(this, account, services.store().open(account)));
        } finally {
            if (!(state instanceof Authenticated)) {
                leave(account);
            }
        }
        connection.readDeadline(config.idleDeadline());
        return true;
    }

    /// @return false when the account has as many sessions as it may
    boolean enter(Account account) {
        return services.sessions().enter(account, endOfSession);
    }

    void leave(Account account) {
        services.sessions().leave(account.id(), endOfSession);
    }

    /// From the response to its log-in on the client speaks with the host that holds its account, to
    /// the end.
    void goOnWith(WithHost home) {
        enter(home);
        onceAnswered(() -> {
            Splice.behindLogIn(connection, home.host(), config.idleDeadline()).run();
            logOut();
        });
    }

    /// Gives the account's place back. To be called once, at the end of the connection.
    ///
    /// @param last the state the client was in before it was logged out
    public void release(ImapState last) {
        switch (last) {
            case Authenticated user -> services.sessions().leave(user.account().id(), endOfSession);
            case SelectedMailbox selected ->
                    services.sessions().leave(selected.user().account().id(), endOfSession);
            case WithHost home -> {
                home.host().close();
                services.sessions().leave(home.account().id(), endOfSession);
            }
            case NotAuthenticated _, LoggedOut _ -> {}
        }
    }

    /// Says goodbye; the session ends with the running command.
    public void bye(String text) throws IOException {
        if (!isLoggedOut()) {
            out.untagged("BYE", "", text);
            logOut();
        }
    }

    public void logOut() {
        release(state);
        enter(new LoggedOut());
    }

    /// Asks the client to go on and reads its line.
    public byte[] askForLine(String text, int maxOctets) throws IOException {
        out.continuation(text);
        return readLine(maxOctets);
    }

    /// Reads a line that belongs to the running command.
    public byte[] readLine(int maxOctets) throws IOException {
        return switch (connection.readLine(maxOctets, MAX_SKIPPED)) {
            case Line.Complete(byte[] octets) -> octets;
            case Line.TooLong _ -> {
                bye("A line of more than " + maxOctets + " octets");
                out.flush();
                throw new ProtocolException("line of more than " + maxOctets + " octets");
            }
            case Line.EndOfStream _ -> throw new EOFException("the client left within a command");
        };
    }
}
