// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.pabal.directory.Directory;
import org.pabal.dns.Resolver;
import org.pabal.mailauth.spf.SpfChecker;
import org.pabal.mailauth.spf.SpfLimits;
import org.pabal.mailauth.srs.Srs;
import org.pabal.mailauth.srs.SrsConfig;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.mta.delivery.ForwardedSender;
import org.pabal.mta.routing.ReturnAddresses;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SrsTable;

/// How reverse-paths of forwarded mail are rewritten, from the settings.
final class SrsSettings {
    private static final String SECRETS = "srs-secrets";

    private SrsSettings() {}

    /// @param data where the secrets are when the settings name no file
    static Path file(Settings settings, Path data) {
        return settings.get(SrsTable.SRS_SECRETS).orElseGet(() -> data.resolve(SECRETS));
    }

    /// @return how many secrets there are now
    static int rotate(Settings settings, Path data) {
        Path file = file(settings, data);
        try {
            return SrsSecretFile.rotate(file, new SecureRandom());
        } catch (IOException cannot) {
            throw new UnavailableException(
                    "the secrets of return addresses cannot be changed: " + cannot.getMessage(),
                    cannot);
        }
    }

    static ReturnAddresses returns(
            Settings settings, Path data, RandomGenerator random, InstantSource clock)
            throws StartFailure {
        SrsConfig config;
        try {
            config =
                    new SrsConfig(
                            settings.get(SrsTable.SRS_HASH_LENGTH),
                            '=',
                            settings.get(SrsTable.SRS_VALIDITY));
        } catch (IllegalArgumentException wrong) {
            throw new StartFailure("in [srs]: " + wrong.getMessage(), wrong);
        }
        Srs srs = new Srs(config, SrsSecretFile.open(file(settings, data), random), clock);
        return new ReturnAddresses(srs, domain(settings));
    }

    private static Optional<Domain> domain(Settings settings) throws StartFailure {
        Optional<String> text = settings.get(SrsTable.SRS_DOMAIN);
        Optional<Domain> domain = text.flatMap(Domain::parse).filter(name -> !name.isLiteral());
        if (text.isPresent() && domain.isEmpty()) {
            throw new StartFailure("srs.domain: '" + text.get() + "' is not a domain");
        }
        return domain;
    }

    static ForwardedSender sender(
            Settings settings,
            ReturnAddresses returns,
            Resolver resolver,
            String hostname,
            Directory directory,
            InstantSource clock)
            throws StartFailure {
        ForwardedSender.When when =
                switch (settings.get(SrsTable.SRS_REWRITE)) {
                    case "always" -> ForwardedSender.When.ALWAYS;
                    case "never" -> ForwardedSender.When.NEVER;
                    default -> ForwardedSender.When.NEEDED;
                };
        return new ForwardedSender(
                when,
                returns,
                new SpfChecker(resolver, SpfLimits.standard(), hostname, clock),
                ownAddresses(settings, resolver, hostname),
                hostname,
                directory);
    }

    private static Supplier<List<InetAddress>> ownAddresses(
            Settings settings, Resolver resolver, String hostname) throws StartFailure {
        List<InetAddress> set = new ArrayList<>();
        for (String text : settings.get(SrsTable.SRS_ADDRESSES)) {
            try {
                set.add(InetAddress.ofLiteral(text));
            } catch (IllegalArgumentException notAnAddress) {
                throw new StartFailure(
                        "in srs.addresses, '" + text + "' is not an IP address", notAnAddress);
            }
        }
        return set.isEmpty()
                ? () ->
                        resolver.addresses(hostname)
                                        instanceof Resolver.Answer.Found<InetAddress>(var found)
                                ? found
                                : List.of()
                : () -> set;
    }
}
