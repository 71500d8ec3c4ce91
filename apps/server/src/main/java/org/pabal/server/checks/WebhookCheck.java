// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.checks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.pabal.directory.Account;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;
import org.pabal.jmap.Check;
import org.pabal.jmap.JmapObject;
import org.pabal.mta.jobs.OutsidePosts;
import org.pabal.wire.http.HttpClient;
import org.pabal.wire.http.HttpRequest;
import org.pabal.wire.http.HttpResponse;

/// Whether a webhook's server can be reached: its name, its address, TLS, and whether it answers. It
/// is asked for nothing (HEAD), so that no hook is triggered.
///
/// The address that was judged is the one that is dialled (THREATS V14, J07).
///
/// @param reachable addresses that users' requests may go to
/// @param limit in all
public record WebhookCheck(
        Resolver resolver,
        HttpClient client,
        Predicate<InetAddress> reachable,
        Duration limit,
        LongSupplier nanoTime)
        implements Check {
    private static final int MAX_BODY = 64 << 10;
    private static final int HTTPS = 443;

    @Override
    public String kind() {
        return "webhook";
    }

    @Override
    public Trial read(JmapObject settings) {
        String value = settings.string("url");
        return account -> run(account, value);
    }

    List<Step> run(Account account, String value) {
        Steps steps = new Steps(nanoTime, "url", "name", "address", "connect", "tls", "answer");
        Optional<URI> url = parse(value).filter(OutsidePosts::isTarget);
        if (url.isEmpty()) {
            return steps.bad("", "url");
        }
        String host = String.valueOf(url.get().getHost());
        steps.ok(host);
        return switch (addresses(host)) {
            case Answer.Found<InetAddress>(var all) -> {
                steps.ok(shown(all));
                List<InetAddress> open = all.stream().filter(reachable).toList();
                yield open.isEmpty()
                        ? steps.bad(shown(all), "inside")
                        : exchange(url.get(), open, steps.ok(shown(open)));
            }
            case Answer.NoData<InetAddress> _, Answer.NoSuchName<InetAddress> _ ->
                    steps.bad("", "no-such-name");
            case Answer.Failed<InetAddress>(var reason) -> steps.bad(reason, "dns");
        };
    }

    private static Optional<URI> parse(String text) {
        try {
            return Optional.of(new URI(text.strip()));
        } catch (URISyntaxException broken) {
            return Optional.empty();
        }
    }

    private Answer<InetAddress> addresses(String host) {
        try {
            return new Answer.Found<>(List.of(InetAddress.ofLiteral(host)));
        } catch (IllegalArgumentException aName) {
            return resolver.addresses(host);
        }
    }

    private static String shown(List<InetAddress> addresses) {
        return addresses.stream()
                .map(InetAddress::getHostAddress)
                .collect(Collectors.joining(", "));
    }

    private List<Step> exchange(URI url, List<InetAddress> addresses, Steps steps) {
        int before = steps.count();
        String path =
                url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
        try {
            HttpRequest request =
                    new HttpRequest(
                            HttpRequest.Method.HEAD,
                            String.valueOf(url.getHost()),
                            url.getPort() < 0 ? HTTPS : url.getPort(),
                            path + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery()),
                            Map.of(),
                            new byte[0]);
            HttpResponse response =
                    client.exchange(
                            addresses,
                            request,
                            new HttpClient.Limits(MAX_BODY, limit),
                            new Told(steps));
            return answered(steps, response.status());
        } catch (SSLException noTls) {
            return steps.bad(String.valueOf(noTls.getMessage()), "tls");
        } catch (IOException trouble) {
            String said = String.valueOf(trouble.getMessage());
            return steps.bad(said, steps.count() == before ? "unreachable" : "broken-off");
        }
    }

    /// Many hooks know no HEAD: any answer but trouble of theirs shows that they are there.
    private static List<Step> answered(Steps steps, int status) {
        String said = "HTTP " + status;
        if (status >= 500) {
            return steps.bad(said, "server-error");
        }
        return steps.ok(said, status >= 400 ? "try-it" : "").end();
    }

    private record Told(Steps steps) implements HttpClient.Progress {
        @Override
        public void connected(InetSocketAddress server) {
            steps.ok(server.getAddress().getHostAddress() + ":" + server.getPort());
        }

        @Override
        public void secured(String protection) {
            steps.ok(protection);
        }
    }
}
