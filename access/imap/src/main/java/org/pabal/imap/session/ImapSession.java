// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.session;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.pabal.imap.ImapConfig;
import org.pabal.imap.command.CommandTable;
import org.pabal.imap.command.ImapCommand;
import org.pabal.imap.command.TaggedCommand;
import org.pabal.imap.response.ResponseCodes;
import org.pabal.imap.response.ResponseWriter;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.response.TaggedResponse.Status;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.Capabilities;
import org.pabal.imap.state.Client;
import org.pabal.imap.state.ImapServices;
import org.pabal.imap.state.LoggedOut;
import org.pabal.imap.state.NotAuthenticated;
import org.pabal.imap.state.SelectedMailbox;
import org.pabal.imap.state.SelectedMailbox.Expunges;
import org.pabal.imap.state.WithHost;
import org.pabal.mailbox.StoreFullException;
import org.pabal.message.UnavailableException;
import org.pabal.wire.Connection;
import org.pabal.wire.Misconduct;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One client, from greeting to goodbye. RFC 9051 §3.
///
/// ```
/// NotAuthenticated --LOGIN, AUTHENTICATE--> Authenticated <--CLOSE, SELECT…--> SelectedMailbox
/// any --LOGOUT, limits, failures--> LoggedOut
/// ```
public final class ImapSession {
    private static final Logger log = LoggerFactory.getLogger(ImapSession.class);

    /// A client that sends commands without end lets others run after so many: virtual threads are
    /// not time-sliced.
    private static final int COMMANDS_IN_A_ROW = 64;

    /// RFC 9586 §3.
    private static final TaggedResponse UID_REQUIRED =
            TaggedResponse.bad(
                    ResponseCodes.UIDREQUIRED, "UIDONLY is enabled, use UIDs and no numbers");

    private static final TaggedResponse NOT_READABLE =
            TaggedResponse.no(
                    ResponseCodes.NOPERM, "You may not read the selected mailbox any more");

    private final Client client;
    private final Connection connection;
    private final ResponseWriter out;
    private final CommandReader reader;
    private int badInARow;
    private int withoutWaiting;

    public ImapSession(Connection connection, ImapConfig config, ImapServices services) {
        this.client = new Client(connection, config, services);
        this.connection = connection;
        this.out = client.out();
        this.reader = new CommandReader(client);
    }

    /// Returns when the session is over; whoever called closes the connection.
    public void run() throws IOException {
        connection.readDeadline(client.config().loginDeadline());
        try {
            out.untagged("OK", "CAPABILITY " + Capabilities.of(client), "Pabal " + connection.id());
            answerFirst();
            while (!client.isLoggedOut()) {
                answerNext();
            }
            out.flush();
        } catch (SocketTimeoutException e) {
            sayGoodbye("Nothing was said for too long");
            throw e;
        } finally {
            client.endNotifying();
            client.release(client.state());
        }
    }

