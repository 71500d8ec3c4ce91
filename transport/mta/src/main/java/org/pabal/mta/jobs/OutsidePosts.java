// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.jobs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.pabal.dns.Resolver;
import org.pabal.mta.jobs.OutsideAddresses.Found;
import org.pabal.wire.http.HttpClient;
import org.pabal.wire.http.HttpRequest;
import org.pabal.wire.http.HttpResponse;

/// Posts to servers of the web that a user has named. Safe for use by many threads; blocks.
///
/// Since a user decides where it goes, it goes nowhere inside: to no address of this host, of private
/// networks or of special use, and to no other server than the one named. The address that was judged
/// is the one that is dialled (THREATS V14, J07).
public final class OutsidePosts {
    private static final int HTTPS = 443;
    private static final int MAX_RESPONSE_OCTETS = 64 << 10;
    private static final int MAX_TEXT = 300;

    /// The status of what is refused because of where it goes. RFC 3463
    public static final String INSIDE = "5.7.1";

    private final OutsideAddresses addresses;
    private final HttpClient client;
    private final HttpClient.Limits limits;

    /// @param limit for each try
    public OutsidePosts(Resolver resolver, HttpClient client, Reachable reachable, Duration limit) {
        this.addresses = new OutsideAddresses(resolver, reachable);
        this.client = client;
        this.limits = new HttpClient.Limits(MAX_RESPONSE_OCTETS, limit);
    }

    /// What became of a request.
    public sealed interface Outcome {

        /// @param retryAfter the field of that name
        record Answered(int status, Optional<String> retryAfter) implements Outcome {}

        /// It goes nowhere, and will not the next time.
        ///
        /// @param status of RFC 3463
        record Impossible(String status, String reason) implements Outcome {}

        /// No answer this time.
        ///
        /// @param status of RFC 3463
        record Failed(String status, String reason) implements Outcome {}
    }

    /// @return false for anything but `https://host[:port]/path?query`
    public static boolean isTarget(URI target) {
        return request(target, Map.of(), new byte[0]).isPresent();
    }

    /// An outcome with the beginning of what the server wrote.
    ///
    /// @param text its first line that is not empty, at most 300 characters, none of them a control
    ///     character; empty where nothing was answered
    public record Told(Outcome outcome, String text) {}

    /// @param fields besides Host, Connection, Content-Length
    public Outcome post(URI target, Map<String, String> fields, byte[] body) {
        return told(target, fields, body).outcome();
    }

    /// @param fields besides Host, Connection, Content-Length
    public Told told(URI target, Map<String, String> fields, byte[] body) {
        Optional<HttpRequest> request = request(target, fields, body);
        if (request.isEmpty()) {
            return silent(
                    new Outcome.Impossible(
                            "5.5.4", "not a URI that a notification can go to: " + target));
        }
        String host = request.get().host();
        return switch (addresses.of(host)) {
            case Found.Open(var open) -> exchange(request.get(), open);
            case Found.Inside() ->
                    silent(
                            new Outcome.Impossible(
                                    INSIDE,
                                    host
                                            + " is inside; sieve.notify-networks has no network that"
                                            + " holds its address"));
            case Found.None() -> silent(new Outcome.Impossible("5.1.2", host + " has no address"));
            case Found.Unknown(var reason) ->
                    silent(new Outcome.Failed("4.4.3", "DNS for " + host + ": " + reason));
        };
    }

    private static Told silent(Outcome outcome) {
        return new Told(outcome, "");
    }

    private static Optional<HttpRequest> request(
            URI target, Map<String, String> fields, byte[] body) {
        if (!"https".equalsIgnoreCase(target.getScheme())
                || target.getHost() == null
                || target.getRawUserInfo() != null) {
            return Optional.empty();
        }
        String path = target.getRawPath();
        String query = target.getRawQuery();
        try {
            return Optional.of(
                    new HttpRequest(
                            HttpRequest.Method.POST,
                            target.getHost(),
                            target.getPort() < 0 ? HTTPS : target.getPort(),
                            (path == null || path.isEmpty() ? "/" : path)
                                    + (query == null ? "" : "?" + query),
                            fields,
                            body));
        } catch (IllegalArgumentException notForUs) {
            return Optional.empty();
        }
    }

    private Told exchange(HttpRequest request, List<InetAddress> addresses) {
        String host = request.host();
        try {
            HttpResponse response = client.exchange(addresses, request, limits);
            return new Told(
                    new Outcome.Answered(response.status(), response.field("retry-after")),
                    firstLine(response.body()));
        } catch (SSLException noTls) {
            return silent(new Outcome.Impossible("5.7.5", host + ": " + noTls.getMessage()));
        } catch (IOException trouble) {
            return silent(new Outcome.Failed("4.4.1", host + ": " + trouble.getMessage()));
        }
    }

    private static String firstLine(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, 4 * MAX_TEXT), UTF_8);
        String line = text.lines().filter(each -> !each.isBlank()).findFirst().orElse("").strip();
        String safe = line.replaceAll("[\\p{Cntrl}\\p{Cf}]", " ");
        return safe.codePointCount(0, safe.length()) <= MAX_TEXT
                ? safe
                : safe.substring(0, safe.offsetByCodePoints(0, MAX_TEXT));
    }
}
