// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.pabal.http.BodyTooLargeException;
import org.pabal.http.HttpClientFacts;
import org.pabal.http.HttpExchange;
import org.pabal.http.HttpHandler;
import org.pabal.http.WebSocketHandler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A browser with the server's own pages in it: keeps cookies, and says what browsers say.
final class FakeBrowser {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final Map<String, String> cookies = new LinkedHashMap<>();
    final Map<String, String> fields = new LinkedHashMap<>();
    boolean isSecure = true;
    String host = "mail.example.org";
    private final HttpHandler server;

    FakeBrowser(HttpHandler server) {
        this.server = server;
        fields.put("X-Pabal", "1");
        fields.put("Sec-Fetch-Site", "same-origin");
        fields.put(
                "User-Agent",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0");
    }

    record Said(int status, JsonNode body, List<String> cookies, Map<String, String> fields) {
        String code() {
            return body.path("code").asString("");
        }
    }

    Said login(String address, String password) throws IOException {
        return post(
                "/auth/login",
                "{\"address\":\"%s\",\"password\":\"%s\"}".formatted(address, password));
    }

    Said post(String path, String body) throws IOException {
        return ask("POST", path, body);
    }

    Said get(String path) throws IOException {
        return ask("GET", path, "");
    }

    Said ask(String method, String path, String body) throws IOException {
        Exchange exchange = new Exchange(method, path, body);
        server.handle(exchange);
        exchange.setCookies.forEach(this::keep);
        return new Said(
                exchange.status,
                exchange.sent.isEmpty() ? JSON.createObjectNode() : JSON.readTree(exchange.sent),
                exchange.setCookies,
                exchange.answers);
    }

    private void keep(String field) {
        String pair = field.substring(0, field.indexOf(';'));
        String name = pair.substring(0, pair.indexOf('='));
        if (field.endsWith("Max-Age=0")) {
            cookies.remove(name);
        } else {
            cookies.put(name, pair.substring(pair.indexOf('=') + 1));
        }
    }

    /// A request as it is now, for whoever looks at requests.
    HttpExchange exchange(String method, String path) {
        return new Exchange(method, path, "");
    }

    private final class Exchange implements HttpExchange {
        private final String method;
        private final String path;
        private final String body;
        private final Map<String, String> answers = new LinkedHashMap<>();
        private final List<String> setCookies = new ArrayList<>();
        private int status = 200;
        private String sent = "";

        Exchange(String method, String path, String body) {
            this.method = method;
            this.path = path;
            this.body = body;
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
            if (name.equals("Cookie")) {
                List<String> pairs = new ArrayList<>();
                cookies.forEach((key, value) -> pairs.add(key + "=" + value));
                return pairs;
            }
            if (name.equals("Content-Type") && !fields.containsKey(name) && !body.isEmpty()) {
                return List.of("application/json");
            }
            return fields.entrySet().stream()
                    .filter(field ->
                            field.getKey()
                                    .toLowerCase(Locale.ROOT)
                                    .equals(name.toLowerCase(Locale.ROOT)))
                    .map(Map.Entry::getValue)
                    .toList();
        }

        @Override
        public String id() {
            return "r1";
        }

        @Override
        public HttpClientFacts client() {
            return new HttpClientFacts(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000),
                    isSecure,
                    host,
                    "",
                    true);
        }

        @Override
        public InputStream body() {
            return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public byte[] body(int most) throws IOException {
            byte[] octets = body.getBytes(StandardCharsets.UTF_8);
            if (octets.length > most) {
                throw new BodyTooLargeException(most);
            }
            return octets;
        }

        @Override
        public HttpExchange status(int code) {
            status = code;
            return this;
        }

        @Override
        public HttpExchange answer(String name, String value) {
            answers.put(name, value);
            return this;
        }

        @Override
        public HttpExchange addAnswer(String name, String value) {
            setCookies.add(value);
            return this;
        }

        @Override
        public void send(byte[] octets) {
            sent = new String(octets, StandardCharsets.UTF_8);
        }

        @Override
        public OutputStream stream() {
            throw new UnsupportedOperationException("no streams here");
        }

        @Override
        public void upgrade(String subprotocol, WebSocketHandler handler) {
            throw new UnsupportedOperationException("no WebSockets here");
        }
    }
}
