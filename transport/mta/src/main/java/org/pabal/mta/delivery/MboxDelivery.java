// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.pabal.mta.queue.Diagnosis;
import org.pabal.mta.queue.QueueEntry;
import org.pabal.mta.queue.Recipient;
import org.pabal.mta.routing.MaildirPath;
import org.pabal.storage.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Appends a message to an mbox, a file that other programs read and write too: under a dot-lock and
/// under the system's own lock, synced, and cut back to what it was when something goes wrong, also
/// when that is the death of this server.
///
/// A crash after the sync and before the outcome is recorded leaves one copy more. Whatever goes
/// wrong with files may pass, and nothing here is for good.
final class MboxDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(MboxDelivery.class);
    private static final Path NOWHERE = Path.of("/dev/null");
    private static final int PIECE_OCTETS = 64 * 1024;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Storage storage;
    private final DotLock.Rules rules;

    /// Who waits for one file of ours waits here, and not at the file's locks. A few files share one.
    private final ReentrantLock[] turns = new ReentrantLock[64];

    MboxDelivery(Storage storage, DotLock.Rules rules) {
        this.storage = storage;
        this.rules = rules;
        for (int i = 0; i < turns.length; i++) {
            turns[i] = new ReentrantLock();
        }
    }

    Diagnosis deliver(String template, QueueEntry entry, Recipient recipient) {
        Path file = MaildirPath.of(template, recipient.address());
        if (file.equals(NOWHERE)) {
            return Diagnosis.ours("2.0.0", "thrown away: /dev/null");
        }
        ReentrantLock turn = turns[Math.floorMod(file.hashCode(), turns.length)];
        try {
            if (!turn.tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return Diagnosis.ours("4.2.0", "mbox " + file + " is busy");
            }
            try (DotLock lock = DotLock.of(file, LONGEST_WAIT, rules)) {
                append(file, lock, entry, recipient);
            } finally {
                turn.unlock();
            }
            return Diagnosis.ours("2.0.0", "appended to mbox " + file);
        } catch (IOException | SecurityException trouble) {
            LOG.warn("{}: mbox {}: {}", entry.id(), file, trouble.toString());
            return FileTrouble.diagnosis("mbox " + file, trouble);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Diagnosis.ours("4.3.2", "the server stops");
        }
    }

    private void append(Path file, DotLock lock, QueueEntry entry, Recipient recipient)
            throws IOException, InterruptedException {
        boolean isNew = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        try (FileChannel channel =
                        FileChannel.open(
                                file,
                                Set.of(
                                        StandardOpenOption.READ,
                                        StandardOpenOption.WRITE,
                                        StandardOpenOption.CREATE,
                                        LinkOption.NOFOLLOW_LINKS),
                                FILE);
                FileLock _ = locked(channel, file)) {
            requireFile(file);
            byte[] fromLine = MboxText.fromLine(entry.from(), entry.accepted());
            if (lock.left().isPresent()) {
                mend(channel, file, lock.left().get());
            }
            long before = channel.size();
            lock.holds(before, fromLine);
            try {
                channel.position(before);
                write(channel, MboxText.gap(channel, before));
                write(channel, fromLine);
                copy(channel, entry, recipient);
                channel.force(true);
            } catch (IOException | RuntimeException trouble) {
                channel.truncate(before);
                channel.force(true);
                throw trouble;
            }
        }
        Path folder = file.getParent();
        if (isNew && folder != null) {
            sync(folder);
        }
    }

    private static void requireFile(Path file) throws IOException {
        BasicFileAttributes found =
                Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isRegularFile()) {
            throw new IOException(file + " is not a file");
        }
    }

    /// What a server that died in the middle has left is cut off.
    private static void mend(FileChannel channel, Path file, DotLock.Left left) throws IOException {
        if (MboxText.isOursAlone(channel, left.octets(), left.fromLine())) {
            channel.truncate(left.octets());
            LOG.warn("mbox {}: half a message of a broken delivery is cut off", file);
        }
    }

    private FileLock locked(FileChannel channel, Path file)
            throws IOException, InterruptedException {
        Duration waited = Duration.ZERO;
        while (true) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException sameFileByAnotherName) {
                LOG.debug("mbox {}: locked by us under another name", file);
            }
            if (waited.compareTo(LONGEST_WAIT) >= 0) {
                throw new IOException("another program holds it locked");
            }
            rules.pause().pause(BETWEEN_TRIES);
            waited = waited.plus(BETWEEN_TRIES);
        }
    }

    private void copy(FileChannel channel, QueueEntry entry, Recipient recipient)
            throws IOException {
        String fields =
                KeptMessage.returnPath(entry.from()) + KeptMessage.deliveredTo(recipient.address());
        byte[] piece = new byte[PIECE_OCTETS];
        try (InputStream in =
                new MboxText(new KeptMessage(storage, entry.content(), fields).open())) {
            int read;
            while ((read = in.read(piece)) >= 0) {
                write(channel, ByteBuffer.wrap(piece, 0, read));
            }
        }
    }

    private static void write(FileChannel channel, byte[] octets) throws IOException {
        write(channel, ByteBuffer.wrap(octets));
    }

    private static void write(FileChannel channel, ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            channel.write(octets);
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
