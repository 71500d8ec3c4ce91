// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// THREATS F05: what others may read or write is not used, and the refusal says which and what to do.
class FilesOfOthersTest {
    @TempDir private Path folder;

    @Test
    void aDataDirectoryThatOthersMayWriteIsRefused() throws IOException {
        Path data = made("data", "rwxrwx---");
        assertThatThrownBy(() -> DataDirectory.prepare(data))
                .isInstanceOf(DataDirectory.Unusable.class)
                .hasMessageContaining("chmod 700 " + data);
    }

    @Test
    void aFreshDataDirectoryIsPrivate() throws Exception {
        DataDirectory data = DataDirectory.prepare(folder.resolve("fresh"));
        for (Path part : new Path[] {data.path(), data.store(), data.tls(), data.log()}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(part)))
                    .as(part.toString())
                    .isEqualTo("rwx------");
        }
    }

    @Test
    void aSecretThatOthersMayReadIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "hunter2\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> SecretFile.read(file))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("chmod 600 " + file)
                .hasMessageNotContaining("hunter2");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(SecretFile.read(file)).isEqualTo("hunter2");
    }

    private Path made(String name, String permissions) throws IOException {
        Path path = Files.createDirectory(folder.resolve(name));
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
