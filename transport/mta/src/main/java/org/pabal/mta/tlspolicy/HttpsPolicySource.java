// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.tlspolicy;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;
import org.pabal.mailauth.mtasts.StsPolicy;
import org.pabal.mta.delivery.TlsFailure;
import org.pabal.mta.delivery.TlsFailure.Kind;
import org.pabal.wire.http.HttpClient;
import org.pabal.wire.http.HttpRequest;
import org.pabal.wire.http.HttpResponse;

/// Fetches policies from `https://mta-sts.DOMAIN/.well-known/mta-sts.txt`. RFC 8461 §3.3
public final class HttpsPolicySource implements PolicySource {
    private static final String PATH = "/.well-known/mta-sts.txt";
    private static final int OK = 200;

    private final Resolver resolver;
    private final HttpClient client;
    private final int port;
    private final HttpClient.Limits limits;

    /// @param port 443, but in tests
    /// @param inAll for each fetch, without the look-up of the host
    public HttpsPolicySource(Resolver resolver, HttpClient client, int port, Duration inAll) {
        this.resolver = resolver;
        this.client = client;
        this.port = port;
        this.limits = new HttpClient.Limits(StsPolicy.MAX_OCTETS, inAll);
    }

    @Override
    public Fetched fetch(String domain) {
        String host = "mta-sts." + domain;
        return switch (resolver.addresses(host)) {
            case Answer.Found<InetAddress>(var addresses) -> fetch(host, addresses);
            case Answer.NoData<InetAddress> _, Answer.NoSuchName<InetAddress> _ ->
                    failed(Kind.STS_POLICY_FETCH_ERROR, host + " has no address");
            case Answer.Failed<InetAddress>(var reason) ->
                    failed(Kind.STS_POLICY_FETCH_ERROR, "DNS for " + host + ": " + reason);
        };
    }

    private Fetched fetch(String host, List<InetAddress> addresses) {
        try {
            return read(
                    host, client.exchange(addresses, HttpRequest.get(host, port, PATH), limits));
        } catch (SSLException noTls) {
            // A certificate that proves nothing is a kind of its own in reports.
            TlsFailure why = TlsFailure.of(noTls);
            return failed(
                    why.kind() == Kind.VALIDATION_FAILURE
                            ? Kind.STS_POLICY_FETCH_ERROR
                            : Kind.STS_WEBPKI_INVALID,
                    host + ": " + why.reason());
        } catch (IOException | IllegalArgumentException broken) {
            return failed(Kind.STS_POLICY_FETCH_ERROR, host + ": " + broken.getMessage());
        }
    }

    /// Nothing but 200 is a policy; redirects are not followed.
    private static Fetched read(String host, HttpResponse response) {
        if (response.status() != OK) {
            return failed(
                    Kind.STS_POLICY_FETCH_ERROR,
                    host + " answered with HTTP status " + response.status());
        }
        if (!response.mediaType().equals("text/plain")) {
            return failed(
                    Kind.STS_POLICY_INVALID, host + " does not send the policy as text/plain");
        }
        return switch (StsPolicy.parse(response.body())) {
            case StsPolicy.Found.Policy(var policy) -> new Fetched.Policy(policy);
            case StsPolicy.Found.Invalid(var reason) -> failed(Kind.STS_POLICY_INVALID, reason);
        };
    }

    private static Fetched failed(Kind kind, String reason) {
        return new Fetched.Failed(new TlsFailure(kind, reason));
    }
}
