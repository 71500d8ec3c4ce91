// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// An authenticator that an account's owner has: SHA-1, 30 seconds, 6 digits, which is what all of
/// them can do. RFC 6238, RFC 4226 §5.3.
///
/// @param secret 20 octets
/// @param since when it was confirmed by a code
/// @param lastStep of the last code that was taken: no code is taken twice (RFC 6238 §5.2, THREATS A11)
public record Totp(byte[] secret, Instant since, long lastStep) {
    public static final int SECRET_OCTETS = 20;
    private static final int STEP_SECONDS = 30;
    private static final int MODULUS = 1_000_000;
    private static final int DIGITS = 6;

    /// Steps that a telephone's clock may be off by, to either side.
    private static final int WINDOW = 1;

    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// The step of a code that is right now and newer than the last one that was taken.
    public OptionalLong step(String code, Instant now) {
        if (code.length() != DIGITS || !code.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalLong.empty();
        }
        long current = Math.floorDiv(now.getEpochSecond(), STEP_SECONDS);
        byte[] given = code.getBytes(StandardCharsets.US_ASCII);
        OptionalLong found = OptionalLong.empty();
        for (long step = current - WINDOW; step <= current + WINDOW; step++) {
            boolean right =
                    MessageDigest.isEqual(code(step).getBytes(StandardCharsets.US_ASCII), given);
            if (right && step > lastStep) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /// The same authenticator after a code was taken.
    public Optional<Totp> taking(String code, Instant now) {
        OptionalLong step = step(code, now);
        return step.isPresent()
                ? Optional.of(new Totp(secret, since, step.getAsLong()))
                : Optional.empty();
    }

    /// What the authenticator shows. RFC 6238 §4.2.
    public String code(Instant at) {
        return code(Math.floorDiv(at.getEpochSecond(), STEP_SECONDS));
    }

    /// RFC 4226 §5.3, with the step as its counter.
    String code(long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int at = hash[hash.length - 1] & 0xF;
            int number = ByteBuffer.wrap(hash).getInt(at) & Integer.MAX_VALUE;
            return String.format("%0" + DIGITS + "d", number % MODULUS);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java runtime has no HMAC", missing);
        }
    }

    /// The secret as people type it. RFC 4648 §6, without padding: 20 octets need none.
    public String base32() {
        StringBuilder text = new StringBuilder();
        int bits = 0;
        int kept = 0;
        for (byte octet : secret) {
            bits = bits << 8 | octet & 0xFF;
            kept += 8;
            while (kept >= 5) {
                kept -= 5;
                text.append(BASE32.charAt(bits >>> kept & 31));
            }
            bits &= (1 << kept) - 1;
        }
        return text.toString();
    }

    /// What a QR code for an authenticator holds.
    ///
    /// @param issuer the host's name
    public String url(String issuer, String address) {
        return "otpauth://totp/"
                + encoded(issuer)
                + ":"
                + encoded(address)
                + "?secret="
                + base32()
                + "&issuer="
                + encoded(issuer)
                + "&algorithm=SHA1&digits=6&period=30";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public String toString() {
        return "Totp";
    }
}
