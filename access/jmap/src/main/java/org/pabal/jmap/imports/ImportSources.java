// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.imports;

import java.util.Locale;
import java.util.Optional;
import org.pabal.fetch.FetchLogin;
import org.pabal.fetch.FetchSource;
import org.pabal.fetch.FetchSource.Security;
import org.pabal.jmap.JmapObject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The object that names another server, and as whom to enter it.
public final class ImportSources {
    private static final int MAX_TEXT = 500;
    private static final int MAX_TOKEN = 8_000;

    private ImportSources() {}

    /// `host`, `port` (993, or 143 with `starttls`), `security` (`tls`, `starttls`), `user`, `actsFor`,
    /// and one of `password` and `token`.
    public static FetchSource read(JmapObject server) {
        String host = server.string("host").strip().toLowerCase(Locale.ROOT);
        if (!isHost(host)) {
            throw server.wrong("host", "must be the name of a server");
        }
        Security security =
                switch (server.findString("security").orElse("tls")) {
                    case "tls" -> Security.TLS;
                    case "starttls" -> Security.STARTTLS;
                    default -> throw server.wrong("security", "is tls or starttls");
                };
        long port = server.findUnsignedInt("port").orElse(security == Security.TLS ? 993 : 143);
        if (port < 1 || port > 65_535) {
            throw server.wrong("port", "must be a port");
        }
        FetchLogin login = login(server);
        server.nothingElse();
        return new FetchSource(host, (int) port, security, login);
    }

    /// Whether a text can be the name of a server, or its address.
    public static boolean isHost(String text) {
        return text.matches("[a-z0-9._:\\-]{1,253}");
    }

    private static FetchLogin login(JmapObject server) {
        String user = text(server, "user", server.string("user"), MAX_TEXT);
        Optional<String> actsFor =
                server.findString("actsFor").map(name -> text(server, "actsFor", name, MAX_TEXT));
        Optional<String> password = server.findString("password");
        Optional<String> token = server.findString("token");
        if (password.isPresent() == token.isPresent()) {
            throw server.wrong("password", "is required, or a token");
        }
        if (token.isPresent() && actsFor.isPresent()) {
            throw server.wrong("actsFor", "needs a password");
        }
        return password.isPresent()
                ? new FetchLogin.Password(
                        user, text(server, "password", password.get(), MAX_TEXT), actsFor)
                : new FetchLogin.Token(user, text(server, "token", token.orElseThrow(), MAX_TOKEN));
    }

    private static String text(JmapObject server, String name, String text, int most) {
        if (text.isEmpty()
                || text.length() > most
                || text.chars().anyMatch(c -> c < ' ' || c == 127)) {
            throw server.wrong(
                    name, "must have 1 to " + most + " characters, no control characters");
        }
        return text;
    }

    /// As a job keeps it, with its secret.
    static ObjectNode kept(FetchSource source) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("host", source.host());
        json.put("port", source.port());
        json.put("security", source.security().name().toLowerCase(Locale.ROOT));
        json.put("user", source.login().user());
        switch (source.login()) {
            case FetchLogin.Password(_, String password, var actsFor) -> {
                actsFor.ifPresent(name -> json.put("actsFor", name));
                json.put("password", password);
            }
            case FetchLogin.Token(_, String token) -> json.put("token", token);
        }
        return json;
    }

    /// As everybody may see it.
    static ObjectNode shown(JsonNode kept) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("host", kept.path("host").asString(""));
        json.put("port", kept.path("port").asInt());
        json.put("security", kept.path("security").asString("tls"));
        json.put("user", kept.path("user").asString(""));
        String actsFor = kept.path("actsFor").asString("");
        json.put("actsFor", actsFor.isEmpty() ? null : actsFor);
        return json;
    }

    /// @return empty once the secret is gone
    static Optional<FetchSource> of(JsonNode kept) {
        String user = kept.path("user").asString("");
        Optional<FetchLogin> login = Optional.empty();
        if (kept.has("password")) {
            String actsFor = kept.path("actsFor").asString("");
            login =
                    Optional.of(
                            new FetchLogin.Password(
                                    user,
                                    kept.path("password").asString(""),
                                    Optional.of(actsFor).filter(name -> !name.isEmpty())));
        } else if (kept.has("token")) {
            login = Optional.of(new FetchLogin.Token(user, kept.path("token").asString("")));
        }
        return login.map(each ->
                new FetchSource(
                        kept.path("host").asString(""),
                        kept.path("port").asInt(),
                        kept.path("security").asString("tls").equals("tls")
                                ? Security.TLS
                                : Security.STARTTLS,
                        each));
    }

    static void wipe(ObjectNode kept) {
        kept.remove("password");
        kept.remove("token");
    }
}
