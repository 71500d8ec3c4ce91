// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.dns.Resolver;
import org.pabal.dns.ZoneResolver;
import org.pabal.mailauth.spf.ReceivedSpf;
import org.pabal.mailauth.spf.SpfChecker;
import org.pabal.mailauth.spf.SpfIdentity;
import org.pabal.mailauth.spf.SpfLimits;
import org.pabal.mailauth.spf.SpfOutcome;
import org.pabal.message.ReversePath;

/// What administrators may ask about SPF.
public final class SpfOperations {
    /// A zone comes in one line of a call.
    private static final int MAX_ZONE = 500_000;

    private final Supplier<Resolver> resolver;
    private final Supplier<String> hostname;
    private final InstantSource clock;

    /// @param resolver asked for when it is needed: without a server the settings may be out of order
    /// @param hostname our own name, likewise
    public SpfOperations(
            Supplier<Resolver> resolver, Supplier<String> hostname, InstantSource clock) {
        this.resolver = resolver;
        this.hostname = hostname;
        this.clock = clock;
    }

    /// Whether `ip` may send as `from`, and be `helo` when that is given: `ip` and `checks`, each with
    /// `identity`, `name`, `result`, `domain`, `mechanism`, `reason`, `explanation`, `steps` and
    /// `field`, the text of Received-SPF. With `zone` no name server is asked.
    Map<String, Object> explain(Arguments arguments) {
        InetAddress client =
                arguments.parsed(arguments.text("ip"), "an IP address", SpfOperations::address);
        String helo = arguments.text("helo", "");
        String from = arguments.text("from");
        ReversePath path = path(arguments, from);
        if (path instanceof ReversePath.Null && helo.isEmpty()) {
            throw new Arguments.Unusable(
                    "with an empty MAIL FROM the name of HELO is asked about: give it, too");
        }
        SpfChecker checker =
                new SpfChecker(
                        resolver(arguments.text("zone", "")),
                        SpfLimits.standard(),
                        hostname.get(),
                        clock);
        List<Map<String, Object>> checks = new ArrayList<>();
        if (!helo.isEmpty()) {
            checks.add(checked(checker, new SpfIdentity.Helo(helo), client, helo));
        }
        checks.add(checked(checker, SpfChecker.mailFrom(path, helo), client, helo));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("ip", client.getHostAddress());
        result.put("checks", checks);
        return result;
    }

    private Resolver resolver(String zone) {
        if (zone.isEmpty()) {
            return resolver.get();
        }
        if (zone.length() > MAX_ZONE) {
            throw new Arguments.Unusable("the zone is longer than " + MAX_ZONE + " characters");
        }
        try {
            return ZoneResolver.of(zone);
        } catch (IllegalArgumentException unreadable) {
            throw new Arguments.Unusable(String.valueOf(unreadable.getMessage()));
        }
    }

    private static ReversePath path(Arguments arguments, String from) {
        if (from.isEmpty() || from.equals("<>")) {
            return ReversePath.NULL;
        }
        String bracketed =
                from.startsWith("<")
                        ? from
                        : "<" + (from.indexOf('@') < 0 ? "postmaster@" + from : from) + ">";
        return arguments.parsed(
                bracketed,
                "an address, a domain, or <> for an empty MAIL FROM",
                ReversePath::parse);
    }

    private static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Map<String, Object> checked(
            SpfChecker checker, SpfIdentity identity, InetAddress client, String helo) {
        SpfOutcome outcome = checker.check(identity, client, helo);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("identity", outcome.identityWord());
        shown.put(
                "name",
                switch (identity) {
                    case SpfIdentity.Helo(var name) -> name;
                    case SpfIdentity.MailFrom(var address) -> address.toString();
                });
        shown.put("result", outcome.result().word());
        shown.put("domain", outcome.domain());
        shown.put("mechanism", outcome.mechanism());
        shown.put("reason", outcome.reason());
        shown.put("explanation", outcome.explanation());
        shown.put("steps", outcome.steps());
        shown.put("field", ReceivedSpf.field(outcome, client, helo, hostname.get()).strip());
        return shown;
    }
}
