// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.RelayCredentials;
import org.pabal.mta.routing.RelayCredentials.Secret;
import org.pabal.mta.routing.RelayTls;
import org.pabal.mta.routing.Smarthosts;
import org.pabal.server.settings.RelayTable;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SmarthostTable;

/// The smarthosts of the settings.
final class RelaySettings {
    private RelaySettings() {}

    static Smarthosts smarthosts(Settings settings, Optional<Domain> home) throws StartFailure {
        Map<Domain, NextHop.Relay> bySender = new HashMap<>();
        Map<Domain, NextHop.Relay> fallbackBySender = new HashMap<>();
        Optional<NextHop.Relay> preset = plain(settings);
        Optional<NextHop.Relay> fallback = Optional.empty();
        for (RelayTable table : settings.relays()) {
            NextHop.Relay relay = relay(table);
            boolean reserve = table.get(RelayTable.FALLBACK);
            Map<Domain, NextHop.Relay> place = reserve ? fallbackBySender : bySender;
            for (String domain : table.get(RelayTable.SENDER_DOMAINS)) {
                place.put(domain(table, domain), relay);
            }
            if (table.get(RelayTable.DEFAULT)) {
                preset = Optional.of(relay);
            }
            if (reserve && table.get(RelayTable.SENDER_DOMAINS).isEmpty()) {
                fallback = Optional.of(relay);
            }
        }
        return new Smarthosts(bySender, preset, fallbackBySender, fallback, home);
    }

    private static Domain domain(RelayTable table, String text) throws StartFailure {
        return Domain.parse(text)
                .orElseThrow(() ->
                        new StartFailure(
                                "in relays."
                                        + table.name()
                                        + ".sender-domains, '"
                                        + text
                                        + "' is not a domain"));
    }

    private static NextHop.Relay relay(RelayTable table) throws StartFailure {
        return relay(
                table.name(),
                table.get(RelayTable.HOST),
                table.get(RelayTable.PORT),
                table.get(RelayTable.USER),
                secret(table),
                table.get(RelayTable.TLS));
    }

    private static Optional<NextHop.Relay> plain(Settings settings) throws StartFailure {
        String host = settings.get(SmarthostTable.RELAY_HOST);
        if (host.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                relay(
                        RelayTable.PLAIN,
                        host,
                        settings.get(SmarthostTable.RELAY_PORT),
                        settings.get(SmarthostTable.RELAY_USER),
                        password(settings.get(SmarthostTable.RELAY_PASSWORD_FILE)),
                        "auto"));
    }

    private static NextHop.Relay relay(
            String name, String host, int port, String user, Optional<Secret> secret, String tls) {
        Optional<RelayCredentials> credentials =
                secret.map(held -> new RelayCredentials(user, held));
        RelayTls protection =
                switch (tls) {
                    case "starttls" -> RelayTls.REQUIRED;
                    case "implicit" -> RelayTls.IMPLICIT;
                    case "opportunistic" -> RelayTls.OPPORTUNISTIC;
                    case "none" -> RelayTls.NONE;
                    default -> usual(port, credentials.isPresent());
                };
        return new NextHop.Relay(name, new NextHop.Host(host, port, credentials, protection));
    }

    private static Optional<Secret> secret(RelayTable table) throws StartFailure {
        Optional<Path> file = table.get(RelayTable.PASSWORD_FILE);
        if (file.isEmpty() || table.get(RelayTable.AUTH).equals("password")) {
            return password(file);
        }
        SecretFile.read(file.get()); // what is wrong now stops the start
        return Optional.of(new Secret.Token(() -> token(file.get())));
    }

    private static Optional<Secret> password(Optional<Path> file) throws StartFailure {
        return file.isPresent()
                ? Optional.of(new Secret.Password(SecretFile.read(file.get())))
                : Optional.empty();
    }

    private static String token(Path file) {
        try {
            return SecretFile.read(file);
        } catch (StartFailure unreadable) {
            throw new UnavailableException(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    private static RelayTls usual(int port, boolean logsIn) {
        if (port == 465) {
            return RelayTls.IMPLICIT;
        }
        return logsIn ? RelayTls.REQUIRED : RelayTls.OPPORTUNISTIC;
    }
}
