// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.pabal.directory.Directory;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.spam.OwnDomains;
import org.pabal.spam.reading.name.HostedDomains;
import org.pabal.spam.reading.name.RegisteredDomain;

/// The directory's domains for the spam filter. What they look like is worked out once in a while.
final class DirectoryDomains implements OwnDomains {
    private static final Duration AS_NEW = Duration.ofMinutes(1);

    private final Directory directory;
    private final InstantSource clock;
    private final AtomicReference<Known> known =
            new AtomicReference<>(new Known(HostedDomains.of(List.of()), Instant.MIN));

    private record Known(HostedDomains domains, Instant until) {}

    DirectoryDomains(Directory directory, InstantSource clock) {
        this.directory = directory;
        this.clock = clock;
    }

    @Override
    public boolean test(String domain) {
        return Domain.parse(domain).filter(directory::isLocal).isPresent();
    }

    @Override
    public Optional<Imitation> imitatedBy(String host) {
        return looks().imitatedBy(host)
                .filter(_ -> !test(host) && !test(RegisteredDomain.of(host)));
    }

    /// While one mail works them out, and while the directory is away, the others have those of before.
    private HostedDomains looks() {
        Known now = known.get();
        Instant time = clock.instant();
        if (time.isBefore(now.until())) {
            return now.domains();
        }
        Known kept = new Known(now.domains(), time.plus(AS_NEW));
        if (known.compareAndSet(now, kept)) {
            try {
                Known made = new Known(HostedDomains.of(names()), kept.until());
                known.compareAndSet(kept, made);
                return made.domains();
            } catch (UnavailableException away) {
                return kept.domains();
            }
        }
        return now.domains();
    }

    private Collection<String> names() {
        return directory.domains().stream().map(Domain::toAscii).toList();
    }
}
