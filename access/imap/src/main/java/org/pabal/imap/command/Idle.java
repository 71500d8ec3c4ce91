// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.pabal.imap.notify.SelectedOnly;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.state.Client;
import org.pabal.imap.state.Notifier;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.wire.Connection;
import org.pabal.wire.Connection.Line;

/// IDLE: changes are told as they happen until DONE. RFC 9051 §6.3.13, RFC 2177.
///
/// A client that is told nothing hears now and then that the server is still here, so that the
/// routers between do not forget the connection and a peer that is gone is noticed.
record Idle() implements ImapCommand.InAuthenticatedState {
    private static final int MAX_LINE = 64;

    /// `"IDLE"`
    static Idle parse(ImapParser in) throws ImapSyntaxException {
        in.end();
        return new Idle();
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        Client client = user.client();
        client.out().continuation("idling");
        Line line;
        if (client.notifier().isPresent()) {
            line = awaitDone(client, client.notifier().get());
        } else {
            SelectedOnly source = new SelectedOnly(user.selected());
            try (Notifier notifier = new Notifier(client, source)) {
                source.start(notifier::changed);
                line = awaitDone(client, notifier);
            }
        }
        return switch (line) {
            case Line.Complete(byte[] octets) ->
                    new String(octets, StandardCharsets.ISO_8859_1).equalsIgnoreCase("DONE")
                            ? TaggedResponse.ok("Idled")
                            : TaggedResponse.bad("Expected DONE");
            case Line.TooLong _ -> {
                client.bye("Expected DONE");
                yield TaggedResponse.bad("Expected DONE");
            }
            case Line.EndOfStream _ -> {
                client.bye("Goodbye"); // the client left, or the server is draining
                yield TaggedResponse.ok("Idled");
            }
        };
    }

    private static Line awaitDone(Client client, Notifier notifier) throws IOException {
        Connection connection = client.connection();
        Duration left = client.config().idleDeadline();
        try {
            while (true) {
                Duration wait = shorter(left, client.config().stillHere());
                connection.readDeadline(connection.canReadAgain() ? wait : left);
                notifier.open(Notifier.Moment.IDLING);
                try {
                    return connection.readLine(MAX_LINE, MAX_LINE);
                } catch (SocketTimeoutException e) {
                    left = left.minus(wait);
                    if (!connection.canReadAgain() || left.isNegative() || left.isZero()) {
                        throw e;
                    }
                } finally {
                    notifier.hold();
                }
                client.out().untagged("OK", "", "Still here").flush();
            }
        } finally {
            connection.readDeadline(client.config().idleDeadline());
        }
    }

    /// @param interval zero for none
    private static Duration shorter(Duration left, Duration interval) {
        return interval.isZero() || interval.compareTo(left) > 0 ? left : interval;
    }
}
