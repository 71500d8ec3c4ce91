// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.autoconfig;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.Account;
import org.pabal.directory.LoginService;
import org.pabal.http.Homes;
import org.pabal.jmap.JmapUser;
import org.pabal.jmap.credential.Profiles;
import org.pabal.server.autoconfig.AppleProfile.Owner;
import org.pabal.sessions.RandomText;
import org.pabal.sessions.TokenHash;

/// Profiles that wait for the telephone that their owner holds beside the screen: ten minutes, three fetches (a
/// telephone asks before it takes one), and not over the end of the process, since a password is kept here
/// that stands nowhere else. Whoever comes too late makes another app password. The link is
/// as good as the password beside which it is shown. Safe for use by many threads.
final class ProfileLinks implements Profiles {
    static final String PATH = "/connect/";
    static final Duration LIFETIME = Duration.ofMinutes(10);

    private static final int FETCHES = 3;

    /// The oldest gives way.
    private static final int MOST = 1_000;

    private static final Set<LoginService> NEEDED =
            Set.of(LoginService.IMAP, LoginService.SUBMISSION);

    private final AppleProfile profile;
    private final InstantSource clock;
    private final RandomText random;

    /// By the hash of what stands in the link; in the order in which they were made.
    private final Map<TokenHash, Waiting> waiting = new LinkedHashMap<>();

    ProfileLinks(AppleProfile profile, InstantSource clock, RandomText random) {
        this.profile = profile;
        this.clock = clock;
        this.random = random;
    }

    private record Waiting(Owner owner, Instant until, int fetches) {}

    @Override
    public Optional<Link> offer(
            JmapUser user, String name, Set<LoginService> scope, String password) {
        Account account = user.account();
        Owner owner =
                new Owner(
                        account.address().toString(), account.displayName(), Optional.of(password));
        if (!scope.containsAll(NEEDED) || profile.of(owner).isEmpty()) {
            return Optional.empty();
        }
        Instant until = clock.instant().plus(LIFETIME);
        String text = random.token();
        synchronized (this) {
            forget(MOST - 1);
            waiting.put(TokenHash.of(text), new Waiting(owner, until, FETCHES));
        }
        String home = user.client().home().map(host -> Homes.MARK + host + "/").orElse("");
        return Optional.of(new Link(user.client().base() + PATH + home + text, until));
    }

    /// What is over, and the oldest beyond so many.
    private void forget(int most) {
        Instant now = clock.instant();
        Iterator<Waiting> all = waiting.values().iterator();
        while (all.hasNext()) {
            if (!now.isBefore(all.next().until()) || waiting.size() > most) {
                all.remove();
            }
        }
    }

    /// Once more.
    ///
    /// @return empty for one that is over, or never was; nobody learns which
    Optional<byte[]> fetch(String text) {
        Owner owner;
        synchronized (this) {
            forget(MOST);
            TokenHash hash = TokenHash.of(text);
            Waiting found = waiting.get(hash);
            if (found == null) {
                return Optional.empty();
            }
            if (found.fetches() == 1) {
                waiting.remove(hash);
            } else {
                waiting.put(hash, new Waiting(found.owner(), found.until(), found.fetches() - 1));
            }
            owner = found.owner();
        }
        return profile.of(owner);
    }
}
