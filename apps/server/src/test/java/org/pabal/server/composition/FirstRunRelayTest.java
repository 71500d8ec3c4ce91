// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pabal.dns.StaticResolver;
import org.pabal.message.Address;
import org.pabal.mta.routing.Smarthosts;
import org.pabal.server.checks.RelayCheck;
import org.pabal.server.settings.KeptSettings;
import org.pabal.server.settings.SettingsException;
import org.pabal.server.settings.SettingsReader;
import org.pabal.server.setup.Relay.Asked;

/// Passwords of smarthosts that were given in the pages, and what is left of them.
class FirstRunRelayTest {
    @TempDir private Path folder;
    private Path data = Path.of("data");

    @BeforeEach
    void prepare() throws DataDirectory.Unusable {
        data = DataDirectory.prepare(folder.resolve("data")).path();
    }

    /// Of a server that runs with the settings as they are.
    private FirstRunRelay relay() throws DataDirectory.Unusable, SettingsException {
        return new FirstRunRelay(
                DataDirectory.prepare(data),
                SettingsReader.read(data, Optional.empty(), Map.of(), Map.of()),
                new KeptSettings(data),
                () -> Smarthosts.NONE,
                new RelayCheck(() -> StaticResolver.alone(Map.of()), (_, _) -> List.of(), () -> 0));
    }

    private static Asked asked(String password) {
        return new Asked(
                "smtp.relay.example",
                587,
                "starttls",
                "apikey",
                password,
                Address.of("me@code.kr"));
    }

    private List<String> passwords() throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.filter(file -> file.toString().endsWith(".password"))
                    .map(FirstRunRelayTest::read)
                    .map(String::strip)
                    .sorted()
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    @Test
    void whatIsInUseOrTakenBackToStaysAndAllElseGoes() throws Exception {
        FirstRunRelay before = relay();
        before.keep(asked("one"));
        before.sweep();
        assertThat(passwords()).containsExactly("one");
        FirstRunRelay second = relay();
        second.keep(asked("two"));
        second.keep(asked("three"));
        assertThat(passwords()).containsExactly("one", "three", "two");
        second.sweep(); // runs with the first, is to run with the third, may go back to the second
        assertThat(passwords()).containsExactly("one", "three", "two");
        relay().sweep();
        assertThat(passwords()).containsExactly("three", "two");
    }

    @Test
    void filesOfOthersStay() throws Exception {
        Path other = Files.writeString(data.resolve("smarthost.password"), "mine");
        relay().sweep();
        assertThat(other).exists();
    }
}
