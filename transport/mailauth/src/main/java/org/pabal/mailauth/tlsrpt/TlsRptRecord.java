// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.tlsrpt;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.message.Address;

/// The TXT record at `_smtp._tls.DOMAIN`, which asks for reports. RFC 8460 §3
///
/// @param destinations where reports are wanted, at least one
public record TlsRptRecord(List<Destination> destinations) {
    private static final int MAX_OCTETS = 4_096;

    /// More are passed over: one report is not for a crowd.
    private static final int MAX_DESTINATIONS = 10;

    private static final int MAX_HOST = 253;
    private static final int HTTPS_PORT = 443;
    private static final Pattern VERSION =
            Pattern.compile("v=TLSRPTv1[ \\t]*(;.*|)", Pattern.DOTALL);
    private static final Pattern FIELD =
            Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]{0,31})[ \\t]*=[ \\t]*(.*)", Pattern.DOTALL);

    /// Where a report goes.
    public sealed interface Destination {
        record Mail(Address to) implements Destination {}

        /// @param target path with its query
        record Https(String host, int port, String target) implements Destination {}
    }

    /// What the TXT records of the name say.
    public sealed interface Found {
        /// @param passedOver URIs that nothing can be sent to
        record One(TlsRptRecord record, List<String> passedOver) implements Found {}

        /// No reports are asked for.
        record None() implements Found {}

        /// Counts as none.
        record Unusable(String reason) implements Found {}
    }

    public TlsRptRecord {
        destinations = List.copyOf(destinations);
    }

    public static String nameFor(String domain) {
        return "_smtp._tls." + domain;
    }

    /// @param texts of the TXT records, the strings of each joined
    public static Found parse(List<String> texts) {
        List<String> ours = texts.stream().filter(text -> VERSION.matcher(text).matches()).toList();
        if (ours.isEmpty()) {
            return new Found.None();
        }
        if (ours.size() > 1) {
            return new Found.Unusable("there are " + ours.size() + " records of TLSRPT, not one");
        }
        return ours.getFirst().length() > MAX_OCTETS
                ? new Found.Unusable("the record is longer than " + MAX_OCTETS + " octets")
                : parse(ours.getFirst());
    }

    private static Found parse(String text) {
        Optional<String> rua = Optional.empty();
        String[] fields = text.split(";", -1);
        for (int i = 1; i < fields.length; i++) {
            String field = fields[i].strip();
            Matcher pair = FIELD.matcher(field);
            if (pair.matches()) {
                rua = pair.group(1).equals("rua") ? rua.or(() -> Optional.of(pair.group(2))) : rua;
            } else if (!field.isEmpty() || i < fields.length - 1) {
                return new Found.Unusable("a field of the record is not of the form name=value");
            }
        }
        return rua.map(TlsRptRecord::destinations)
                .orElseGet(() -> new Found.Unusable("the record has no rua"));
    }

    private static Found destinations(String rua) {
        List<Destination> destinations = new ArrayList<>();
        List<String> passedOver = new ArrayList<>();
        for (String uri : rua.split(",", -1)) {
            Optional<Destination> destination = destination(uri.strip());
            if (destination.isPresent() && destinations.size() < MAX_DESTINATIONS) {
                destinations.add(destination.get());
            } else {
                passedOver.add(uri.strip());
            }
        }
        return destinations.isEmpty()
                ? new Found.Unusable("rua names neither a mailto: nor an https: URI")
                : new Found.One(new TlsRptRecord(destinations), passedOver);
    }

    private static Optional<Destination> destination(String uri) {
        String lower = uri.toLowerCase(Locale.ROOT);
        if (lower.startsWith("mailto:")) {
            return mail(uri.substring("mailto:".length()));
        }
        return lower.startsWith("https:") ? https(uri) : Optional.empty();
    }

    /// RFC 6068; header fields behind a question mark are passed over.
    private static Optional<Destination> mail(String address) {
        int question = address.indexOf('?');
        String encoded = question < 0 ? address : address.substring(0, question);
        try {
            String plain = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
            return Address.parse(plain).map(Destination.Mail::new);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static Optional<Destination> https(String text) {
        try {
            URI uri = new URI(text);
            String host = Optional.ofNullable(uri.getHost()).orElse("");
            String path = Optional.ofNullable(uri.getRawPath()).orElse("");
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            if (host.length() > MAX_HOST
                    || !host.matches("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+")
                    || uri.getRawUserInfo() != null
                    || uri.getPort() > 65_535
                    || !(path + query).matches("[\\x21-\\x7E]{0,1900}")) {
                return Optional.empty();
            }
            return Optional.of(
                    new Destination.Https(
                            host.toLowerCase(Locale.ROOT),
                            uri.getPort() < 0 ? HTTPS_PORT : uri.getPort(),
                            (path.isEmpty() ? "/" : path) + query));
        } catch (URISyntaxException malformed) {
            return Optional.empty();
        }
    }
}
