// SPDX-License-Identifier: Apache-2.0
package org.pabal.authd;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.pabal.wire.Connection;
import org.pabal.wire.Connection.Line;

/// One connection to a Dovecot, greeted. For one thread at a time.
final class AuthLink implements Closeable {
    private static final int MAX_LINE = 16 * 1024;
    private static final int MAX_GREETING = 200;
    private static final byte[] VERSION = AuthText.line("VERSION", "1", "1");

    private final Connection connection;
    private int questions;

    private AuthLink(Connection connection, Duration timeLimit) {
        this.connection = connection;
        connection.readDeadline(timeLimit);
    }

    /// At the socket of clients, which is greeted with a number that no other client has.
    static AuthLink ofClients(Connection connection, Duration timeLimit, int number)
            throws IOException {
        return greeted(
                new AuthLink(connection, timeLimit),
                AuthText.line("CPID", Integer.toString(number)),
                "DONE");
    }

    /// At the socket of those who look users up.
    static AuthLink ofUsers(Connection connection, Duration timeLimit) throws IOException {
        return greeted(new AuthLink(connection, timeLimit), new byte[0], "SPID");
    }

    private static AuthLink greeted(AuthLink link, byte[] ours, String last) throws IOException {
        try {
            link.send(VERSION, ours);
            for (int i = 0; i < MAX_GREETING; i++) {
                List<String> fields = link.read();
                if (fields.getFirst().equals("VERSION")
                        && (fields.size() < 2 || !fields.get(1).equals("1"))) {
                    throw new IOException("it speaks another version of its protocol");
                }
                if (fields.getFirst().equals(last)) {
                    return link;
                }
            }
            throw new IOException("its greeting has no end");
        } catch (IOException | RuntimeException unfit) {
            link.close();
            throw unfit;
        }
    }

    private void send(byte[]... lines) throws IOException {
        for (byte[] line : lines) {
            connection.write(line);
        }
        connection.flush();
    }

    /// The fields of the next line, at least one.
    List<String> read() throws IOException {
        return switch (connection.readLfLine(MAX_LINE, 0)) {
            case Line.Complete(var octets) ->
                    AuthText.fields(octets)
                            .orElseThrow(() -> new IOException("it sent a line of no text"));
            case Line.TooLong _ -> throw new IOException("it sent a line without end");
            case Line.EndOfStream _ -> throw new IOException("it closed the connection");
        };
    }

    /// @param command with the fields behind the question's number
    /// @return that number
    String ask(String command, String... fields) throws IOException {
        String id = Integer.toString(++questions);
        String[] all = new String[fields.length + 2];
        all[0] = command;
        all[1] = id;
        System.arraycopy(fields, 0, all, 2, fields.length);
        send(AuthText.line(all));
        return id;
    }

    /// The next line about a question: what is said of others is over.
    List<String> answer(String id) throws IOException {
        for (int i = 0; i < MAX_GREETING; i++) {
            List<String> fields = read();
            if (fields.size() >= 2 && fields.get(1).equals(id)) {
                return fields;
            }
        }
        throw new IOException("it speaks of other things");
    }

    @Override
    public void close() {
        connection.close();
    }
}
