// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.pabal.directory.Directory;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The aliases of files in the syntax of `/etc/aliases`, read anew when one of them changes.
///
/// A change with a mistake in it is told in the log with file and line, and the aliases stay those
/// of before: half a file would make addresses unknown, and their mail would be refused for good.
public final class AliasFiles implements Aliases {
    private static final Logger LOG = LoggerFactory.getLogger(AliasFiles.class);

    /// Between two looks at the files.
    private static final Duration REST = Duration.ofSeconds(1);

    /// Before the directory has a domain nothing is completed to anything.
    private static final Domain NOWHERE = Domain.of("invalid");

    private final AliasRules rules;
    private final InstantSource clock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Loaded loaded;
    private volatile Instant looked;

    /// @param seen all files as they were when they were last read, well or badly
    private record Loaded(
            Domain home,
            Map<Address, Alias> aliases,
            Map<java.nio.file.Path, AliasReader.Stamp> seen) {}

    /// What is in the files.
    ///
    /// @param problems what is wrong in them; empty when they can be used
    public record Checked(int aliases, List<String> problems) {}

    public static Checked check(AliasRules rules) {
        AliasReader.Result read = new AliasReader(rules, rules.home().orElse(NOWHERE)).read();
        return new Checked(read.aliases().size(), read.problems());
    }

    /// What is wrong in the files; empty when they can be used.
    public static List<String> problems(AliasRules rules) {
        return check(rules).problems();
    }

    /// Reads the files for the first time.
    public AliasFiles(AliasRules rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
        this.looked = clock.instant();
        this.loaded = read(rules.home().orElse(NOWHERE), Map.of());
    }

    @Override
    public Optional<Alias> named(Address address, Directory directory) {
        return Optional.ofNullable(current(directory).aliases().get(address.lookupForm()));
    }

    @Override
    public Optional<Alias> everyOther(Address address, Directory directory) {
        return Optional.ofNullable(
                current(directory).aliases().get(new Address("", address.domain())));
    }

    private Loaded current(Directory directory) {
        Loaded known = loaded;
        if (rules.home().isEmpty() && !directory.isLocal(known.home)) {
            Domain home = directory.domains().stream().findFirst().orElse(NOWHERE);
            return home.equals(known.home) ? known : renew(home);
        }
        Instant now = clock.instant();
        if (now.isBefore(looked.plus(REST)) && !now.isBefore(looked)) {
            return known;
        }
        looked = now;
        return isUnchanged(known) ? known : renew(known.home);
    }

    private static boolean isUnchanged(Loaded known) {
        return known.seen.entrySet().stream()
                .allMatch(file -> AliasReader.Stamp.of(file.getKey()).equals(file.getValue()));
    }

    private Loaded renew(Domain home) {
        reading.lock();
        try {
            if (!isUnchanged(loaded) || !loaded.home.equals(home)) {
                loaded = read(home, loaded.aliases);
            }
            return loaded;
        } finally {
            reading.unlock();
        }
    }

    private Loaded read(Domain home, Map<Address, Alias> before) {
        AliasReader.Result result = new AliasReader(rules, home).read();
        if (result.problems().isEmpty()) {
            LOG.info("event=aliases-read aliases={}", result.aliases().size());
            return new Loaded(home, result.aliases(), result.files());
        }
        result.problems().forEach(problem -> LOG.error("event=aliases-wrong {}", problem));
        LOG.error("event=aliases-kept the aliases stay those of before until this is mended");
        return new Loaded(home, before, result.files());
    }
}
