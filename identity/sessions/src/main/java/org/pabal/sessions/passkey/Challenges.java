// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.passkey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.pabal.sessions.RandomText;

/// Challenges that wait for their answer, each for one purpose of one browser (Web Authentication
/// §13.4.3). In memory only: whoever is cut off by a restart asks for another. Safe for use by many
/// threads.
final class Challenges {
    static final Duration LASTING = Duration.ofMinutes(10);

    /// Of one kind: who asks for many to sign in with takes nobody's second step away.
    private static final int MAX = 20_000;

    /// Of one purpose: tabs that are open beside each other.
    private static final int MAX_EACH = 8;

    private static final int OCTETS = 32;
    private static final HexFormat HEX = HexFormat.of();

    private final InstantSource clock;
    private final RandomText random;
    private final Map<Purpose.Kind, Map<String, Waiting>> waiting =
            new EnumMap<>(Purpose.Kind.class);

    private record Waiting(String whose, Instant until) {}

    Challenges(InstantSource clock, RandomText random) {
        this.clock = clock;
        this.random = random;
        for (Purpose.Kind kind : Purpose.Kind.values()) {
            waiting.put(kind, new LinkedHashMap<>());
        }
    }

    synchronized byte[] make(Purpose purpose) {
        byte[] challenge = random.octets(OCTETS);
        Instant now = clock.instant();
        Map<String, Waiting> all = of(purpose.kind());
        all.values().removeIf(each -> !now.isBefore(each.until()));
        dropOldest(all, each -> each.whose().equals(purpose.whose()), MAX_EACH);
        dropOldest(all, _ -> true, MAX);
        all.put(HEX.formatHex(challenge), new Waiting(purpose.whose(), now.plus(LASTING)));
        return challenge;
    }

    /// So that there is room for one more.
    private static void dropOldest(Map<String, Waiting> all, Predicate<Waiting> which, int atMost) {
        long found = all.values().stream().filter(which).count();
        Iterator<Waiting> each = all.values().iterator();
        while (found >= atMost) {
            if (which.test(each.next())) {
                each.remove();
                found--;
            }
        }
    }

    /// Uses a challenge up, whatever comes of it.
    ///
    /// @return whether it was made for this, lately, and not used
    synchronized boolean use(byte[] challenge, Purpose purpose) {
        Waiting found = of(purpose.kind()).remove(HEX.formatHex(challenge));
        return found != null
                && found.whose().equals(purpose.whose())
                && clock.instant().isBefore(found.until());
    }

    private Map<String, Waiting> of(Purpose.Kind kind) {
        return Objects.requireNonNull(waiting.get(kind));
    }
}
