// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

import java.net.InetAddress;
import java.time.InstantSource;
import org.pabal.dns.Resolver;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.ReversePath;

/// Asks whether a host may use a domain: `check_host()` of RFC 7208 §4. Safe for use by many
/// threads; a check blocks while the DNS is asked.
public final class SpfChecker {
    private static final String POSTMASTER = "postmaster";

    /// What a client may say of itself, RFC 5321 §4.5.3.1.2; more is cut.
    private static final int MAX_HELO = 255;

    private final Resolver resolver;
    private final SpfLimits limits;
    private final String receiver;
    private final InstantSource clock;

    /// @param receiver our own name, which explanations may show
    public SpfChecker(Resolver resolver, SpfLimits limits, String receiver, InstantSource clock) {
        this.resolver = resolver;
        this.limits = limits;
        this.receiver = receiver;
        this.clock = clock;
    }

    /// The identity of MAIL FROM: `postmaster` at the name of HELO for `<>`. RFC 7208 §2.4.
    ///
    /// @param helo as the client gave it
    public static SpfIdentity mailFrom(ReversePath from, String helo) {
        return switch (from) {
            case ReversePath.To(var address) -> new SpfIdentity.MailFrom(address);
            case ReversePath.Null _ ->
                    new SpfIdentity.MailFrom(
                            new Address(
                                    POSTMASTER,
                                    Domain.parse(helo).orElseGet(() -> new Domain(shown(helo)))));
        };
    }

    /// @param client that is connected to us
    /// @param helo as the client gave it; any text
    public SpfOutcome check(SpfIdentity identity, InetAddress client, String helo) {
        String domain = domain(identity);
        var address = new ClientAddress(client);
        var sender = new Evaluation.Sender(localPart(identity), domain, shown(helo));
        var queries = new Queries(resolver, limits, address, clock);
        var evaluation =
                new Evaluation(
                        limits,
                        address,
                        sender,
                        receiver,
                        clock.instant().getEpochSecond(),
                        queries);
        Evaluation.Decision decision = evaluation.run(domain);
        String explanation = evaluation.explain(decision);
        evaluation.conclude(decision);
        return new SpfOutcome(
                decision.result(),
                identity,
                domain,
                decision.term(),
                PrintableText.of(decision.reason(), MAX_REASON),
                explanation,
                evaluation.steps().lines());
    }

    private static final int MAX_REASON = 500;

    private static String domain(SpfIdentity identity) {
        return switch (identity) {
            case SpfIdentity.Helo(var name) ->
                    Domain.parse(name).map(Domain::toAscii).orElseGet(() -> shown(name));
            case SpfIdentity.MailFrom(var address) -> shown(address.domain().toAscii());
        };
    }

    private static String localPart(SpfIdentity identity) {
        return switch (identity) {
            case SpfIdentity.Helo _ -> POSTMASTER;
            case SpfIdentity.MailFrom(var address) -> address.localPart();
        };
    }

    private static String shown(String helo) {
        return PrintableText.of(helo, MAX_HELO);
    }
}
