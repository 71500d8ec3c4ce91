// SPDX-License-Identifier: Apache-2.0
package org.pabal.http.testing;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.pabal.http.BodyTooLargeException;
import org.pabal.http.HttpClientFacts;
import org.pabal.http.HttpExchange;
import org.pabal.http.HttpHandler;
import org.pabal.http.PassedOn;
import org.pabal.http.WebSocketHandler;

/// A request and its answer in memory.
public final class FakeExchange implements HttpExchange {
    private final String method;
    private final String target;
    private final String path;
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, List<String>> answer = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private byte[] body = {};
    private int status = 200;
    private boolean secure = true;
    private String host = "mail.example.org";
    private Optional<PassedOn> passedOn = Optional.empty();

    /// @param target with the query behind `?`
    public FakeExchange(String method, String target) {
        this.method = method;
        this.target = target;
        int mark = target.indexOf('?');
        this.path = decoded(mark < 0 ? target : target.substring(0, mark));
        if (mark >= 0) {
            for (String pair : target.substring(mark + 1).split("&")) {
                int equals = pair.indexOf('=');
                query.putIfAbsent(
                        decoded(equals < 0 ? pair : pair.substring(0, equals)),
                        equals < 0 ? "" : decoded(pair.substring(equals + 1)));
            }
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    public static FakeExchange get(String target) {
        return new FakeExchange("GET", target);
    }

    /// As a server would.
    public FakeExchange through(HttpHandler handler) throws IOException {
        handler.handle(this);
        return this;
    }

    public FakeExchange with(String name, String value) {
        fields.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        return this;
    }

    public FakeExchange withBody(byte[] octets) {
        body = octets;
        return this;
    }

    public FakeExchange at(String name) {
        host = name;
        return this;
    }

    public FakeExchange inTheClear() {
        secure = false;
        return this;
    }

    public FakeExchange passedOnBy(PassedOn word) {
        passedOn = Optional.of(word);
        return this;
    }

    public int status() {
        return status;
    }

    /// @return all values of this field, with commas between them; "" when there is none
    public String answered(String name) {
        return String.join(", ", answer.getOrDefault(name, List.of()));
    }

    /// The fields of the answer, by name in any case.
    public Map<String, List<String>> answered() {
        return answer;
    }

    public byte[] sent() {
        return sent.toByteArray();
    }

    public String text() {
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
        return target;
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
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
    public Set<String> fieldNames() {
        return fields.keySet();
    }

    @Override
    public Optional<PassedOn> passedOn() {
        return passedOn;
    }

    @Override
    public HttpClientFacts client() {
        return new HttpClientFacts(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000),
                secure,
                host,
                "",
                true);
    }

    @Override
    public InputStream body() {
        return new ByteArrayInputStream(body);
    }

    @Override
    public byte[] body(int most) throws IOException {
        if (body.length > most) {
            throw new BodyTooLargeException(most);
        }
        return body;
    }

    @Override
    public HttpExchange status(int other) {
        status = other;
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
    public void send(byte[] octets) throws IOException {
        sent.write(octets);
    }

    @Override
    public OutputStream stream() {
        return sent;
    }

    @Override
    public void upgrade(String subprotocol, WebSocketHandler handler) throws IOException {
        throw new IOException("there are no WebSockets here");
    }
}
