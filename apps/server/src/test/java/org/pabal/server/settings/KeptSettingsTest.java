// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the pages keep stands beneath what the operator writes.
class KeptSettingsTest {
    @TempDir private Path data;
    private KeptSettings kept;

    @BeforeEach
    void open() {
        kept = new KeptSettings(data);
    }

    private Settings read(Optional<Path> own) throws SettingsException {
        return SettingsReader.read(data, own, Map.of(), Map.of());
    }

    @Test
    void whatIsKeptIsReadWithItsLine() throws Exception {
        kept.put(Map.of("hostname", "mail.code.kr"));
        Settings.Value value = read(Optional.empty()).value(ServicesTable.HOSTNAME);
        assertThat(value).isEqualTo(new Settings.Value("mail.code.kr", "kept.toml:3"));
        assertThat(KeptSettings.isFree(value.origin())).isTrue();
        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(data.resolve("kept.toml"))))
                .isEqualTo("rw-------");
    }

    @Test
    void theOperatorsFileHolds() throws Exception {
        kept.put(Map.of("hostname", "mail.code.kr"));
        Path own = Files.writeString(data.resolve("pabal.toml"), "hostname = \"mx.code.kr\"\n");
        Settings.Value value = read(Optional.of(own)).value(ServicesTable.HOSTNAME);
        assertThat(value.text()).isEqualTo("mx.code.kr");
        assertThat(KeptSettings.isFree(value.origin())).isFalse();
    }

    @Test
    void aChangeLeavesTheOthersAndCanBeTakenBackOnce() throws Exception {
        kept.put(Map.of("hostname", "mail.code.kr", "relays.web.host", "a \"b\" \\ c"));
        kept.put(Map.of("hostname", "mx.code.kr"));
        assertThat(Files.readString(data.resolve("kept.toml")))
                .contains("hostname = \"mx.code.kr\"")
                .contains("relays.web.host = \"a \\\"b\\\" \\\\ c\"");
        assertThat(kept.takeBack()).isTrue();
        assertThat(Files.readString(data.resolve("kept.toml"))).contains("\"mail.code.kr\"");
        assertThat(kept.takeBack()).isFalse();
        kept.put(Map.of("relays.web.host", "", "hostname", ""));
        assertThat(read(Optional.empty()).value(ServicesTable.HOSTNAME).origin())
                .isEqualTo("default");
    }

    @Test
    void theFirstChangeIsTakenBackToNothing() throws Exception {
        kept.put(Map.of("hostname", "not a name"));
        assertThat(kept.takeBack()).isTrue();
        assertThat(read(Optional.empty()).value(ServicesTable.HOSTNAME).origin())
                .isEqualTo("default");
    }
}
