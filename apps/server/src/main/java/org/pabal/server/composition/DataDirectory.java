// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Where everything lasts: `store/`, `tls/`, `log/`, `tmp/` and the socket `pabal.sock`; and
/// `search/`, which is made from `store/`.
public record DataDirectory(Path path) {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    /// The directory cannot be used; the message says which, why and what to do.
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        Unusable(String message) {
            super(message);
        }
    }

    /// Makes what is not there, readable by its owner only.
    ///
    /// @throws Unusable when it cannot be made or others could change it (THREATS F05)
    public static DataDirectory prepare(Path path) throws Unusable {
        Path absolute = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            if (Files.getPosixFilePermissions(absolute).stream()
                    .anyMatch(permission ->
                            permission == PosixFilePermission.OTHERS_WRITE
                                    || permission == PosixFilePermission.GROUP_WRITE)) {
                throw new Unusable(
                        "the data directory "
                                + absolute
                                + " can be changed by others; make it private: chmod 700 "
                                + absolute);
            }
            for (String part : new String[] {"store", "tls", "log", "tmp"}) {
                makePrivate(absolute.resolve(part));
            }
            return new DataDirectory(absolute);
        } catch (IOException cannot) {
            throw new Unusable(
                    "the data directory "
                            + absolute
                            + " cannot be used ("
                            + cannot
                            + "); give another with --data or make it writable");
        }
    }

    private static void makePrivate(Path part) throws IOException {
        try {
            Files.createDirectory(part, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException _) {
            // As the last start left it.
        }
    }

    public Path store() {
        return path.resolve("store");
    }

    public Path tls() {
        return path.resolve("tls");
    }

    public Path log() {
        return path.resolve("log");
    }

    /// What is there at the start is left from before.
    public Path temporary() {
        return path.resolve("tmp");
    }

    /// Made by whoever needs it; it can be deleted while no server runs.
    public Path search() {
        return path.resolve("search");
    }

    public Path socket() {
        return path.resolve("pabal.sock");
    }
}
