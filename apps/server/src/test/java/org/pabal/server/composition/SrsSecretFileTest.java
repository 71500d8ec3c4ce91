// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SrsSecretFileTest {
    @TempDir Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void name() {
        file = folder.resolve("srs-secrets");
    }

    @Test
    void theFirstStartMakesOneThatTheNextFinds() throws Exception {
        List<String> made = SrsSecretFile.open(file, new Random(1)).get();
        assertThat(made).hasSize(1);
        assertThat(made.getFirst()).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(SrsSecretFile.open(file, new Random(2)).get()).isEqualTo(made);
    }

    @Test
    void aRunningServerTakesUpANewOneAndKeepsTheOld() throws Exception {
        SrsSecretFile secrets = SrsSecretFile.open(file, new Random(1));
        String old = secrets.get().getFirst();
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        assertThat(SrsSecretFile.rotate(file, new Random(2))).isEqualTo(2);
        assertThat(secrets.get()).hasSize(2).endsWith(old).doesNotHaveDuplicates();
        for (int i = 0; i < 30; i++) {
            SrsSecretFile.rotate(file, new Random(i + 10));
        }
        assertThat(SrsSecretFile.open(file, new Random(3)).get()).hasSize(16);
    }

    @Test
    void aFileThatBreaksWhileTheServerRunsChangesNothing() throws Exception {
        SrsSecretFile secrets = SrsSecretFile.open(file, new Random(1));
        List<String> before = secrets.get();
        Files.writeString(file, "short\n");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
        assertThat(secrets.get()).isEqualTo(before);
        Files.delete(file);
        assertThat(secrets.get()).isEqualTo(before);
    }

    /// THREATS F05
    @Test
    void whatOthersCanReadOrIsNoSecretDoesNotStart() throws Exception {
        Files.writeString(file, "# of postsrsd\n\nsecret-of-postsrsd\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> SrsSecretFile.open(file, new Random(1)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("chmod 600");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(SrsSecretFile.open(file, new Random(1)).get())
                .containsExactly("secret-of-postsrsd");
        Files.writeString(file, "short\n");
        assertThatThrownBy(() -> SrsSecretFile.open(file, new Random(1)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("8 characters");
    }
}
