// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.pabal.cli.Administration;
import org.pabal.cli.Administration.Answer;
import org.pabal.wire.Connection;
import org.pabal.wire.Connection.Line;
import org.pabal.wire.ConnectionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The server's end of the Unix socket: a line of JSON each way. See
/// {@link org.pabal.cli.SocketAdministration}.
public final class AdministrationSocket implements ConnectionHandler {
    private static final JsonMapper JSON = new JsonMapper();

    /// A message that the Sieve lab is given comes in base64.
    private static final int MAX_LINE_OCTETS = 32 << 20;

    private static final Duration IDLE = Duration.ofMinutes(10);

    private final Administration administration;

    public AdministrationSocket(Administration administration) {
        this.administration = administration;
    }

    @Override
    public void handle(Connection connection) throws IOException {
        connection.readDeadline(IDLE);
        while (connection.readLine(MAX_LINE_OCTETS, MAX_LINE_OCTETS)
                instanceof Line.Complete(var request)) {
            connection.write(JSON.writeValueAsBytes(answer(request)));
            connection.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            connection.flush();
        }
    }

    private Map<String, Object> answer(byte[] request) {
        try {
            JsonNode call = JSON.readTree(request);
            Map<String, Object> arguments =
                    JSON.convertValue(call.path("arguments"), new TypeReference<>() {});
            return shown(administration.call(call.path("call").asString(""), arguments));
        } catch (JacksonException malformed) {
            return Map.of("refused", "the request is not a line of JSON: " + malformed);
        }
    }

    private static Map<String, Object> shown(Answer answer) {
        return switch (answer) {
            case Answer.Done(var result) -> Map.of("done", result);
            case Answer.Refused(var reason) -> Map.of("refused", reason);
            case Answer.Unavailable(var reason) -> Map.of("unavailable", reason);
        };
    }
}
