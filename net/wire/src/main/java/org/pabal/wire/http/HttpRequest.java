// SPDX-License-Identifier: Apache-2.0
package org.pabal.wire.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;

/// One request. RFC 9112 §3
///
/// @param host name of the server: for TLS and for the Host field
/// @param target path with its query, beginning with a slash
/// @param fields besides Host, Connection, Content-Length
/// @param body empty for GET and HEAD
public record HttpRequest(
        Method method,
        String host,
        int port,
        String target,
        Map<String, String> fields,
        byte[] body) {
    private static final int HTTPS = 443;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9._-]{1,253}");
    private static final Pattern TARGET = Pattern.compile("/[\\x21-\\x7E]{0,2000}");
    private static final Pattern FIELD = Pattern.compile("[\\x20-\\x7E]{1,1000}");

    public enum Method {
        GET,
        HEAD,
        POST
    }

    public HttpRequest {
        fields = Map.copyOf(fields);
        if (!HOST.matcher(host).matches() || !TARGET.matcher(target).matches()) {
            throw new IllegalArgumentException("not a host and a path: " + host + target);
        }
        fields.forEach((name, value) -> {
            if (!FIELD.matcher(name).matches() || !FIELD.matcher(value).matches()) {
                throw new IllegalArgumentException("not a field: " + name);
            }
        });
    }

    public static HttpRequest get(String host, int port, String target) {
        return new HttpRequest(Method.GET, host, port, target, Map.of(), new byte[0]);
    }

    public static HttpRequest post(
            String host, int port, String target, String contentType, byte[] body) {
        return new HttpRequest(
                Method.POST, host, port, target, Map.of("Content-Type", contentType), body);
    }

    byte[] head() {
        StringBuilder head = new StringBuilder(256);
        head.append(method).append(' ').append(target).append(" HTTP/1.1\r\nHost: ").append(host);
        if (port != HTTPS) {
            head.append(':').append(port);
        }
        head.append("\r\nUser-Agent: Pabal\r\nAccept-Encoding: identity\r\nConnection: close\r\n");
        fields.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (method == Method.POST) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }
}
