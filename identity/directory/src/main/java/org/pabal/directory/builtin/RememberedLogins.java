// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.pabal.directory.AccountId;

/// Which password was right a short while ago: mail clients log in all the time, and each check by
/// the slow hash costs 28 ms of a core.
///
/// Kept is an HMAC under a key that lives as long as the process, together with the stored hash
/// that vouched for it. A password that was changed since has another stored hash, so the old one
/// fails at once, without anybody having to tell (THREATS A09). Failures are not remembered.
public final class RememberedLogins {
    private static final String HMAC = "HmacSHA256";

    private final Cache<AccountId, Remembered> logins;
    private final SecretKeySpec key;

    private record Remembered(byte[] mac, String storedHash) {}

    /// @param nanos the time that passes
    public RememberedLogins(int max, Duration howLong, SecureRandom random, LongSupplier nanos) {
        logins =
                Caffeine.newBuilder()
                        .maximumSize(max)
                        .expireAfterWrite(howLong)
                        .ticker(nanos::getAsLong)
                        .executor(Runnable::run)
                        .build();
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        key = new SecretKeySpec(secret, HMAC);
    }

    public boolean isRight(AccountId account, String storedHash, String password) {
        Remembered remembered = logins.getIfPresent(account);
        return remembered != null
                && remembered.storedHash().equals(storedHash)
                && MessageDigest.isEqual(remembered.mac(), mac(account, password));
    }

    public void remember(AccountId account, String storedHash, String password) {
        logins.put(account, new Remembered(mac(account, password), storedHash));
    }

    public void forget(AccountId account) {
        logins.invalidate(account);
    }

    private byte[] mac(AccountId account, String password) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(ByteBuffer.allocate(Long.BYTES).putLong(0, account.value()));
            return mac.doFinal(password.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(HMAC + " is missing from this Java", e);
        }
    }
}
