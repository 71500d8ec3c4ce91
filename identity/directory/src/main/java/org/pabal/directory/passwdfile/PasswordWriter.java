// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.passwdfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.apache.commons.codec.digest.Sha2Crypt;
import org.pabal.directory.source.SourceChange;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;

/// Writes a new password into a file, so that everybody sees the old file or the new one whole.
///
/// Under a lock on `FILE.lock`, which other instances of this program take, too, the file is read
/// anew, written beside itself with its owner and its permissions, synced, and renamed over itself.
/// All other lines stay as they are to the octet. The hash is SHA512-CRYPT, which every program
/// knows that reads such files.
public final class PasswordWriter {
    /// Some 40 ms of a core; the default of 5,000 is of 2007.
    private static final int ROUNDS = 60_000;

    private static final int SALT_CHARS = 16;
    private static final String SALT =
            "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    /// One change of a file at a time, of this process.
    private final ReentrantLock writing = new ReentrantLock();

    private final SecureRandom random;
    private final InstantSource clock;
    private final int rounds;

    public PasswordWriter(SecureRandom random, InstantSource clock) {
        this(random, clock, ROUNDS);
    }

    PasswordWriter(SecureRandom random, InstantSource clock, int rounds) {
        this.random = random;
        this.clock = clock;
        this.rounds = rounds;
    }

    SourceChange change(PasswdFile file, Address address, String password) {
        String hash = hash(password);
        Path path = file.shadow().orElse(file.file());
        writing.lock();
        try {
            return locked(
                    path.toRealPath(),
                    new Owner(address, file.own()),
                    hash,
                    file.shadow().isPresent());
        } catch (IOException e) {
            throw new UnavailableException("the password was not written: " + e, e);
        } finally {
            writing.unlock();
        }
    }

    /// @param own as in {@link PasswdFile}
    private record Owner(Address address, Optional<Domain> own) {
        boolean has(String line) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                return false;
            }
            String user =
                    new String(
                            line.substring(0, colon).getBytes(StandardCharsets.ISO_8859_1),
                            StandardCharsets.UTF_8);
            Optional<String> whole =
                    user.indexOf('@') >= 0
                            ? Optional.of(user)
                            : own.map(domain -> user + "@" + domain);
            return whole.flatMap(Address::parse)
                    .map(Address::lookupForm)
                    .filter(address::equals)
                    .isPresent();
        }
    }

    private String hash(String password) {
        StringBuilder salt = new StringBuilder("$6$rounds=" + rounds + "$");
        for (int i = 0; i < SALT_CHARS; i++) {
            salt.append(SALT.charAt(random.nextInt(SALT.length())));
        }
        return Sha2Crypt.sha512Crypt(
                password.getBytes(StandardCharsets.UTF_8), salt.append('$').toString());
    }

    private SourceChange locked(Path path, Owner owner, String hash, boolean shadow)
            throws IOException {
        Path lockFile = path.resolveSibling(path.getFileName() + ".lock");
        try (FileChannel channel =
                        FileChannel.open(
                                lockFile,
                                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                                PosixFilePermissions.asFileAttribute(OWNER_ONLY));
                FileLock lock = tryLock(channel, lockFile)) {
            byte[] before = Files.readAllBytes(path);
            Optional<byte[]> after = replaced(before, owner, line -> changed(line, hash, shadow));
            if (!lock.isValid() || after.isEmpty()) {
                return new SourceChange.Refused("no line of " + path + " is of " + owner.address());
            }
            replace(path, after.get());
            return new SourceChange.Done();
        }
    }

    private static FileLock tryLock(FileChannel channel, Path lockFile) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
        } catch (OverlappingFileLockException ofThisProcess) {
            // told below
        }
        throw new IOException("somebody else holds " + lockFile);
    }

    /// The lines are taken for ISO 8859-1, in which any octets are text: those of others stay.
    private static Optional<byte[]> replaced(
            byte[] content, Owner owner, UnaryOperator<String> change) {
        String text = new String(content, StandardCharsets.ISO_8859_1);
        StringBuilder after = new StringBuilder(text.length() + 200);
        boolean found = false;
        for (int start = 0; start < text.length(); ) {
            int end = text.indexOf('\n', start);
            int stop = end < 0 ? text.length() : end;
            String line = text.substring(start, stop);
            boolean hit = !found && owner.has(line);
            found |= hit;
            after.append(hit ? change.apply(line) : line).append('\n');
            start = stop + 1;
        }
        return found
                ? Optional.of(after.toString().getBytes(StandardCharsets.ISO_8859_1))
                : Optional.empty();
    }

    /// A scheme in braces stays one; the day of the change is written where there is a place for it.
    private String changed(String line, String hash, boolean shadow) {
        String[] fields = line.split(":", -1);
        boolean braces = fields[1].startsWith("{");
        fields[1] = braces ? "{SHA512-CRYPT}" + hash : hash;
        if (shadow && fields.length > 2) {
            long today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate().toEpochDay();
            fields[2] = Long.toString(today);
        }
        return String.join(":", fields);
    }

    private static void replace(Path path, byte[] content) throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try {
            write(fresh, content);
            adopt(fresh, path);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
        Path folder = path.getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder)) {
                channel.force(true);
            }
        }
    }

    private static void write(Path fresh, byte[] content) throws IOException {
        try (FileChannel channel =
                FileChannel.open(
                        fresh,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            for (ByteBuffer left = ByteBuffer.wrap(content); left.hasRemaining(); ) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    private static void adopt(Path fresh, Path old) throws IOException {
        PosixFileAttributes was = Files.readAttributes(old, PosixFileAttributes.class);
        PosixFileAttributes is = Files.readAttributes(fresh, PosixFileAttributes.class);
        for (String id : new String[] {"uid", "gid"}) {
            String name = "unix:" + id.toLowerCase(Locale.ROOT);
            Object wanted = Files.getAttribute(old, name, LinkOption.NOFOLLOW_LINKS);
            if (!wanted.equals(Files.getAttribute(fresh, name, LinkOption.NOFOLLOW_LINKS))) {
                Files.setAttribute(fresh, name, wanted, LinkOption.NOFOLLOW_LINKS);
            }
        }
        if (!was.permissions().equals(is.permissions())) {
            Files.setPosixFilePermissions(fresh, was.permissions());
        }
    }
}
