// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.pabal.imap.response.TaggedResponse;
import org.pabal.imap.state.Authenticated;
import org.pabal.imap.syntax.ImapParser;
import org.pabal.imap.syntax.ImapSyntaxException;
import org.pabal.wire.Connection.Line;

/// IDLE: changes are told as they happen until DONE. RFC 9051 §6.3.13, RFC 2177.
record Idle() implements ImapCommand.InAuthenticatedState {
    private static final int MAX_LINE = 64;

    /// `"IDLE"`
    static Idle parse(ImapParser in) throws ImapSyntaxException {
        in.end();
        return new Idle();
    }

    @Override
    public TaggedResponse run(Authenticated user) throws IOException {
        user.out().continuation("idling");
        Line line;
        try (Notifier notifier = new Notifier(user)) {
            notifier.start();
            line = user.client().connection().readLine(MAX_LINE, MAX_LINE);
        }
        return switch (line) {
            case Line.Complete(byte[] octets) ->
                    new String(octets, StandardCharsets.ISO_8859_1).equalsIgnoreCase("DONE")
                            ? TaggedResponse.ok("Idled")
                            : TaggedResponse.bad("Expected DONE");
            case Line.TooLong _ -> {
                user.client().bye("Expected DONE");
                yield TaggedResponse.bad("Expected DONE");
            }
            case Line.EndOfStream _ -> {
                user.client().bye("Goodbye"); // the client left, or the server is draining
                yield TaggedResponse.ok("Idled");
            }
        };
    }
}
