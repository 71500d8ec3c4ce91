// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A request without a server, and what was answered to it.
final class RecordedExchange implements HttpExchange {
    private final String method;
    private final String path;
    private final Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    final Map<String, List<String>> answer = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    int status = 200;

    RecordedExchange(String method, String path) {
        this.method = method;
        this.path = path;
    }

    static RecordedExchange get(String path) {
        return new RecordedExchange("GET", path);
    }

    RecordedExchange with(String name, String value) {
        fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        return this;
    }

    RecordedExchange through(HttpHandler handler) throws IOException {
        handler.handle(this);
        return this;
    }

    String answered(String name) {
        return String.join(", ", answer.getOrDefault(name, List.of()));
    }

    String text() {
        return sent.toString(StandardCharsets.UTF_8);
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String target() {
        return path;
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.empty();
    }

    @Override
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    @Override
    public List<String> headers(String name) {
        return fields.getOrDefault(name, List.of());
    }

    @Override
    public String id() {
        return "1";
    }

    @Override
    public HttpClientFacts client() {
        return new HttpClientFacts(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                true,
                "mail.example",
                "",
                true);
    }

    @Override
    public InputStream body() {
        return new ByteArrayInputStream(new byte[0]);
    }

    @Override
    public byte[] body(int most) {
        return new byte[0];
    }

    @Override
    public HttpExchange status(int told) {
        status = told;
        return this;
    }

    @Override
    public HttpExchange answer(String name, String value) {
        answer.put(name, new ArrayList<>(List.of(value)));
        return this;
    }

    @Override
    public HttpExchange addAnswer(String name, String value) {
        answer.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        return this;
    }

    @Override
    public void send(byte[] body) {
        sent.writeBytes(body);
    }

    @Override
    public OutputStream stream() {
        return sent;
    }

    @Override
    public void upgrade(String subprotocol, WebSocketHandler handler) throws IOException {
        throw new IOException("the request asks for no WebSocket");
    }
}
