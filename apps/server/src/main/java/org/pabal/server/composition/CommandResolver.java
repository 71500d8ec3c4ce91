// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.pabal.cli.Place;
import org.pabal.dns.Resolver;
import org.pabal.dns.ZoneResolver;
import org.pabal.server.settings.SettingsException;
import org.pabal.server.settings.SettingsReader;

/// The DNS that a command asks which runs without a server: the one of the settings, or the zone of a
/// file for looking into a matter offline.
public final class CommandResolver {
    private CommandResolver() {}

    /// What is wrong with the file or the settings; the message is for the operator.
    public static final class UnusableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnusableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /// @param zone records in the form of zone files
    public static Resolver of(Place place, Optional<Path> zone) throws UnusableException {
        if (zone.isPresent()) {
            return ofFile(zone.get());
        }
        try {
            return DnsSettings.resolver(
                    SettingsReader.read(place.data(), place.config(), System.getenv(), Map.of()),
                    InstantSource.system());
        } catch (SettingsException | StartFailure wrong) {
            throw new UnusableException(
                    "the settings cannot be used: " + wrong.getMessage(), wrong);
        }
    }

    private static Resolver ofFile(Path zone) throws UnusableException {
        try {
            return ZoneResolver.of(Files.readString(zone));
        } catch (IOException | IllegalArgumentException unreadable) {
            throw new UnusableException(
                    "the zone " + zone + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }
}
