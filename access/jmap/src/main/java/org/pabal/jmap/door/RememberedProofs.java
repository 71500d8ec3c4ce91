// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.door;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.pabal.directory.AccountId;

/// What was found good a short while ago, and whose it is. Safe for use by many threads.
///
/// Kept is an HMAC under a key that lives as long as the process. When an account's secrets change
/// all of its proofs are forgotten, those too that are being judged at that moment.
public final class RememberedProofs {
    private static final String HMAC = "HmacSHA256";

    private final int max;
    private final Duration howLong;
    private final InstantSource clock;
    private final SecretKeySpec secret;
    private final ReentrantLock lock = new ReentrantLock();

    /// By HMAC, the oldest first.
    private final Map<String, Known> proofs = new LinkedHashMap<>();

    private long changes;

    private record Known(AccountId account, Instant until) {}

    /// A judgement that has begun.
    record Ticket(long changes) {}

    /// @param howLong a proof is good without being judged again
    public RememberedProofs(int max, Duration howLong, InstantSource clock, SecureRandom random) {
        this.max = max;
        this.howLong = howLong;
        this.clock = clock;
        byte[] octets = new byte[32];
        random.nextBytes(octets);
        this.secret = new SecretKeySpec(octets, HMAC);
    }

    /// 10,000 for a minute.
    public static RememberedProofs forAMinute(InstantSource clock, SecureRandom random) {
        return new RememberedProofs(10_000, Duration.ofMinutes(1), clock, random);
    }

    Optional<AccountId> find(String proof) {
        String key = mac(proof);
        Instant now = clock.instant();
        lock.lock();
        try {
            return Optional.ofNullable(proofs.get(key))
                    .filter(known -> now.isBefore(known.until()))
                    .map(Known::account);
        } finally {
            lock.unlock();
        }
    }

    Ticket begin() {
        lock.lock();
        try {
            return new Ticket(changes);
        } finally {
            lock.unlock();
        }
    }

    /// Unless anybody's secrets have changed since it began.
    void remember(Ticket ticket, String proof, AccountId account) {
        String key = mac(proof);
        Instant until = clock.instant().plus(howLong);
        lock.lock();
        try {
            if (ticket.changes() != changes) {
                return;
            }
            proofs.remove(key);
            proofs.put(key, new Known(account, until));
            Iterator<?> oldest = proofs.keySet().iterator();
            while (proofs.size() > max) {
                oldest.next();
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
    }

    void forget(AccountId account) {
        lock.lock();
        try {
            changes++;
            proofs.values().removeIf(known -> known.account().equals(account));
        } finally {
            lock.unlock();
        }
    }

    private String mac(String proof) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(secret);
            return new String(
                    mac.doFinal(proof.getBytes(StandardCharsets.UTF_8)),
                    StandardCharsets.ISO_8859_1);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(HMAC + " is missing from this Java", missing);
        }
    }
}
