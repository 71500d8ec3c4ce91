// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.Recipient;
import org.pabal.mta.routing.MaildirPath;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts a message into a Maildir: written to `tmp`, synced, renamed into `new`, and the folder
/// synced, so that a reader sees it whole or not at all and a crash loses nothing.
///
/// A file's name is made of the mail and its recipient, not of time and chance: when the same copy is
/// delivered again after a crash it meets itself in `new` and is left alone. Whatever goes wrong with
/// files may pass, and nothing here is for good.
final class MaildirDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(MaildirDelivery.class);
    private static final int PIECE_OCTETS = 64 * 1024;
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Storage storage;
    private final String hostname;

    /// @param hostname the last part of each file's name
    MaildirDelivery(Storage storage, String hostname) {
        this.storage = storage;
        this.hostname = hostname.replace("/", "\\057").replace(":", "\\072");
    }

    Diagnosis deliver(String template, QueueEntry entry, Recipient recipient) {
        Path maildir = MaildirPath.of(template, recipient.address());
        try {
            make(maildir);
            put(maildir, name(entry, recipient), entry, recipient);
            return Diagnosis.ours("2.0.0", "delivered to Maildir " + maildir);
        } catch (IOException | SecurityException trouble) {
            LOG.warn("{}: Maildir {}: {}", entry.id(), maildir, trouble.toString());
            return FileTrouble.diagnosis("Maildir " + maildir, trouble);
        }
    }

    private String name(QueueEntry entry, Recipient recipient) {
        return entry.accepted().getEpochSecond()
                + ".Q"
                + entry.id()
                + "R"
                + entry.recipients().indexOf(recipient)
                + "."
                + hostname;
    }

    private static void make(Path maildir) throws IOException {
        if (Files.isDirectory(maildir.resolve("new"))) {
            return;
        }
        Files.createDirectories(maildir, FOLDER);
        for (String part :
                new String[] {"tmp", "cur", "new"}) { // `new` last: it says all are there
            try {
                Files.createDirectory(maildir.resolve(part), FOLDER);
            } catch (FileAlreadyExistsException made) {
                if (!Files.isDirectory(maildir.resolve(part))) {
                    throw made;
                }
            }
        }
        sync(maildir);
        Path parent = maildir.getParent();
        if (parent != null) {
            sync(parent);
        }
    }

    private void put(Path maildir, String name, QueueEntry entry, Recipient recipient)
            throws IOException {
        Path arrived = maildir.resolve("new").resolve(name);
        if (Files.exists(arrived, LinkOption.NOFOLLOW_LINKS)) {
            sync(maildir.resolve("new")); // by an attempt whose end was not recorded
            return;
        }
        Path temporary = maildir.resolve("tmp").resolve(name);
        Files.deleteIfExists(temporary);
        try {
            write(temporary, entry, recipient);
            Files.move(temporary, arrived, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException trouble) {
            Files.deleteIfExists(temporary);
            throw trouble;
        }
        sync(maildir.resolve("new"));
    }

    private void write(Path file, QueueEntry entry, Recipient recipient) throws IOException {
        String fields =
                KeptMessage.returnPath(entry.from()) + KeptMessage.deliveredTo(recipient.address());
        KeptMessage message = new KeptMessage(storage, entry.content(), fields);
        byte[] piece = new byte[PIECE_OCTETS];
        try (InputStream in = message.open();
                FileChannel out =
                        FileChannel.open(
                                file,
                                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                                FILE)) {
            int read;
            while ((read = in.read(piece)) >= 0) {
                ByteBuffer octets = ByteBuffer.wrap(piece, 0, read);
                while (octets.hasRemaining()) {
                    out.write(octets);
                }
            }
            out.force(true);
        }
    }

    /// Makes names in a folder durable.
    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
