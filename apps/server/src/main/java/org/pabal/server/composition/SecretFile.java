// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/// A file that holds one secret on its first line, readable by its owner only (THREATS F05).
final class SecretFile {
    private SecretFile() {}

    static String read(Path file) throws StartFailure {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                throw new StartFailure(
                        "the secret in " + file + " can be read by others: chmod 600 " + file);
            }
            String text = Files.readString(file).strip();
            if (text.isEmpty()) {
                throw new StartFailure("the secret file " + file + " is empty");
            }
            return text;
        } catch (IOException unreadable) {
            throw new StartFailure("the secret file cannot be read: " + unreadable, unreadable);
        }
    }
}
