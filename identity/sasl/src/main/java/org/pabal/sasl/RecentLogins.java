// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What log-ins have come to within the last hour, for the owner who is setting up a program and watches: a
/// guard that takes notes and leaves every decision to the one behind it. Of several log-ins alike (door,
/// peer, outcome) the last is kept. It is a view of what happens now, so it begins anew with the process; the
/// log has all. Safe for use by many threads.
public final class RecentLogins implements LoginGuard {
    private static final Duration KEPT = Duration.ofHours(1);

    /// The account, or name, that was used longest ago gives way.
    private static final int MOST_NAMES = 5_000;

    private static final int MOST_OF_ONE = 20;

    private final LoginGuard guard;
    private final InstantSource clock;

    /// Apart: whoever guesses at names that are nobody's pushes no log-in out.
    private final Map<String, List<Login>> succeeded = bounded();

    private final Map<String, List<Login>> failed = bounded();

    /// One log-in.
    ///
    /// @param service the door, as in {@link LoginTry}
    /// @param failure empty where it let somebody in
    public record Login(
            Instant at, String service, InetAddress peer, Optional<LoginFailure> failure) {

        private boolean isLike(Login other) {
            return service.equals(other.service)
                    && peer.equals(other.peer)
                    && failure.equals(other.failure);
        }
    }

    public RecentLogins(LoginGuard guard, InstantSource clock) {
        this.guard = guard;
        this.clock = clock;
    }

    private static Map<String, List<Login>> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, List<Login>> eldest) {
                return size() > MOST_NAMES;
            }
        };
    }

    /// The newest first.
    ///
    /// @param address of the account
    public List<Login> of(String address) {
        String name = address.toLowerCase(Locale.ROOT);
        Instant since = clock.instant().minus(KEPT);
        List<Login> all = new ArrayList<>();
        synchronized (this) {
            all.addAll(succeeded.getOrDefault(name, List.of()));
            all.addAll(failed.getOrDefault(name, List.of()));
        }
        return all.stream()
                .filter(login -> login.at().isAfter(since))
                .sorted(Comparator.comparing(Login::at).reversed())
                .limit(MOST_OF_ONE)
                .toList();
    }

    private void note(
            Map<String, List<Login>> where,
            String name,
            LoginTry attempt,
            Optional<LoginFailure> failure) {
        Login now = new Login(clock.instant(), attempt.service(), attempt.peer(), failure);
        synchronized (this) {
            List<Login> logins =
                    where.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> new ArrayList<>());
            logins.removeIf(now::isLike);
            if (logins.size() == MOST_OF_ONE) {
                logins.removeFirst();
            }
            logins.add(now);
        }
    }

    @Override
    public boolean isTurnedAway(InetAddress peer) {
        return guard.isTurnedAway(peer);
    }

    @Override
    public OptionalLong fingerprint(String name, String secret) {
        return guard.fingerprint(name, secret);
    }

    @Override
    public Admission tried(LoginTry attempt) {
        Admission admission = guard.tried(attempt);
        if (!admission.judged()) {
            note(failed, attempt.name(), attempt, Optional.of(LoginFailure.TURNED_AWAY));
        }
        return admission;
    }

    @Override
    public Duration shutFor(InetAddress peer, String name) {
        return guard.shutFor(peer, name);
    }

    @Override
    public void undecided(LoginTry attempt) {
        guard.undecided(attempt);
    }

    @Override
    public Duration failed(LoginTry attempt, String reason) {
        note(failed, attempt.name(), attempt, Optional.of(LoginFailure.of(reason)));
        return guard.failed(attempt, reason);
    }

    @Override
    public void succeeded(LoginTry attempt, String account) {
        note(succeeded, account, attempt, Optional.empty());
        guard.succeeded(attempt, account);
    }
}
