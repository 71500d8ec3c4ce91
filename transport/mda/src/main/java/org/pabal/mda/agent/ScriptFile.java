// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.pabal.sieve.Compilation;
import org.pabal.sieve.Finding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One script of the settings, in a file: compiled at the start, and anew when the file has changed. A
/// change that does not compile is said and left alone: mail goes on by the script as it was. Safe for
/// use by many threads.
public final class ScriptFile {
    private static final Logger LOG = LoggerFactory.getLogger(ScriptFile.class);

    /// So old may what is known of the file be.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    private final Path file;
    private final Function<byte[], Compilation> compiler;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Known known;

    /// @param looked when the file was looked at last
    private record Known(NamedScript script, Stamp stamp, Instant looked) {}

    /// What tells one version of a file from another.
    private record Stamp(long octets, FileTime modified) {}

    /// What is wrong with a script of the settings.
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1L;

        private Unusable(String what) {
            super(what);
        }
    }

    /// @throws Unusable when it cannot be read or does not compile
    public ScriptFile(Path file, Function<byte[], Compilation> compiler, InstantSource clock)
            throws Unusable {
        this.file = file;
        this.compiler = compiler;
        this.clock = clock;
        this.known = read(clock.instant());
    }

    NamedScript current() {
        Known now = known;
        Instant time = clock.instant();
        boolean fresh = !time.isBefore(now.looked) && time.isBefore(now.looked.plus(LOOK_AGAIN));
        if (fresh || !lock.tryLock()) {
            return now.script;
        }
        try {
            known = looked(now, time);
            return known.script;
        } finally {
            lock.unlock();
        }
    }

    private Known looked(Known before, Instant time) {
        Stamp stamp = before.stamp;
        try {
            stamp = stamp();
            return stamp.equals(before.stamp) ? new Known(before.script, stamp, time) : read(time);
        } catch (IOException | Unusable trouble) {
            LOG.error(
                    "event=script-not-taken file={}: the one before stays in force: {}",
                    file,
                    trouble.getMessage());
            return new Known(before.script, stamp, time);
        }
    }

    private Stamp stamp() throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new Stamp(attributes.size(), attributes.lastModifiedTime());
    }

    private Known read(Instant time) throws Unusable {
        try {
            Stamp stamp = stamp();
            return switch (compiler.apply(Files.readAllBytes(file))) {
                case Compilation.Compiled(var script, var warnings) -> {
                    warnings.forEach(warning -> LOG.warn("{}: {}", file, warning));
                    yield new Known(new NamedScript(name(), script), stamp, time);
                }
                case Compilation.Refused(var errors) ->
                        throw new Unusable(file + ": " + first(errors));
            };
        } catch (IOException trouble) {
            throw new Unusable("the script " + file + " cannot be read: " + trouble);
        }
    }

    private static Finding first(java.util.List<Finding> errors) {
        return errors.getFirst();
    }

    private String name() {
        return String.valueOf(file.getFileName());
    }
}
