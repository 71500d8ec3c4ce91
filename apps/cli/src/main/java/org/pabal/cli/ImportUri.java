// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// Another server and its user: `imaps://USER@HOST[:PORT]` with TLS from the first octet, or
/// `imap://…` with STARTTLS.
///
/// @param port empty for the usual one
record ImportUri(String security, String user, String host, String port) {

    static Optional<ImportUri> parse(String text) {
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme());
            String user = uri.getRawUserInfo();
            boolean known = scheme.equals("imaps") || scheme.equals("imap");
            if (!known || uri.getHost() == null || user == null || user.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    new ImportUri(
                            scheme.equals("imaps") ? "tls" : "starttls",
                            URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8),
                            uri.getHost(),
                            uri.getPort() < 0 ? "" : Integer.toString(uri.getPort())));
        } catch (URISyntaxException | IllegalArgumentException none) {
            return Optional.empty();
        }
    }

    /// What a domain says of its server.
    ///
    /// @param said `host`, `port`, `security`
    static ImportUri of(String user, JsonNode said) {
        return new ImportUri(
                said.path("security").asString(),
                user,
                said.path("host").asString(),
                said.path("port").asString());
    }

    /// As it is written.
    String text() {
        return (security.equals("tls") ? "imaps://" : "imap://")
                + URLEncoder.encode(user, StandardCharsets.UTF_8).replace("+", "%20")
                + "@"
                + host
                + (port.isEmpty() ? "" : ":" + port);
    }

    Map<String, Object> arguments() {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("security", security);
        arguments.put("user", user);
        arguments.put("host", host);
        arguments.put("port", port);
        return arguments;
    }
}
