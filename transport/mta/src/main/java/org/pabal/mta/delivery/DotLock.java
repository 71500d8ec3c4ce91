// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// A file `NAME.lock` that says to all mail programs that `NAME` is being written.
///
/// Ours holds the number of our process, and what to cut off should we die: how long the file was,
/// and the line with which our message begins. For one thread at a time.
final class DotLock implements AutoCloseable {
    private static final String OURS = "pabal";
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    /// A lock that its maker has left: programs that write for so long renew it.
    private static final Duration STALE = Duration.ofMinutes(5);

    private final Path lock;
    private final Optional<Left> left;

    private DotLock(Path lock, Optional<Left> left) {
        this.lock = lock;
        this.left = left;
    }

    /// @param clock that sets files' times
    record Rules(InstantSource clock, CommitPause pause) {}

    /// What a process of ours was about when it died.
    ///
    /// @param octets of the file before
    record Left(long octets, byte[] fromLine) {}

    /// Waits for the lock.
    ///
    /// @throws IOException when another program holds it all the time, or it cannot be made
    static DotLock of(Path file, Duration longest, Rules rules)
            throws IOException, InterruptedException {
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        Optional<Left> left = Optional.empty();
        Duration waited = Duration.ZERO;
        while (true) {
            try {
                Files.writeString(
                        lock, ourselves() + "\n" + OURS + "\n", StandardOpenOption.CREATE_NEW);
                return new DotLock(lock, left);
            } catch (FileAlreadyExistsException held) {
                Optional<Holder> holder = holder(lock);
                if (holder.isPresent() && holder.get().isGone(rules.clock().instant())) {
                    left = holder.get().left;
                    Files.deleteIfExists(lock);
                } else if (holder.isPresent() && waited.compareTo(longest) >= 0) {
                    throw new IOException("another program holds it: " + lock, held);
                } else {
                    rules.pause().pause(BETWEEN_TRIES);
                    waited = waited.plus(BETWEEN_TRIES);
                }
            }
        }
    }

    private static long ourselves() {
        return ProcessHandle.current().pid();
    }

    /// @param process of ours
    private record Holder(Optional<Long> process, Instant since, Optional<Left> left) {

        /// A lock of our own process is of one before us that had the same number: who holds a lock
        /// of ours now has the file's turn too.
        boolean isGone(Instant now) {
            boolean dead = process.filter(pid -> pid == ourselves() || !isAlive(pid)).isPresent();
            return dead || since.plus(STALE).isBefore(now);
        }

        private static boolean isAlive(long pid) {
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
        }
    }

    /// @return empty when it is gone already
    private static Optional<Holder> holder(Path lock) throws IOException {
        try {
            Instant since = Files.getLastModifiedTime(lock).toInstant();
            List<String> lines =
                    new String(Files.readAllBytes(lock), StandardCharsets.ISO_8859_1)
                            .lines()
                            .toList();
            Optional<Long> process =
                    lines.size() >= 2
                                    && lines.get(1).startsWith(OURS)
                                    && lines.getFirst().matches("\\d{1,10}")
                            ? Optional.of(Long.parseLong(lines.getFirst()))
                            : Optional.empty();
            return Optional.of(new Holder(process, since, left(lines)));
        } catch (NoSuchFileException released) {
            return Optional.empty();
        }
    }

    private static Optional<Left> left(List<String> lines) {
        return lines.size() == 3 && lines.get(1).matches(OURS + " \\d{1,18}")
                ? Optional.of(
                        new Left(
                                Long.parseLong(lines.get(1).substring(OURS.length() + 1)),
                                (lines.get(2) + "\n").getBytes(StandardCharsets.ISO_8859_1)))
                : Optional.empty();
    }

    /// What the one before has left to be cut off.
    Optional<Left> left() {
        return left;
    }

    /// From now on the file is not what it was.
    void holds(long octets, byte[] fromLine) throws IOException {
        Files.writeString(
                lock,
                ourselves()
                        + "\n"
                        + OURS
                        + " "
                        + octets
                        + "\n"
                        + new String(fromLine, StandardCharsets.ISO_8859_1),
                StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(lock);
    }
}
