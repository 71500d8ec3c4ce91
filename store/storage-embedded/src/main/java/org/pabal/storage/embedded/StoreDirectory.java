// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pabal.storage.StorageException;

/// The directory of a store: its lock, its format, its number. THREATS F04 and F05.
///
/// ```
/// LOCK       held by the one process that has the store open
/// FORMAT     version and number of the store
/// log/       segments of the log
/// records/   RocksDB
/// ```
final class StoreDirectory implements AutoCloseable {
    private static final int FORMAT_VERSION = 1;
    private static final Pattern FORMAT =
            Pattern.compile("pabal embedded store\nformat (\\d{1,9})\nstore ([0-9a-f]{32})\n");

    private final Path directory;
    private final FileChannel lockChannel;
    private final byte[] number;

    private StoreDirectory(Path directory, FileChannel lockChannel, byte[] number) {
        this.directory = directory;
        this.lockChannel = lockChannel;
        this.number = number;
    }

    /// Makes the directory when it is not there.
    static StoreDirectory open(Path directory) throws IOException {
        createPrivate(directory);
        FileChannel channel =
                FileChannel.open(directory.resolve("LOCK"), Set.of(CREATE, WRITE), owner());
        try {
            lock(channel, directory);
            byte[] number = number(directory);
            createPrivate(directory.resolve("log"));
            createPrivate(directory.resolve("records"));
            FileDisk.sync(directory);
            return new StoreDirectory(directory, channel, number);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileAttribute<?> owner() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    }

    Path log() {
        return directory.resolve("log");
    }

    Path records() {
        return directory.resolve("records");
    }

    /// 16 random octets that belong to this store alone.
    byte[] number() {
        return number;
    }

    private static void createPrivate(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            Files.createDirectories(
                    directory,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            Path parent = directory.toAbsolutePath().getParent();
            if (parent != null) {
                FileDisk.sync(parent);
            }
        }
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(directory);
        if (mode.contains(PosixFilePermission.GROUP_WRITE)
                || mode.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new StorageException.Unavailable(
                    "storage directory %s may be written by others: run chmod 700 on it"
                            .formatted(directory));
        }
    }

    private static void lock(FileChannel channel, Path directory) throws IOException {
        @Nullable FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            throw inUse(directory, e);
        }
        if (lock == null) {
            throw inUse(directory, null);
        }
    }

    private static StorageException inUse(Path directory, @Nullable Throwable cause) {
        String message =
                "storage directory %s is in use by another server: stop that one first"
                        .formatted(directory);
        return cause == null
                ? new StorageException.Unavailable(message)
                : new StorageException.Unavailable(message, cause);
    }

    private static byte[] number(Path directory) throws IOException {
        Path file = directory.resolve("FORMAT");
        if (!Files.exists(file)) {
            return create(directory, file);
        }
        Matcher format = FORMAT.matcher(Files.readString(file, UTF_8));
        if (!format.matches()) {
            throw new StorageException.Damaged(
                    "%s is not a store's: restore the file from a backup".formatted(file));
        }
        int version = Integer.parseInt(format.group(1));
        if (version != FORMAT_VERSION) {
            throw new StorageException.Unavailable(
                    "%s says format %d, this release knows format %d: use a release that knows it"
                            .formatted(file, version, FORMAT_VERSION));
        }
        return HexFormat.of().parseHex(format.group(2));
    }

    private static byte[] create(Path directory, Path file) throws IOException {
        for (String part : List.of("log", "records")) {
            if (Files.exists(directory.resolve(part))) {
                throw new StorageException.Damaged(
                        "%s is missing in a directory that has a store: restore it from a backup"
                                .formatted(file));
            }
        }
        byte[] number = new byte[16];
        new SecureRandom().nextBytes(number);
        String text =
                "pabal embedded store\nformat %d\nstore %s\n"
                        .formatted(FORMAT_VERSION, HexFormat.of().formatHex(number));
        Path fresh = directory.resolve("FORMAT.new");
        Files.deleteIfExists(fresh);
        try (FileChannel out = FileChannel.open(fresh, Set.of(CREATE_NEW, WRITE), owner())) {
            out.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
            out.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        FileDisk.sync(directory);
        return number;
    }

    @Override
    public void close() throws IOException {
        lockChannel.close();
    }
}
