// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.enrolment;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pabal.sessions.RandomText;
import org.pabal.sessions.Totp;

/// Authenticators that were shown their secret and have not given a code yet. In memory only: whoever
/// is cut off begins anew. Safe for use by many threads.
final class PendingTotp {
    private static final int MAX = 10_000;
    private static final Duration LASTING = Duration.ofMinutes(15);

    private final InstantSource clock;
    private final RandomText random;
    private final Map<String, Shown> shown = new LinkedHashMap<>();

    private record Shown(Totp totp, Instant until) {}

    PendingTotp(InstantSource clock, RandomText random) {
        this.clock = clock;
        this.random = random;
    }

    /// A new secret; the one before is forgotten.
    ///
    /// @param whose session or sign-in
    synchronized Totp make(String whose) {
        Instant now = clock.instant();
        Totp totp = new Totp(random.octets(Totp.SECRET_OCTETS), now, 0);
        shown.remove(whose);
        Iterator<?> oldest = shown.keySet().iterator();
        while (shown.size() >= MAX) {
            oldest.next();
            oldest.remove();
        }
        shown.put(whose, new Shown(totp, now.plus(LASTING)));
        return totp;
    }

    synchronized Optional<Totp> find(String whose) {
        return Optional.ofNullable(shown.get(whose))
                .filter(each -> clock.instant().isBefore(each.until()))
                .map(Shown::totp);
    }

    synchronized void forget(String whose) {
        shown.remove(whose);
    }
}
