// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.passwdfile;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.pabal.message.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What stands in one file or in several that belong together, as of their last good state.
///
/// They are looked at at most once a second, by one of those who ask: the others take what is there.
/// Files that change while they are read, and a last line without its end, are of somebody who is
/// still writing; they are taken once they have stayed the same for a second.
final class WatchedFiles<T> {
    private static final Logger LOG = LoggerFactory.getLogger(WatchedFiles.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /// A million lines of Dovecot's form.
    static final long MAX_OCTETS = 200L << 20;

    private final List<Path> paths;
    private final Reader<T> reader;
    private final Ticker ticker;
    private final ReentrantLock reading = new ReentrantLock();

    private volatile @Nullable Good<T> good;
    private volatile long nextLook;
    private volatile boolean looked;
    private volatile Optional<String> trouble = Optional.empty();

    /// What was seen without being taken, for the next look.
    private List<Stamp> unsettled = List.of();

    /// Makes something of the files' octets, in the order of the paths.
    public interface Reader<T> {
        /// @param before what was there last; empty for nothing yet
        /// @throws Unusable when it is no state that anybody meant
        T read(List<byte[]> contents, Optional<T> before) throws Unusable;
    }

    /// The files cannot be what somebody meant.
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        /// @param message one sentence
        public Unusable(String message) {
            super(message);
        }
    }

    private record Good<T>(T content, List<Stamp> stamps) {}

    private record Stamp(long octets, long modified, @Nullable Object inode) {}

    public WatchedFiles(List<Path> paths, Reader<T> reader, Ticker ticker) {
        this.paths = List.copyOf(paths);
        this.reader = reader;
        this.ticker = ticker;
    }

    /// @throws UnavailableException when there never was a good state
    public T content() {
        if (isDue()) {
            look(good == null);
        }
        Good<T> known = good;
        if (known == null) {
            throw new UnavailableException(trouble.orElse("nothing was read yet"));
        }
        return known.content();
    }

    private boolean isDue() {
        return !looked || ticker.read() - nextLook >= 0;
    }

    /// @param wait for somebody who is looking already
    private void look(boolean wait) {
        if (wait) {
            reading.lock();
        } else if (!reading.tryLock()) {
            return;
        }
        try {
            if (isDue()) {
                lookNow();
            }
        } finally {
            reading.unlock();
        }
    }

    /// Takes what is there now, although it was looked at just before: after a change by ourselves,
    /// or for a check.
    public void refresh() {
        reading.lock();
        try {
            lookNow();
        } finally {
            reading.unlock();
        }
    }

    private void lookNow() {
        try {
            List<Stamp> stamps = stamps();
            Good<T> known = good;
            if (known == null || !known.stamps().equals(stamps)) {
                read(stamps);
            } else {
                trouble = Optional.empty();
            }
        } catch (IOException e) {
            troubled(e + "; what was read before holds");
        } finally {
            nextLook = ticker.read() + BETWEEN_LOOKS.toNanos();
            looked = true;
        }
    }

    private void read(List<Stamp> stamps) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (int i = 0; i < paths.size(); i++) {
            if (stamps.get(i).octets() > MAX_OCTETS) {
                troubled(paths.get(i) + " has more than " + MAX_OCTETS + " octets");
                return;
            }
            contents.add(Files.readAllBytes(paths.get(i)));
        }
        boolean changing = !stamps().equals(stamps);
        boolean settled = unsettled.equals(stamps) || good == null;
        unsettled = stamps;
        if (changing || !settled && contents.stream().anyMatch(WatchedFiles::isCutOff)) {
            troubled(paths.getFirst() + " is being written; what was read before holds");
            return;
        }
        try {
            Optional<T> before = Optional.ofNullable(good).map(Good::content);
            good = new Good<>(reader.read(contents, before), stamps);
            trouble = Optional.empty();
        } catch (Unusable unusable) {
            troubled(unusable.getMessage() + "; what was read before holds");
        }
    }

    private static boolean isCutOff(byte[] content) {
        return content.length > 0 && content[content.length - 1] != '\n';
    }

    private void troubled(String what) {
        if (!trouble.equals(Optional.of(what))) {
            LOG.warn("event=directory-file path={} reason={}", paths.getFirst(), what);
        }
        trouble = Optional.of(what);
    }

    private List<Stamp> stamps() throws IOException {
        List<Stamp> stamps = new ArrayList<>();
        for (Path path : paths) {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            stamps.add(
                    new Stamp(
                            attributes.size(),
                            attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                            attributes.fileKey()));
        }
        return stamps;
    }

    /// What is wrong with the files at the moment; they are looked at if it is time.
    public Optional<String> trouble() {
        if (isDue()) {
            look(true);
        }
        return trouble;
    }

    public Path first() {
        return paths.getFirst();
    }
}