    private void answerFirst() throws IOException {
        out.flush();
        CommandReader.Read first = reader.read();
        if (first instanceof CommandReader.Read.Command(byte[] line)
                && ForeignProtocol.of(line).isPresent()) {
            client.bye("This is IMAP, not " + ForeignProtocol.of(line).get());
            return;
        }
        answer(first);
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing is relied on but fairness
    private void answerNext() throws IOException {
        if (!connection.hasBuffered()) {
            out.flush();
            withoutWaiting = 0;
        } else if (++withoutWaiting >= COMMANDS_IN_A_ROW) {
            withoutWaiting = 0;
            Thread.yield();
        }
        answer(reader.read());
    }

    private void answer(CommandReader.Read read) throws IOException {
        switch (read) {
            case CommandReader.Read.Command(byte[] octets) -> {
                TaggedCommand tagged = CommandTable.parse(octets, client.config().depth());
                client.begin(tagged.tag());
                respond(tagged.tag(), runOrExplain(tagged.command()));
                client.answered();
            }
            case CommandReader.Read.Refused(String tag, TaggedResponse response) ->
                    respond(tag, response);
            case CommandReader.Read.Lost(String reason) -> client.bye(reason);
            case CommandReader.Read.EndOfStream _ -> sayGoodbye("Goodbye");
        }
    }

    private void respond(String tag, TaggedResponse response) throws IOException {
        out.tagged(tag, response);
        if (response.status() != Status.BAD) {
            badInARow = 0;
            return;
        }
        badInARow++;
        log.debug("session {}: BAD {}", connection.id(), response.text());
        ImapConfig config = client.config();
        boolean before = client.state() instanceof NotAuthenticated;
        if (badInARow >= (before ? config.badCommandsBeforeLogin() : config.badCommands())) {
            if (before) {
                connection.misconduct(Misconduct.PROTOCOL_ABUSE, "too many bad commands");
            }
            client.bye("Too many bad commands");
        }
    }

    /// Failures of ours become NO: temporary, never the client's fault.
    private TaggedResponse runOrExplain(ImapCommand command) throws IOException {
        try {
            TaggedResponse response = run(command);
            if (response.status() != Status.BAD) {
                tellChanges(command);
            }
            return response;
        } catch (StoreFullException e) {
            giveUpWithinResponse(e);
            log.warn("session {}: {}", connection.id(), e.getMessage());
            return TaggedResponse.no(ResponseCodes.LIMIT, "No room on stable storage, try later");
        } catch (UnavailableException e) {
            giveUpWithinResponse(e);
            log.warn("session {}: {}", connection.id(), e.getMessage());
            return TaggedResponse.no(ResponseCodes.UNAVAILABLE, "Out of order for now, try later");
        } catch (RuntimeException e) {
            log.error("session {}: bug in {}", connection.id(), command, e);
            giveUpWithinResponse(e);
            return TaggedResponse.no(
                    ResponseCodes.SERVERBUG, "Our fault, logged as session " + connection.id());
        }
    }

    private void giveUpWithinResponse(RuntimeException e) throws IOException {
        if (out.isWithinResponse()) {
            throw new IOException("a response was cut short", e);
        }
    }

    /// Which command is welcome in which state. RFC 9051 §3.
    private TaggedResponse run(ImapCommand command) throws IOException {
        return switch (command) {
            case ImapCommand.InAnyState any -> any.run(client);
            case ImapCommand.InNotAuthenticatedState before ->
                    client.state() instanceof NotAuthenticated state
                            ? before.run(state)
                            : refuse(command, "You are logged in already");
            case ImapCommand.InAuthenticatedState after ->
                    switch (client.state()) {
                        case Authenticated user -> after.run(user);
                        case SelectedMailbox selected -> after.run(selected.user());
                        case NotAuthenticated _, WithHost _, LoggedOut _ ->
                                refuse(command, "Log in first");
                    };
            case ImapCommand.InSelectedState within ->
                    switch (client.state()) {
                        case SelectedMailbox selected -> run(within, selected);
                        case Authenticated _ -> refuse(command, "SELECT a mailbox first");
                        case NotAuthenticated _, WithHost _, LoggedOut _ ->
                                refuse(command, "Log in first");
                    };
            case ImapCommand.Unparsable(String reason) -> TaggedResponse.bad(reason);
        };
    }

    private TaggedResponse run(ImapCommand.InSelectedState command, SelectedMailbox selected)
            throws IOException {
        if (!selected.checkReadable()) {
            return refuse(command, NOT_READABLE);
        }
        return command.isByNumber() && client.features().isUidOnly()
                ? refuse(command, UID_REQUIRED)
                : command.run(selected);
    }

    private TaggedResponse refuse(ImapCommand command, String reason) throws IOException {
        return refuse(command, TaggedResponse.bad(reason));
    }

    private TaggedResponse refuse(ImapCommand command, TaggedResponse response) throws IOException {
        command.passOver(client);
        return response;
    }

    /// What others changed is told before the tagged response. The command itself is done: a failure
    /// here is not its failure.
    private void tellChanges(ImapCommand command) throws IOException {
        if (client.state() instanceof SelectedMailbox selected) {
            try {
                selected.tellChanges(
                        command instanceof ImapCommand.InSelectedState within
                                ? within.expunges()
                                : Expunges.TOLD);
            } catch (UnavailableException e) {
                giveUpWithinResponse(e);
                log.warn("session {}: {}", connection.id(), e.getMessage());
            }
        }
    }

    /// To a client that may be gone already.
    private void sayGoodbye(String text) {
        try {
            client.bye(text);
            out.flush();
        } catch (IOException e) {
            log.debug("session {}: no goodbye", connection.id(), e);
        }
    }
}
