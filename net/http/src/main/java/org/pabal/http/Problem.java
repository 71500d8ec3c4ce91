// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/// What a client is told whose request came to nothing: a problem in JSON (RFC 9457), or one sentence
/// for people.
///
/// @param detail one sentence: what is wrong and what to do
/// @param members for programs that know this kind of problem, RFC 9457 §3.2
public record Problem(int status, String detail, Map<String, String> members) {
    private static final Map<Integer, String> TITLES =
            Map.ofEntries(
                    Map.entry(400, "Bad Request"),
                    Map.entry(401, "Unauthorized"),
                    Map.entry(403, "Forbidden"),
                    Map.entry(404, "Not Found"),
                    Map.entry(405, "Method Not Allowed"),
                    Map.entry(406, "Not Acceptable"),
                    Map.entry(408, "Request Timeout"),
                    Map.entry(409, "Conflict"),
                    Map.entry(410, "Gone"),
                    Map.entry(412, "Precondition Failed"),
                    Map.entry(413, "Content Too Large"),
                    Map.entry(414, "URI Too Long"),
                    Map.entry(415, "Unsupported Media Type"),
                    Map.entry(421, "Misdirected Request"),
                    Map.entry(422, "Unprocessable Content"),
                    Map.entry(426, "Upgrade Required"),
                    Map.entry(429, "Too Many Requests"),
                    Map.entry(431, "Request Header Fields Too Large"),
                    Map.entry(500, "Internal Server Error"),
                    Map.entry(501, "Not Implemented"),
                    Map.entry(502, "Bad Gateway"),
                    Map.entry(503, "Service Unavailable"),
                    Map.entry(505, "HTTP Version Not Supported"),
                    Map.entry(507, "Insufficient Storage"));

    public static final String MEDIA_TYPE = "application/problem+json";

    public Problem(int status, String detail) {
        this(status, detail, Map.of());
    }

    /// The same with one member more.
    public Problem with(String name, String text) {
        Map<String, String> more = new TreeMap<>(members);
        more.put(name, text);
        return new Problem(status, detail, more);
    }

    /// The name of a status. RFC 9110 §15.
    public static String title(int status) {
        return TITLES.getOrDefault(status, "Error");
    }

    /// Answers with it, in the form that the client asks for: browsers that go to a page read the
    /// sentence.
    public void send(HttpExchange exchange) throws IOException {
        boolean page =
                exchange.header("Accept")
                        .filter(accept -> accept.contains("text/html"))
                        .isPresent();
        exchange.status(status)
                .answer("Content-Type", page ? "text/plain; charset=utf-8" : MEDIA_TYPE)
                .answer("Cache-Control", "no-store")
                .send((page ? detail + "\n" : json()).getBytes(StandardCharsets.UTF_8));
    }

    public String json() {
        StringBuilder more = new StringBuilder();
        members.forEach((name, text) ->
                more.append(",\"%s\":\"%s\"".formatted(escaped(name), escaped(text))));
        return "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"%s}"
                .formatted(title(status), status, escaped(detail), more);
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 2);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ') {
                escaped.append("\\u%04x".formatted((int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
