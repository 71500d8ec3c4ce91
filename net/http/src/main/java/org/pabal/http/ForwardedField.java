// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One element of the field `Forwarded`: what one proxy says. RFC 7239 §4.
///
/// @param client the parameter `for`, where it is an address
/// @param proto the client's scheme
/// @param host that the client asked for
record ForwardedField(
        Optional<InetSocketAddress> client, Optional<String> proto, Optional<String> host) {

    private static final int MAX_PORT = 65_535;

    /// @param fields of this name, in their order
    static List<ForwardedField> parse(List<String> fields) {
        return split(fields, ',').stream().map(ForwardedField::element).toList();
    }

    private static ForwardedField element(String text) {
        Optional<InetSocketAddress> client = Optional.empty();
        Optional<String> proto = Optional.empty();
        Optional<String> host = Optional.empty();
        for (String pair : split(List.of(text), ';')) {
            int equals = pair.indexOf('=');
            if (equals < 0) {
                continue;
            }
            String value = unquoted(pair.substring(equals + 1).strip());
            switch (pair.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
                case "for" -> client = address(value);
                case "proto" -> proto = Optional.of(value);
                case "host" -> host = Optional.of(value);
                default -> {}
            }
        }
        return new ForwardedField(client, proto, host);
    }

    /// The parts of a list, without those within quotes being taken apart; empty ones are left out.
    static List<String> split(List<String> fields, char separator) {
        List<String> parts = new ArrayList<>();
        for (String field : fields) {
            int start = 0;
            boolean quoted = false;
            for (int i = 0; i <= field.length(); i++) {
                if (i == field.length() || !quoted && field.charAt(i) == separator) {
                    String part = field.substring(start, i).strip();
                    if (!part.isEmpty()) {
                        parts.add(part);
                    }
                    start = i + 1;
                } else if (field.charAt(i) == '"') {
                    quoted = !quoted;
                } else if (quoted && field.charAt(i) == '\\') {
                    i++;
                }
            }
        }
        return parts;
    }

    private static String unquoted(String value) {
        if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
            return value;
        }
        return value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
    }

    /// `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]:80`; empty for `unknown` and for
    /// names that hide the client. RFC 7239 §6.
    static Optional<InetSocketAddress> address(String node) {
        String host = node;
        String port = "0";
        int colon = node.lastIndexOf(':');
        if (node.startsWith("[")) {
            int end = node.indexOf(']');
            if (end < 0) {
                return Optional.empty();
            }
            host = node.substring(1, end);
            port = colon > end ? node.substring(colon + 1) : "0";
        } else if (colon >= 0 && colon == node.indexOf(':')) {
            host = node.substring(0, colon);
            port = node.substring(colon + 1);
        }
        // a port may be hidden, too: `_gazonk`
        int number = port.matches("\\d{1,5}") ? Integer.parseInt(port) : 0;
        try {
            return Optional.of(
                    new InetSocketAddress(
                            InetAddress.ofLiteral(host), number > MAX_PORT ? 0 : number));
        } catch (IllegalArgumentException hidden) {
            return Optional.empty();
        }
    }
}
