// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Asks a running server: one line of JSON each way on its Unix socket, whose file permissions are
/// the proof of who asks.
///
/// A request is `{"call": "account.add", "arguments": {…}}`; the answer has one of the members
/// `done`, `refused`, `unavailable`.
public final class SocketAdministration implements Administration {
    private static final JsonMapper JSON = new JsonMapper();

    private final SocketChannel channel;
    private final BufferedReader in;
    private final OutputStream out;

    private SocketAdministration(SocketChannel channel) {
        this.channel = channel;
        this.in =
                new BufferedReader(
                        new InputStreamReader(
                                Channels.newInputStream(channel), StandardCharsets.UTF_8));
        this.out = Channels.newOutputStream(channel);
    }

    /// Empty when no server answers at the socket.
    public static Optional<SocketAdministration> connect(Path socket) {
        try {
            return Optional.of(
                    new SocketAdministration(
                            SocketChannel.open(UnixDomainSocketAddress.of(socket))));
        } catch (IOException nobodyThere) {
            return Optional.empty();
        }
    }

    @Override
    public Answer call(String operation, Map<String, Object> arguments) {
        try {
            String request =
                    JSON.writeValueAsString(Map.of("call", operation, "arguments", arguments));
            out.write((request + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
            String line = in.readLine();
            if (line == null) {
                return new Answer.Unavailable("the server closed the connection; see its log");
            }
            return answerOf(JSON.readTree(line));
        } catch (IOException lost) {
            return new Answer.Unavailable("the connection to the server failed: " + lost);
        }
    }

    private static Answer answerOf(JsonNode answer) {
        if (answer.has("done")) {
            return new Answer.Done(answer.get("done"));
        }
        if (answer.has("refused")) {
            return new Answer.Refused(answer.get("refused").asString());
        }
        return new Answer.Unavailable(answer.path("unavailable").asString("no answer"));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // It is gone either way.
        }
    }
}
