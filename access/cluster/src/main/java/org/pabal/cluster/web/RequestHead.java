// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pabal.cluster.web.FieldLines.Field;
import org.pabal.http.Homes.Matter;
import org.pabal.http.HttpClientFacts;
import org.pabal.http.HttpExchange;

/// A request as it goes from host to host: the arguments of the call.
///
/// @param account whose log-in the front has judged
record RequestHead(
        String method,
        String path,
        String target,
        List<Field> fields,
        HttpClientFacts client,
        Optional<String> account) {
    private static final int MAX_PORT = 65_535;

    /// What is of the front's own connection (RFC 9110 §7.6.1), or a secret that it has judged.
    private static final Set<String> STAY =
            Set.of(
                    "authorization",
                    "proxy-authorization",
                    "cookie",
                    "connection",
                    "keep-alive",
                    "proxy-connection",
                    "te",
                    "trailer",
                    "transfer-encoding",
                    "upgrade",
                    "expect",
                    "forwarded",
                    "x-real-ip");

    private static final String LENGTH = "content-length";

    /// What the front says of a request.
    static Map<String, String> arguments(HttpExchange exchange, Matter matter) {
        HttpClientFacts client = exchange.client();
        Map<String, String> arguments = new HashMap<>();
        arguments.put("method", exchange.method());
        arguments.put("path", exchange.path());
        arguments.put("target", exchange.target());
        arguments.put("fields", fields(exchange, matter));
        arguments.put("client", client.address().getAddress().getHostAddress());
        arguments.put("port", Integer.toString(client.address().getPort()));
        arguments.put("secure", Boolean.toString(client.isSecure()));
        arguments.put("host", client.host());
        arguments.put("prefix", client.prefix());
        if (matter.isJudged()) {
            arguments.put("account", matter.owner().orElseThrow());
        }
        return arguments;
    }

    private static String fields(HttpExchange exchange, Matter matter) {
        FieldLines lines = new FieldLines();
        for (String name : exchange.fieldNames()) {
            String lower = name.toLowerCase(Locale.ROOT);
            boolean isOfOtherBody = matter.body().isPresent() && lower.equals(LENGTH);
            if (!STAY.contains(lower) && !lower.startsWith("x-forwarded-") && !isOfOtherBody) {
                exchange.headers(name).forEach(value -> lines.add(name, value));
            }
        }
        if (!matter.cookies().isEmpty()) {
            lines.add(
                    "Cookie",
                    matter.cookies().entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return lines.toString();
    }

    /// @param arguments of the call, foreign input
    /// @param home the name of this host
    static RequestHead of(Map<String, String> arguments, String home) throws IOException {
        HttpClientFacts client =
                new HttpClientFacts(
                        address(of("client", arguments), of("port", arguments)),
                        of("secure", arguments).equals("true"),
                        of("host", arguments),
                        of("prefix", arguments),
                        false,
                        Optional.of(home));
        return new RequestHead(
                of("method", arguments),
                of("path", arguments),
                of("target", arguments),
                FieldLines.read(of("fields", arguments)),
                client,
                Optional.ofNullable(arguments.get("account")));
    }

    private static String of(String name, Map<String, String> arguments) throws IOException {
        String text = arguments.get(name);
        if (text == null) {
            throw new IOException("a request without " + name);
        }
        return text;
    }

    private static InetSocketAddress address(String client, String port) throws IOException {
        try {
            int number = Integer.parseInt(port);
            if (number >= 0 && number <= MAX_PORT) {
                return new InetSocketAddress(InetAddress.ofLiteral(client), number);
            }
        } catch (IllegalArgumentException foreign) {
            throw new IOException("a request of a client without an address", foreign);
        }
        throw new IOException("a request of a client without a port");
    }
}
