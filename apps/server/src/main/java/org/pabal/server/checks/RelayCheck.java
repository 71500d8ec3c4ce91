// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.checks;

import java.net.InetAddress;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;
import org.pabal.jmap.Check.Step;
import org.pabal.message.Address;
import org.pabal.mta.relay.SenderProbe;
import org.pabal.mta.routing.NextHop;

/// Whether a smarthost would take mail of an address of ours: its name, a connection, TLS, the log-in,
/// and what it says to MAIL. No mail is sent. RFC 5321 §3.3
///
/// @param probe that speaks with it
public record RelayCheck(Supplier<Resolver> resolver, SenderProbe probe, LongSupplier nanoTime) {

    /// The steps in their order; behind a bad one all are skipped, and so is what this relay is asked
    /// without: TLS, a log-in.
    public List<Step> run(NextHop.Relay relay, Address from) {
        Steps steps = new Steps(nanoTime, "name", "connect", "tls", "login", "sender");
        String host = relay.host().host();
        return switch (addresses(host)) {
            case Answer.Found<InetAddress>(var found) ->
                    judged(
                            relay.host(),
                            steps.ok(found.getFirst().getHostAddress()),
                            probe.ask(relay, List.of(from)).getFirst());
            case Answer.NoData<InetAddress> _, Answer.NoSuchName<InetAddress> _ ->
                    steps.bad(host, "no-such-name");
            case Answer.Failed<InetAddress>(var reason) -> steps.bad(reason, "dns");
        };
    }

    private Answer<InetAddress> addresses(String host) {
        try {
            return new Answer.Found<>(List.of(InetAddress.ofLiteral(host)));
        } catch (IllegalArgumentException aName) {
            return resolver.get().addresses(host);
        }
    }

    private static List<Step> judged(NextHop.Host host, Steps steps, SenderProbe.Answer said) {
        return switch (said.kind()) {
            case TIMED_OUT -> steps.bad(said.text(), "timeout");
            case CONNECTION_REFUSED, NO_ROUTE -> steps.bad(said.text(), "unreachable");
            case NOT_NOW -> steps.bad(said.text(), "later");
            case TLS_NOT_VERIFIED -> steps.ok("").bad(said.text(), "tls");
            case LOGIN_FAILED -> secured(host, steps.ok("")).bad(said.text(), "login");
            case SENDER_REFUSED -> entered(host, steps).bad(said.text(), "sender");
            case ACCEPTED -> entered(host, steps).ok(said.text()).end();
        };
    }

    private static Steps secured(NextHop.Host host, Steps steps) {
        return switch (host.tls()) {
            case NONE, OPPORTUNISTIC -> steps.skipped();
            default -> steps.ok("");
        };
    }

    private static Steps entered(NextHop.Host host, Steps steps) {
        Steps secured = secured(host, steps.ok(""));
        return host.credentials().isPresent() ? secured.ok("") : secured.skipped();
    }
}
