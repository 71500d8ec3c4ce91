// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.pabal.wire.IpNetwork;

/// Believes what proxies say of a request, if they stand in one of these networks, and nobody else.
///
/// The proxies' fields come in two kinds. Only one kind is read: a proxy passes the fields of the other
/// on as its client sent them, and whoever read both would believe the client.
///
/// @param networks of the proxies
/// @param fields that they write
public record TrustedProxies(List<IpNetwork> networks, Fields fields) {

    public static final TrustedProxies NONE = new TrustedProxies(List.of(), Fields.X_FORWARDED);

    /// More proxies than this between the client and us are not looked through.
    private static final int MAX_PROXIES = 10;

    private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~-]{1,64}){1,8}");

    /// Which fields the proxies write.
    public enum Fields {
        /// `X-Forwarded-For`, `-Proto`, `-Host`
        X_FORWARDED,
        /// `Forwarded`, RFC 7239
        FORWARDED
    }

    public TrustedProxies {
        networks = List.copyOf(networks);
    }

    /// What the proxies say of a request.
    ///
    /// @param client whose request it is
    /// @param isSecure whether the client's own connection is TLS; empty when nobody says
    /// @param host as the client sees it
    /// @param prefix the path under which the proxy shows this server; mostly empty
    public record Told(
            InetSocketAddress client,
            Optional<Boolean> isSecure,
            Optional<String> host,
            String prefix) {}

    public boolean trusts(InetAddress peer) {
        return networks.stream().anyMatch(network -> network.contains(peer));
    }

    /// @param proxy the peer of the connection, one of these
    /// @param header gives all fields of a name, in their order
    public Told read(InetSocketAddress proxy, Function<String, List<String>> header) {
        Told told =
                switch (fields) {
                    case X_FORWARDED -> xForwarded(proxy, header);
                    case FORWARDED -> forwarded(proxy, header);
                };
        String prefix =
                last(header.apply("X-Forwarded-Prefix")).map(TrustedProxies::prefix).orElse("");
        return new Told(told.client(), told.isSecure(), told.host(), prefix);
    }

    private Told xForwarded(InetSocketAddress proxy, Function<String, List<String>> header) {
        List<String> hops = ForwardedField.split(header.apply("X-Forwarded-For"), ',');
        InetSocketAddress client = proxy;
        for (int i = hops.size() - 1; i >= 0 && hops.size() - i <= MAX_PROXIES; i--) {
            if (!trusts(client.getAddress())) {
                break;
            }
            Optional<InetSocketAddress> before = ForwardedField.address(hops.get(i));
            if (before.isEmpty()) {
                break;
            }
            client = before.get();
        }
        return new Told(
                client,
                last(header.apply("X-Forwarded-Proto")).flatMap(TrustedProxies::isSecure),
                last(header.apply("X-Forwarded-Host")).or(() -> last(header.apply("Host"))),
                "");
    }

    /// Each proxy appends an element; that of the one farthest from us which is still trusted counts.
    private Told forwarded(InetSocketAddress proxy, Function<String, List<String>> header) {
        List<ForwardedField> elements = ForwardedField.parse(header.apply("Forwarded"));
        Told told = new Told(proxy, Optional.empty(), last(header.apply("Host")), "");
        for (int i = elements.size() - 1; i >= 0 && elements.size() - i <= MAX_PROXIES; i--) {
            if (!trusts(told.client().getAddress())) {
                break;
            }
            ForwardedField element = elements.get(i);
            Optional<InetSocketAddress> before = element.client();
            told =
                    new Told(
                            before.orElse(told.client()),
                            element.proto().flatMap(TrustedProxies::isSecure).or(told::isSecure),
                            element.host().or(told::host),
                            "");
            if (before.isEmpty()) {
                break;
            }
        }
        return told;
    }

    private static Optional<Boolean> isSecure(String proto) {
        return switch (proto.toLowerCase(Locale.ROOT)) {
            case "https", "wss" -> Optional.of(true);
            case "http", "ws" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private static String prefix(String told) {
        String bare = told.endsWith("/") ? told.substring(0, told.length() - 1) : told;
        boolean dots =
                bare.contains("/./")
                        || bare.contains("/../")
                        || bare.endsWith("/.")
                        || bare.endsWith("/..");
        return PREFIX.matcher(bare).matches() && !dots ? bare : "";
    }

    private static Optional<String> last(List<String> fields) {
        List<String> values = ForwardedField.split(fields, ',');
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
    }
}
