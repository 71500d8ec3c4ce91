// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.member;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.pabal.wire.CertificateFiles;

/// The folder of a member.
record ClusterFiles(Path folder) {

    /// Makes the folder, for its owner only.
    static ClusterFiles in(Path folder) throws IOException {
        Files.createDirectories(
                folder,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return new ClusterFiles(folder);
    }

    CertificateFiles authority() {
        return new CertificateFiles(
                folder.resolve("authority.pem"), folder.resolve("authority.key"));
    }

    CertificateFiles host() {
        return new CertificateFiles(folder.resolve("host.pem"), folder.resolve("host.key"));
    }

    Path hosts() {
        return folder.resolve("hosts");
    }

    Path invitations() {
        return folder.resolve("invitations");
    }

    static Optional<String> read(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /// Whole or not at all, also over a power cut; readable by its owner only.
    static void write(Path file, String text) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer all = ByteBuffer.wrap(text.getBytes(UTF_8));
            while (all.hasRemaining()) {
                channel.write(all);
            }
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent())) {
            directory.force(true);
        }
    }
}
