// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.jobs;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.wire.http.HttpClient;
import org.pabal.wire.http.HttpRequest;

/// Posts what scripts notify of to servers of the web. Safe for use by many threads.
///
/// A script's author decides where it goes, so it goes nowhere inside: to no address of this host,
/// of private networks or of special use, and to no other server than the one named (THREATS V14).
public final class WebNotifications implements WebPosts {
    private static final int HTTPS = 443;
    private static final int MAX_RESPONSE_OCTETS = 64 << 10;

    private final Resolver resolver;
    private final HttpClient client;
    private final Reachable reachable;
    private final HttpClient.Limits limits;

    /// @param limit for each try
    public WebNotifications(
            Resolver resolver, HttpClient client, Reachable reachable, Duration limit) {
        this.resolver = resolver;
        this.client = client;
        this.reachable = reachable;
        this.limits = new HttpClient.Limits(MAX_RESPONSE_OCTETS, limit);
    }

    @Override
    public Diagnosis post(URI target, String json) {
        Optional<HttpRequest> request = request(target, json);
        if (request.isEmpty()) {
            return Diagnosis.ours("5.5.4", "not a URI that a notification can go to: " + target);
        }
        String host = request.get().host();
        return switch (addresses(host)) {
            case Answer.Found<InetAddress>(var all) -> {
                List<InetAddress> open = all.stream().filter(reachable::isAllowed).toList();
                yield open.isEmpty()
                        ? Diagnosis.ours(
                                "5.7.1",
                                host
                                        + " is inside; sieve.notify-networks has no network that"
                                        + " holds its address")
                        : post(request.get(), open);
            }
            case Answer.NoData<InetAddress> _, Answer.NoSuchName<InetAddress> _ ->
                    Diagnosis.ours("5.1.2", host + " has no address");
            case Answer.Failed<InetAddress>(var reason) ->
                    Diagnosis.ours("4.4.3", "DNS for " + host + ": " + reason);
        };
    }

    private Answer<InetAddress> addresses(String host) {
        try {
            return new Answer.Found<>(List.of(InetAddress.ofLiteral(host)));
        } catch (IllegalArgumentException aName) {
            return resolver.addresses(host);
        }
    }

    /// @return empty for anything but `https://host[:port]/path?query`
    static Optional<HttpRequest> request(URI target, String json) {
        if (!"https".equalsIgnoreCase(target.getScheme())
                || target.getHost() == null
                || target.getRawUserInfo() != null) {
            return Optional.empty();
        }
        String path = target.getRawPath();
        String query = target.getRawQuery();
        try {
            return Optional.of(
                    HttpRequest.post(
                            target.getHost(),
                            target.getPort() < 0 ? HTTPS : target.getPort(),
                            (path == null || path.isEmpty() ? "/" : path)
                                    + (query == null ? "" : "?" + query),
                            "application/json",
                            json.getBytes(StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException notForUs) {
            return Optional.empty();
        }
    }

    private Diagnosis post(HttpRequest request, List<InetAddress> addresses) {
        String host = request.host();
        try {
            int status = client.exchange(addresses, request, limits).status();
            String said = host + " answered with HTTP status " + status;
            return switch (status / 100) {
                case 2 -> new Diagnosis(Diagnosis.ours("2.0.0", "").status(), said, host);
                case 5 -> Diagnosis.ours("4.4.0", said);
                default -> Diagnosis.ours(status == 408 || status == 429 ? "4.4.0" : "5.3.0", said);
            };
        } catch (SSLException noTls) {
            return Diagnosis.ours("5.7.5", host + ": " + noTls.getMessage());
        } catch (IOException trouble) {
            return Diagnosis.ours("4.4.1", host + ": " + trouble.getMessage());
        }
    }
}
