// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.pabal.jmap.Check.Step;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.mta.routing.NextHop;
import org.pabal.mta.routing.RelayCredentials;
import org.pabal.mta.routing.RelayTls;
import org.pabal.mta.routing.Smarthosts;
import org.pabal.server.checks.RelayCheck;
import org.pabal.server.settings.KeptSettings;
import org.pabal.server.settings.PrivateFile;
import org.pabal.server.settings.RelayTable;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.SmarthostTable;
import org.pabal.server.setup.Relay;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The smarthost that the web pages keep, as `[relays.web]`.
record FirstRunRelay(
        DataDirectory data,
        Settings settings,
        KeptSettings kept,
        Supplier<Smarthosts> smarthosts,
        RelayCheck relayCheck)
        implements Relay {
    private static final Logger LOG = LoggerFactory.getLogger(FirstRunRelay.class);
    private static final String NAME = "web";
    private static final String FILE = "relay-";
    private static final String PASSWORD = ".password";
    private static final String TABLE = "relays." + NAME + ".";

    @Override
    public Optional<String> fixedBy() {
        if (!settings.get(SmarthostTable.RELAY_HOST).isEmpty()) {
            return Optional.of(settings.value(SmarthostTable.RELAY_HOST).origin());
        }
        return settings.relays().stream()
                .map(table -> table.origin())
                .filter(origin -> !KeptSettings.isFree(origin))
                .findFirst();
    }

    @Override
    public List<Step> check(Asked asked) {
        Optional<RelayCredentials> credentials =
                asked.user().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new RelayCredentials(asked.user(), asked.password()));
        RelayTls tls =
                switch (asked.security()) {
                    case "starttls" -> RelayTls.REQUIRED;
                    case "implicit" -> RelayTls.IMPLICIT;
                    case "opportunistic" -> RelayTls.OPPORTUNISTIC;
                    default -> RelayTls.NONE;
                };
        return relayCheck.run(
                new NextHop.Relay(
                        NAME, new NextHop.Host(asked.host(), asked.port(), credentials, tls)),
                asked.from());
    }

    @Override
    public List<Step> checkInUse(Address from) {
        return smarthosts
                .get()
                .of(new ReversePath.To(from))
                .map(relay -> relayCheck.run(relay, from))
                .orElse(List.of());
    }

    /// The password is in a file of its own, with another name each time: settings that are taken back
    /// find the one that was theirs.
    @Override
    public void keep(Asked asked) throws IOException {
        synchronized (kept) {
            keepAlone(asked);
        }
    }

    private void keepAlone(Asked asked) throws IOException {
        Map<String, String> changes = new HashMap<>();
        changes.put(TABLE + "host", asked.host());
        changes.put(TABLE + "port", Integer.toString(asked.port()));
        changes.put(TABLE + "tls", asked.security());
        changes.put(TABLE + "default", "true");
        changes.put(TABLE + "user", asked.user());
        changes.put(TABLE + "password-file", "");
        if (!asked.user().isEmpty()) {
            Path file = data.path().resolve(FILE + UUID.randomUUID() + PASSWORD);
            PrivateFile.write(file, asked.password() + "\n");
            changes.put(TABLE + "password-file", file.toString());
            try {
                kept.put(changes);
            } catch (IOException notKept) {
                Files.deleteIfExists(file);
                throw notKept;
            }
        } else {
            kept.put(changes);
        }
    }

    /// Removes passwords that nothing names any more: neither the settings in use nor those that are kept,
    /// nor those that would be taken back to. To be called once the server runs with its settings; a kill
    /// leaves files for the next time.
    void sweep() throws IOException {
        synchronized (kept) {
            String named = kept.text() + inUse();
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(data.path(), FILE + "*" + PASSWORD)) {
                for (Path file : files) {
                    if (!named.contains(file.getFileName().toString())) {
                        Files.delete(file);
                        LOG.info("event=setup-password-swept file={}", file.getFileName());
                    }
                }
            }
        }
    }

    private String inUse() {
        return settings.relays().stream()
                .flatMap(table -> table.get(RelayTable.PASSWORD_FILE).stream())
                .map(Path::toString)
                .collect(Collectors.joining("\n"));
    }
}
