// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pabal.http.HttpHandler;
import org.pabal.http.testing.FakeExchange;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A browser with the page of the first run in it: keeps cookies, and says what browsers say.
final class SetupBrowser {
    static final String PASSWORD = "correct horse battery";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    final Map<String, String> cookies = new LinkedHashMap<>();
    final Map<String, String> fields = new LinkedHashMap<>();
    boolean isSecure = true;

    private final HttpHandler server;

    SetupBrowser(HttpHandler server) {
        this.server = server;
        fields.put("X-Pabal", "1");
        fields.put("Sec-Fetch-Site", "same-origin");
    }

    record Said(int status, JsonNode body) {
        String code() {
            return body.path("code").asString("");
        }
    }

    Said begin(String code) throws IOException {
        return post("begin", "{\"code\":\"" + code + "\"}");
    }

    Said administrator(String address) throws IOException {
        return post(
                "administrator",
                "{\"language\":\"ko\",\"address\":\"%s\",\"password\":\"%s\"}"
                        .formatted(address, PASSWORD));
    }

    Said state() throws IOException {
        return get("state");
    }

    Said login(String address) throws IOException {
        return ask(
                "POST",
                "/auth/login",
                "{\"address\":\"%s\",\"password\":\"%s\"}".formatted(address, PASSWORD));
    }

    Said get(String step) throws IOException {
        return ask("GET", "/setup/api/" + step, "");
    }

    Said post(String step, String body) throws IOException {
        return ask("POST", "/setup/api/" + step, body);
    }

    private Said ask(String method, String path, String body) throws IOException {
        FakeExchange exchange =
                new FakeExchange(method, path)
                        .at("mail.code.kr")
                        .withBody(body.getBytes(StandardCharsets.UTF_8));
        cookies.forEach((name, value) -> exchange.with("Cookie", name + "=" + value));
        fields.forEach(exchange::with);
        if (!body.isEmpty()) {
            exchange.with("Content-Type", "application/json");
        }
        FakeExchange answered = (isSecure ? exchange : exchange.inTheClear()).through(server);
        answered.answered().getOrDefault("Set-Cookie", List.of()).forEach(this::keep);
        return new Said(
                answered.status(),
                answered.text().isEmpty()
                        ? JSON.createObjectNode()
                        : JSON.readTree(answered.text()));
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
}
