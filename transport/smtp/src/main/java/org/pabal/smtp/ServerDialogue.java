// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.io.IOException;
import java.time.Duration;
import org.pabal.wire.Connection;

/// Commands to a server and its replies, in step: as many replies are read as commands were sent.
final class ServerDialogue {
    private final Connection connection;
    private final SmtpClientConfig.Deadlines deadlines;
    private final ReplyReader replies;

    ServerDialogue(Connection connection, SmtpClientConfig.Deadlines deadlines) {
        this.connection = connection;
        this.deadlines = deadlines;
        this.replies = new ReplyReader(connection);
    }

    Connection connection() {
        return connection;
    }

    /// Gathers; sent by {@link #flush}.
    void say(SmtpCommand command) throws IOException {
        connection.write(CommandWriter.encode(command));
    }

    void flush() throws IOException {
        connection.flush();
    }

    SmtpReply ask(SmtpCommand command) throws IOException {
        say(command);
        flush();
        return reply();
    }

    SmtpReply reply() throws IOException {
        return reply(deadlines.command());
    }

    SmtpReply greeting() throws IOException {
        return reply(deadlines.greeting());
    }

    SmtpReply dataStart() throws IOException {
        return reply(deadlines.dataStart());
    }

    SmtpReply dataEnd() throws IOException {
        return reply(deadlines.dataEnd());
    }

    private SmtpReply reply(Duration begin) throws IOException {
        return replies.read(begin, deadlines.wholeReply());
    }
}
