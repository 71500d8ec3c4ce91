// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.local;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Leaves a mail for the server to find: written and synced under one name, then given another.
final class DropFile {
    private DropFile() {}

    /// Durable when it returns.
    static void write(LocalDirectory directory, LocalRequest request, GivenMessage message)
            throws IOException {
        Path part = directory.drop().resolve(request.id() + ".part");
        Path whole = directory.drop().resolve(request.id() + ".mail");
        try (FileChannel channel =
                FileChannel.open(
                        part,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-r-----")))) {
            OutputStream out =
                    new BufferedOutputStream(Channels.newOutputStream(channel), 64 * 1024);
            out.write(request.octets());
            message.writeTo(out);
            out.flush();
            channel.force(true);
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
            syncName(directory, channel);
        } catch (IOException | RuntimeException failed) {
            Files.deleteIfExists(part);
            throw failed;
        }
    }

    /// Users may not list the directory and so not open it. Their file is synced again: the file
    /// systems that have a journal write the new name with that.
    private static void syncName(LocalDirectory directory, FileChannel file) throws IOException {
        try (FileChannel names = FileChannel.open(directory.drop(), StandardOpenOption.READ)) {
            names.force(true);
        } catch (AccessDeniedException notOurs) {
            file.force(true);
        }
    }
}
