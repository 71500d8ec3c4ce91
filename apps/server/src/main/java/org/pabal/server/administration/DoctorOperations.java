// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.pabal.dns.Resolver;
import org.pabal.dns.ZoneResolver;
import org.pabal.mailauth.doctor.Diagnosis;
import org.pabal.mailauth.doctor.DomainDoctor;
import org.pabal.mailauth.doctor.OurHost;
import org.pabal.mailauth.doctor.PolicyFile;
import org.pabal.mailauth.doctor.Remark;
import org.pabal.message.Domain;

/// What administrators may ask about the records of a domain.
public final class DoctorOperations {
    /// A zone comes in one line of a call.
    private static final int MAX_ZONE = 500_000;

    private final Supplier<Resolver> resolver;
    private final Function<Domain, OurHost> host;
    private final PolicyFile policies;
    private final InstantSource clock;

    /// @param resolver asked for when it is needed: without a server the settings may be out of order
    /// @param host what we are for a domain
    /// @param policies where policies of MTA-STS are had
    public DoctorOperations(
            Supplier<Resolver> resolver,
            Function<Domain, OurHost> host,
            PolicyFile policies,
            InstantSource clock) {
        this.resolver = resolver;
        this.host = host;
        this.policies = policies;
        this.clock = clock;
    }

    /// What is to be said of `domain`: `worst` and `remarks`, each with `topic`, `level`, `remark`,
    /// `sentence` in `language`, and `publish`. With `zone` nothing is asked of the network.
    Map<String, Object> examine(Arguments arguments) {
        Domain domain = domain(arguments);
        Locale language = Locale.forLanguageTag(arguments.text("language", "en"));
        String zone = arguments.text("zone", "");
        List<Diagnosis> found =
                DomainDoctor.examine(
                        domain.toAscii(),
                        host.apply(domain),
                        zone.isEmpty() ? resolver.get() : resolver(zone),
                        zone.isEmpty() ? policies : PolicyFile.OFFLINE,
                        clock);
        Remark.Level worst = Remark.Level.OK;
        List<Map<String, Object>> remarks = new ArrayList<>();
        for (Diagnosis one : found) {
            Remark.Level level = one.remark().level();
            worst = level.compareTo(worst) > 0 ? level : worst;
            Map<String, Object> shown = new LinkedHashMap<>();
            shown.put("topic", one.remark().topic());
            shown.put("level", level.word());
            shown.put("remark", one.remark().name().toLowerCase(Locale.ROOT).replace('_', '-'));
            shown.put("sentence", one.sentence(language));
            shown.put("publish", one.publish());
            remarks.add(shown);
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("domain", domain.name());
        result.put("worst", worst.word());
        result.put("remarks", remarks);
        return result;
    }

    /// What the zone of `domain` should hold for mail: `domain` and `lines`, those of a zone file, in the
    /// order of the mail's way. Of MTA-STS's policy, which a web server has, comments.
    Map<String, Object> records(Arguments arguments) {
        Domain domain = domain(arguments);
        String below = "." + domain.toAscii() + ".";
        List<String> lines =
                DomainDoctor.examine(
                                domain.toAscii(),
                                host.apply(domain),
                                ZoneResolver.of(""),
                                PolicyFile.OFFLINE,
                                clock)
                        .stream()
                        .flatMap(one -> one.publish().stream())
                        .map(line -> line.startsWith("#") ? ";" + line.substring(1) : line)
                        .filter(line -> isOf(line, below))
                        .toList();
        return Map.of("domain", domain.name(), "lines", lines);
    }

    private static boolean isOf(String line, String below) {
        return line.startsWith(";") || ("." + line.split(" ", 2)[0]).endsWith(below);
    }

    private static Domain domain(Arguments arguments) {
        Domain domain = arguments.parsed(arguments.text("domain"), "a domain", Domain::parse);
        if (domain.isLiteral()) {
            throw new Arguments.Unusable("an address has no records of a domain");
        }
        return domain;
    }

    private static Resolver resolver(String zone) {
        if (zone.length() > MAX_ZONE) {
            throw new Arguments.Unusable("the zone is longer than " + MAX_ZONE + " characters");
        }
        try {
            return ZoneResolver.of(zone);
        } catch (IllegalArgumentException unreadable) {
            throw new Arguments.Unusable(String.valueOf(unreadable.getMessage()));
        }
    }
}
