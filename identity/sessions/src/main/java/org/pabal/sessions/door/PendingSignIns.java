// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pabal.directory.AccountId;
import org.pabal.sessions.RandomText;
import org.pabal.sessions.TokenHash;
import org.pabal.sessions.kept.Sessions.Beginning;

/// Sign-ins of which the password was right and a further proof is awaited. In memory only: whoever
/// is cut off by a restart begins anew. Safe for use by many threads.
final class PendingSignIns {
    private static final int MAX = 10_000;
    private static final int MAX_TRIES = 5;
    static final Duration LASTING = Duration.ofMinutes(10);

    private final InstantSource clock;
    private final RandomText random;
    private final Map<TokenHash, Pending> pending = new LinkedHashMap<>();

    PendingSignIns(InstantSource clock, RandomText random) {
        this.clock = clock;
        this.random = random;
    }

    /// @param isShared the device is not the owner's
    record PasswordShown(AccountId account, boolean isShared, Beginning beginning) {}

    private static final class Pending {
        private final PasswordShown shown;
        private final Instant until;
        private int tries;

        Pending(PasswordShown shown, Instant until) {
            this.shown = shown;
            this.until = until;
        }
    }

    /// @return the token by which the browser comes back
    synchronized String add(PasswordShown shown) {
        String token = random.token();
        Instant now = clock.instant();
        pending.values().removeIf(each -> !now.isBefore(each.until));
        Iterator<?> oldest = pending.values().iterator();
        while (pending.size() >= MAX) {
            oldest.next();
            oldest.remove();
        }
        pending.put(TokenHash.of(token), new Pending(shown, now.plus(LASTING)));
        return token;
    }

    /// The sign-in, for one more try; a few wrong ones end it.
    synchronized Optional<PasswordShown> tryOnce(String token) {
        TokenHash hash = TokenHash.of(token);
        Pending found = pending.get(hash);
        if (found == null || !clock.instant().isBefore(found.until) || found.tries >= MAX_TRIES) {
            pending.remove(hash);
            return Optional.empty();
        }
        found.tries++;
        return Optional.of(found.shown);
    }

    /// The sign-in, without a try.
    synchronized Optional<PasswordShown> find(String token) {
        return Optional.ofNullable(pending.get(TokenHash.of(token)))
                .filter(found -> clock.instant().isBefore(found.until))
                .map(found -> found.shown);
    }

    synchronized void remove(String token) {
        pending.remove(TokenHash.of(token));
    }
}
