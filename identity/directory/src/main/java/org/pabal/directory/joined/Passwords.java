// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import org.pabal.directory.AccountId;
import org.pabal.directory.builtin.RememberedLogins;
import org.pabal.directory.format.v1.RegisteredAccount;
import org.pabal.directory.source.DirectorySource;
import org.pabal.directory.source.SourceAccount;

/// Judges passwords of a source's accounts: the source does, unless the same password was right a
/// short while ago.
///
/// Where the source can tell that a password has changed
/// ({@link DirectorySource#passwordVersion}), a right one is remembered as in the built-in
/// directory. Where it cannot, only if the settings say so, and for their time: a password that is
/// changed at the source behind our back would hold as long.
final class Passwords {
    private static final Duration BY_VERSION = Duration.ofMinutes(10);
    private static final int MAX_REMEMBERED = 10_000;
    private static final int STRIPES = 1_024;

    private final DirectorySource source;
    private final Gate gate;
    private final boolean remembers;
    private final RememberedLogins byVersion;
    private final RememberedLogins byTime;

    /// Counts the changes through us, by number: what was judged before one of them is not remembered
    /// after it (THREATS A09).
    private final AtomicLongArray changes = new AtomicLongArray(STRIPES);

    Passwords(DirectorySource source, Terms terms, SecureRandom random, Ticker ticker) {
        this.source = source;
        this.gate = new Gate(source.name(), "verify", terms.maxQuestions(), ticker);
        this.remembers = !terms.rememberLogins().isZero();
        this.byVersion = new RememberedLogins(MAX_REMEMBERED, BY_VERSION, random, ticker::read);
        this.byTime =
                new RememberedLogins(MAX_REMEMBERED, terms.rememberLogins(), random, ticker::read);
    }

    /// The same work for an unknown name, a wrong password and a disabled account, as far as the
    /// source does the same (THREATS A02).
    ///
    /// @param password prepared, not empty
    boolean isRight(Optional<RegisteredAccount> account, String password) {
        if (account.isEmpty()) {
            gate.ask(() -> source.verify(Optional.empty(), password));
            return false;
        }
        AccountId id = account.get().id();
        SourceAccount known = account.get().known();
        Optional<String> version = source.passwordVersion(known);
        String vouching = version.orElseGet(() -> "change " + changes.get(stripe(id)));
        RememberedLogins logins = version.isPresent() ? byVersion : byTime;
        boolean remembering = version.isPresent() || remembers;
        if (remembering && known.enabled() && logins.isRight(id, vouching, password)) {
            return true;
        }
        boolean right = gate.ask(() -> source.verify(Optional.of(known), password));
        if (!right || !known.enabled()) {
            return false;
        }
        if (remembering) {
            logins.remember(id, vouching, password);
        }
        return true;
    }

    /// What was right is asked again.
    void changed(AccountId id) {
        changes.incrementAndGet(stripe(id));
        byVersion.forget(id);
        byTime.forget(id);
    }

    /// As above for everybody.
    void changed() {
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            changes.incrementAndGet(stripe);
        }
        gate.retryNow();
    }

    Optional<String> trouble() {
        return gate.trouble();
    }

    private static int stripe(AccountId id) {
        return (int) (id.value() % STRIPES);
    }
}
