// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One request and its answer. For one thread.
public interface HttpExchange {

    /// `GET`, `POST`, ...
    String method();

    /// Decoded, beginning with `/`, below the path under which a proxy shows this server, without dot
    /// segments. A slash that was encoded stays so (`%2F`): it separates nothing.
    String path();

    /// Path and query as they came, below the same path: for links back to here. Begins with `/`.
    default String target() {
        return path();
    }

    /// A parameter of the query, decoded; the first of its name.
    Optional<String> query(String name);

    /// A header field; of several the first.
    Optional<String> header(String name);

    /// All fields of a name, in their order.
    List<String> headers(String name);

    /// The names of all fields of the request.
    default Set<String> fieldNames() {
        return Set.of();
    }

    /// A cookie of the request; of several with one name the first. RFC 6265 §5.4.
    default Optional<String> cookie(String name) {
        return Cookies.find(headers("Cookie"), name);
    }

    /// Short, and the same in the log: people tell it to their postmaster.
    default String id() {
        return "";
    }

    /// Who asks, as told by the connection or by a proxy that is trusted.
    HttpClientFacts client();

    /// What another host of ours says that passes this request on; empty for one that came from
    /// outside.
    default Optional<PassedOn> passedOn() {
        return Optional.empty();
    }

    /// The body, as it arrives.
    InputStream body() throws IOException;

    /// The whole body.
    ///
    /// @throws BodyTooLargeException when it has more octets; nothing more is read then
    byte[] body(int most) throws IOException;

    /// What is answered; 200 when nothing is said. Before the body begins.
    HttpExchange status(int status);

    /// Sets a field of the answer. Before the body begins.
    HttpExchange answer(String name, String value);

    /// Adds a field of the answer beside others of its name: `Set-Cookie`.
    HttpExchange addAnswer(String name, String value);

    /// Answers with these octets and ends. Text and JSON are compressed where the client can read it.
    void send(byte[] body) throws IOException;

    /// Answers piece by piece; the answer ends when the stream is closed. A flush sends what is there:
    /// event streams are written so. Writing blocks while the client does not keep pace, and fails
    /// when it has gone or the server stops; then the thread is interrupted, too, so that whoever
    /// waits for events hears of it.
    OutputStream stream() throws IOException;

    /// Becomes a WebSocket (RFC 6455, RFC 8441); returns when it has ended.
    ///
    /// @param subprotocol one that the client offered; empty for none
    /// @throws IOException also when the request asks for none
    void upgrade(String subprotocol, WebSocketHandler handler) throws IOException;
}
