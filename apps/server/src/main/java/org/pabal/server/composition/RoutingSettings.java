// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pabal.directory.Subaddress;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.mta.delivery.PipeConfig;
import org.pabal.mta.routing.AddressMap;
import org.pabal.mta.routing.AliasFiles;
import org.pabal.mta.routing.AliasRules;
import org.pabal.mta.routing.Aliases;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.RelayDomains;
import org.pabal.mta.routing.Rewriting;
import org.pabal.mta.routing.RouteTable;
import org.pabal.mta.routing.RouteTarget;
import org.pabal.mta.routing.RoutingConfig;
import org.pabal.server.settings.AddressTable;
import org.pabal.server.settings.Settings;

/// What the settings say about the ways of mail, in routing's terms.
final class RoutingSettings {
    private static final int MAX_RELAY_RECIPIENTS = 1_000_000;

    private RoutingSettings() {}

    /// @param home whose smarthost takes reports, and which completes bare names
    static RoutingConfig config(Settings settings, Optional<Domain> home, InstantSource clock)
            throws StartFailure {
        return new RoutingConfig(
                RelaySettings.smarthosts(settings, home),
                routes(settings),
                aliases(settings, home, clock),
                relayDomains(settings),
                rewriting(settings),
                subaddress(settings),
                Optional.empty());
    }

    /// A mistake in a file stops the start; later ones leave the aliases as they were.
    private static Aliases aliases(Settings settings, Optional<Domain> home, InstantSource clock)
            throws StartFailure {
        Optional<AliasRules> named = aliasRules(settings, home);
        if (named.isEmpty()) {
            return Aliases.NONE;
        }
        AliasRules rules = named.get();
        List<String> problems = AliasFiles.problems(rules);
        if (!problems.isEmpty()) {
            throw new StartFailure(String.join("\n", problems));
        }
        return new AliasFiles(rules, clock);
    }

    /// Which alias files there are; empty for none.
    static Optional<AliasRules> aliasRules(Settings settings, Optional<Domain> home) {
        List<Path> files = settings.get(AddressTable.ALIAS_FILES).stream().map(Path::of).toList();
        return files.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new AliasRules(
                                files,
                                settings.get(AddressTable.ALIAS_PROGRAMS),
                                settings.get(AddressTable.ALIAS_MAILDIRS),
                                home));
    }

    /// What is wrong in what the settings name besides themselves, for `pabal config check`.
    static List<String> problems(Settings settings) {
        try {
            config(settings, NameSettings.defaultDomain(settings), InstantSource.system());
            return List.of();
        } catch (StartFailure failure) {
            return String.valueOf(failure.getMessage()).lines().toList();
        }
    }

    static Subaddress subaddress(Settings settings) {
        return new Subaddress(settings.get(AddressTable.DETAIL_DELIMITERS));
    }

    private static RouteTable routes(Settings settings) throws StartFailure {
        Map<String, RouteTarget> targets = new HashMap<>();
        for (Map.Entry<String, String> route : settings.routing().routes().entrySet()) {
            RouteTarget target = RouteTarget.parse(route.getValue()).orElseThrow();
            targets.put(
                    route.getKey(),
                    target instanceof RouteTarget.Fixed(NextHop.Host host)
                                    && host.protocol() == NextHop.Protocol.LMTP
                            ? new RouteTarget.Fixed(LmtpSettings.host(settings, host))
                            : target);
        }
        return new RouteTable(targets);
    }

    private static Rewriting rewriting(Settings settings) {
        Set<Domain> masquerade =
                settings.get(AddressTable.MASQUERADE).stream()
                        .map(domain -> domain.startsWith("*.") ? domain.substring(2) : domain)
                        .map(Domain::of)
                        .collect(Collectors.toSet());
        return new Rewriting(
                new AddressMap(settings.routing().senders()),
                new AddressMap(settings.routing().recipients()),
                masquerade);
    }

    private static RelayDomains relayDomains(Settings settings) throws StartFailure {
        List<String> domains = settings.get(AddressTable.RELAY_DOMAINS);
        Optional<Path> file = settings.get(AddressTable.RELAY_RECIPIENTS);
        return RelayDomains.of(
                domains, file.isPresent() ? Optional.of(recipients(file.get())) : Optional.empty());
    }

    private static Set<Address> recipients(Path file) throws StartFailure {
        Set<Address> recipients = new HashSet<>();
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new StartFailure(
                    "relay-domains.recipients-file " + file + " cannot be read: " + unreadable,
                    unreadable);
        }
        if (lines.size() > MAX_RELAY_RECIPIENTS) {
            throw new StartFailure(
                    file + " has more than " + MAX_RELAY_RECIPIENTS + " lines; use @domain");
        }
        int number = 0;
        for (String line : lines) {
            number++;
            String text = line.strip();
            if (!text.isEmpty() && !text.startsWith("#")) {
                recipients.add(recipient(text, file + ":" + number));
            }
        }
        return recipients;
    }

    private static Address recipient(String text, String place) throws StartFailure {
        Optional<Address> address =
                text.startsWith("@")
                        ? Domain.parse(text.substring(1)).map(domain -> new Address("", domain))
                        : Address.parse(text).map(Address::lookupForm);
        return address.orElseThrow(
                () -> new StartFailure(place + ": '" + text + "' must be an address or @domain"));
    }

    static Map<String, PipeConfig> pipes(Settings settings) {
        Map<String, PipeConfig> pipes = new HashMap<>();
        settings.routing()
                .pipes()
                .forEach((name, table) ->
                        pipes.put(
                                name,
                                new PipeConfig(
                                        table.command(),
                                        table.returnPath(),
                                        table.deliveredTo(),
                                        table.timeLimit(),
                                        table.exitCodes())));
        return pipes;
    }
}
