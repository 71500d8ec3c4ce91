// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.http.HttpExchange;
import org.pabal.http.HttpHandler;
import org.pabal.http.PassedOn;
import org.pabal.http.testing.FakeExchange;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A browser with the server's own pages in it: keeps cookies, and says what browsers say.
final class FakeBrowser {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    final Map<String, String> cookies = new LinkedHashMap<>();
    final Map<String, String> fields = new LinkedHashMap<>();
    boolean isSecure = true;
    String host = "mail.example.org";

    /// Whose log-in a front has judged that passes requests on; empty text for nobody's.
    Optional<String> front = Optional.empty();

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
        FakeExchange exchange = request(method, path, body).through(server);
        List<String> setCookies = exchange.answered().getOrDefault("Set-Cookie", List.of());
        setCookies.forEach(this::keep);
        Map<String, String> answers = new LinkedHashMap<>();
        exchange.answered().forEach((name, values) -> answers.put(name, values.getLast()));
        answers.remove("Set-Cookie");
        return new Said(
                exchange.status(),
                exchange.text().isEmpty()
                        ? JSON.createObjectNode()
                        : JSON.readTree(exchange.text()),
                setCookies,
                answers);
    }

    private FakeExchange request(String method, String path, String body) {
        FakeExchange exchange =
                new FakeExchange(method, path)
                        .at(host)
                        .withBody(body.getBytes(StandardCharsets.UTF_8));
        cookies.forEach((name, value) -> exchange.with("Cookie", name + "=" + value));
        fields.forEach(exchange::with);
        if (!body.isEmpty() && !fields.containsKey("Content-Type")) {
            exchange.with("Content-Type", "application/json");
        }
        front.ifPresent(owner ->
                exchange.passedOnBy(
                        new PassedOn("front", Optional.of(owner).filter(name -> !name.isEmpty()))));
        return isSecure ? exchange : exchange.inTheClear();
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
        return request(method, path, "");
    }
}
