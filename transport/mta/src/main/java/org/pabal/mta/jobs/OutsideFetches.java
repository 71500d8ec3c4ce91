// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.jobs;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.pabal.dns.Resolver;
import org.pabal.mta.jobs.OutsideAddresses.Found;
import org.pabal.wire.http.HttpClient;
import org.pabal.wire.http.HttpRequest;
import org.pabal.wire.http.HttpResponse;

/// Fetches what mails name, from servers of the web. Safe for use by many threads; blocks.
///
/// A stranger decides where it goes, so it goes nowhere inside: each step of a way, redirects too, is
/// judged by the address that is dialled (THREATS W06, J07). The ports are 80 and 443, others only at
/// addresses that the settings name. It brings no cookie, says nothing of where it comes from, and
/// remembers nothing.
public final class OutsideFetches {
    private static final int MAX_REDIRECTS = 3;
    private static final int MAX_WORDS = 200;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final OutsideAddresses addresses;
    private final Reachable reachable;
    private final HttpClient secure;
    private final HttpClient clear;
    private final Limits limits;

    /// @param inAll for a way with all its redirects
    public record Limits(int maxOctets, Duration inAll) {}

    /// @param secure for `https:`
    /// @param clear for `http:`
    public OutsideFetches(
            Resolver resolver,
            HttpClient secure,
            HttpClient clear,
            Reachable reachable,
            Limits limits) {
        this.addresses = new OutsideAddresses(resolver, reachable);
        this.reachable = reachable;
        this.secure = secure;
        this.clear = clear;
        this.limits = limits;
    }

    /// What became of a request.
    public sealed interface Outcome {

        record Fetched(byte[] body) implements Outcome {}

        /// It is not asked for, and will not be the next time.
        record Impossible(String reason) implements Outcome {}

        /// No answer this time, or one that is none.
        record Failed(String reason) implements Outcome {}
    }

    public Outcome get(URI address) {
        long until = System.nanoTime() + limits.inAll().toNanos();
        URI at = address;
        for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
            switch (step(at, until)) {
                case Step.Done(Outcome outcome) -> {
                    return outcome;
                }
                case Step.On(URI next) -> at = next;
            }
        }
        return new Outcome.Failed("more than " + MAX_REDIRECTS + " redirects");
    }

    private sealed interface Step {
        record Done(Outcome outcome) implements Step {}

        record On(URI next) implements Step {}

        static Step impossible(String reason) {
            return new Done(new Outcome.Impossible(reason));
        }

        static Step failed(String reason) {
            return new Done(new Outcome.Failed(reason));
        }
    }

    private Step step(URI at, long until) {
        Optional<HttpRequest> request = request(at);
        if (request.isEmpty()) {
            return Step.impossible("not an address of the web");
        }
        String host = request.get().host();
        return switch (addresses.of(host)) {
            case Found.Open(var open) -> {
                int port = request.get().port();
                boolean usual = port == 80 || port == 443;
                var allowed = usual ? open : open.stream().filter(reachable::isNamed).toList();
                yield allowed.isEmpty()
                        ? Step.impossible("only ports 80 and 443 are asked")
                        : exchange(at, request.get(), allowed, until);
            }
            case Found.Inside() -> Step.impossible(host + " is inside");
            case Found.None() -> Step.failed(host + " has no address");
            case Found.Unknown(String reason) -> Step.failed("DNS for " + host + ": " + reason);
        };
    }

    private static Optional<HttpRequest> request(URI address) {
        try {
            URI ascii = new URI(address.toASCIIString());
            boolean isSecure = "https".equalsIgnoreCase(ascii.getScheme());
            if (!isSecure && !"http".equalsIgnoreCase(ascii.getScheme())
                    || ascii.getHost() == null
                    || ascii.getRawUserInfo() != null) {
                return Optional.empty();
            }
            int port = ascii.getPort() < 0 ? isSecure ? 443 : 80 : ascii.getPort();
            String path = ascii.getRawPath();
            String query = ascii.getRawQuery();
            return Optional.of(
                    HttpRequest.get(
                            ascii.getHost(),
                            port,
                            (path == null || path.isEmpty() ? "/" : path)
                                    + (query == null ? "" : "?" + query)));
        } catch (URISyntaxException | IllegalArgumentException notForUs) {
            return Optional.empty();
        }
    }

    private Step exchange(
            URI at, HttpRequest request, java.util.List<java.net.InetAddress> open, long until) {
        Duration left = Duration.ofNanos(until - System.nanoTime());
        if (!left.isPositive()) {
            return Step.failed("it took longer than " + limits.inAll().toSeconds() + " s");
        }
        HttpClient client = "https".equalsIgnoreCase(at.getScheme()) ? secure : clear;
        try {
            HttpResponse response =
                    client.exchange(open, request, new HttpClient.Limits(limits.maxOctets(), left));
            if (REDIRECTS.contains(response.status())) {
                return redirect(at, response);
            }
            return response.isSuccess()
                    ? new Step.Done(new Outcome.Fetched(response.body()))
                    : Step.failed("status " + response.status());
        } catch (SSLException noTls) {
            return Step.failed("TLS: " + words(noTls));
        } catch (IOException trouble) {
            return Step.failed(words(trouble));
        }
    }

    private static Step redirect(URI at, HttpResponse response) {
        try {
            String location = response.field("location").orElse("");
            return location.isEmpty()
                    ? Step.failed("a redirect to nowhere")
                    : new Step.On(at.resolve(new URI(location)));
        } catch (URISyntaxException | IllegalArgumentException foreign) {
            return Step.failed("a redirect to what is no address");
        }
    }

    private static String words(IOException trouble) {
        String words = String.valueOf(trouble.getMessage());
        return words.substring(0, Math.min(words.length(), MAX_WORDS));
    }
}
