// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire.http;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pabal.wire.Connection;

/// Reads one response. RFC 9112 §4 to §7. For one thread.
///
/// A body whose length nothing tells, which the closing of the connection would end, is refused:
/// anyone on the way could cut it short.
final class ResponseReader {
    private static final int MAX_LINE = 8_192;
    private static final int MAX_FIELDS = 100;

    /// 100 Continue and its like, none of which was asked for.
    private static final int MAX_INTERIM = 5;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5]\\d\\d)(?: .*)?");
    private static final Pattern FIELD =
            Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*(.*?)[ \\t]*");
    private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,7})[ \\t]*(?:;.*)?");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

    private final Connection connection;
    private final int maxBody;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean isHead;

    ResponseReader(Connection connection, int maxBody) {
        this.connection = connection;
        this.maxBody = maxBody;
    }

    /// @param method of the request: the response to HEAD has no body, whatever its fields say. RFC
    ///     9110 §9.3.2
    HttpResponse read(HttpRequest.Method method) throws IOException {
        isHead = method == HttpRequest.Method.HEAD;
        return read();
    }

    HttpResponse read() throws IOException {
        for (int i = 0; i < MAX_INTERIM; i++) {
            Matcher line = STATUS.matcher(line());
            if (!line.matches()) {
                throw new IOException("the server does not speak HTTP/1.1");
            }
            int status = Integer.parseInt(line.group(1));
            Map<String, String> fields = fields();
            if (status >= 200) {
                if (!isHead) {
                    readBody(status, fields);
                }
                return new HttpResponse(status, fields, body.toByteArray());
            }
        }
        throw new IOException("the server sends interim responses only");
    }

    private String line() throws IOException {
        return switch (connection.readLine(MAX_LINE, MAX_LINE)) {
            case Connection.Line.Complete(var octets) ->
                    new String(octets, StandardCharsets.ISO_8859_1);
            case Connection.Line.TooLong _ ->
                    throw new IOException("a line of more than " + MAX_LINE + " octets");
            case Connection.Line.EndOfStream _ ->
                    throw new EOFException("the server closed before the end of its response");
        };
    }

    private Map<String, String> fields() throws IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        String line = line();
        for (int i = 0; !line.isEmpty(); i++) {
            Matcher field = FIELD.matcher(line);
            if (i == MAX_FIELDS || !field.matches()) {
                throw new IOException("header fields without end or sense");
            }
            fields.merge(
                    field.group(1).toLowerCase(Locale.ROOT),
                    field.group(2),
                    (one, other) -> one + "," + other);
            line = line();
        }
        return fields;
    }

    /// RFC 9112 §6.3
    private void readBody(int status, Map<String, String> fields) throws IOException {
        @Nullable String coding = fields.get("transfer-encoding");
        @Nullable String length = fields.get("content-length");
        if (status == 204 || status == 304) {
            return;
        }
        if (coding != null) {
            if (length != null || !coding.equalsIgnoreCase("chunked")) {
                throw new IOException("a transfer coding that was not asked for");
            }
            readChunks();
        } else if (length != null && LENGTH.matcher(length).matches()) {
            readOctets(Long.parseLong(length));
        } else {
            throw new IOException("a response that does not tell its length");
        }
    }

    /// RFC 9112 §7.1
    private void readChunks() throws IOException {
        int octets = chunk();
        while (octets > 0) {
            readOctets(octets);
            if (!line().isEmpty()) {
                throw new IOException("a chunk longer than it said");
            }
            octets = chunk();
        }
        fields();
    }

    private int chunk() throws IOException {
        Matcher chunk = CHUNK.matcher(line());
        if (!chunk.matches()) {
            throw new IOException("not a chunk");
        }
        return Integer.parseInt(chunk.group(1), 16);
    }

    private void readOctets(long octets) throws IOException {
        if (octets > maxBody - body.size()) {
            throw new IOException("the server sends more than " + maxBody + " octets");
        }
        connection.readExactly(octets, body::write);
    }
}
