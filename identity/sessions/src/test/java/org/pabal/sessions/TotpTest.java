// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Codes of authenticators and codes for recovery.
final class TotpTest {
    private static final Totp TOTP =
            new Totp("12345678901234567890".getBytes(StandardCharsets.US_ASCII), Instant.EPOCH, -9);

    private static Instant at(long second) {
        return Instant.ofEpochSecond(second);
    }

    /// RFC 6238 appendix B, the last six digits.
    @Test
    void codesAreThoseOfTheRfc() {
        assertThat(TOTP.code(59 / 30)).isEqualTo("287082");
        assertThat(TOTP.code(1111111109L / 30)).isEqualTo("081804");
        assertThat(TOTP.code(1111111111L / 30)).isEqualTo("050471");
        assertThat(TOTP.code(1234567890L / 30)).isEqualTo("005924");
        assertThat(TOTP.code(2000000000L / 30)).isEqualTo("279037");
        assertThat(TOTP.code(20000000000L / 30)).isEqualTo("353130");
    }

    @Test
    void aClockMayBeOffByHalfAMinuteToEitherSide() {
        String code = TOTP.code(100);
        assertThat(TOTP.step(code, at(100 * 30 - 30))).hasValue(100);
        assertThat(TOTP.step(code, at(100 * 30 + 59))).hasValue(100);
        assertThat(TOTP.step(code, at(100 * 30 - 31))).isEmpty();
        assertThat(TOTP.step(code, at(100 * 30 + 60))).isEmpty();
    }

    /// THREATS A11.
    @Test
    void noCodeIsTakenTwiceNorOneBeforeTheLast() {
        Instant now = at(100 * 30);
        Totp after = TOTP.taking(TOTP.code(100), now).orElseThrow();
        assertThat(after.taking(TOTP.code(100), now)).isEmpty();
        assertThat(after.taking(TOTP.code(99), now)).isEmpty();
        assertThat(after.taking(TOTP.code(101), now)).isPresent();
    }

    @Test
    void whatIsNoCodeIsNone() {
        for (String code : List.of("", "12345", "1234567", "12345a", "١٢٣٤٥٦", "-12345")) {
            assertThat(TOTP.step(code, at(100 * 30))).as(code).isEmpty();
        }
    }

    @Test
    void theUrlIsWhatAuthenticatorsRead() {
        assertThat(TOTP.url("mail.example.org", "alice@example.org"))
                .isEqualTo(
                        "otpauth://totp/mail.example.org:alice%40example.org"
                                + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                                + "&issuer=mail.example.org&algorithm=SHA1&digits=6&period=30");
    }

    @Test
    void eachRecoveryCodeIsGoodOnce() {
        RecoveryCodes.Made made = RecoveryCodes.make(new RandomText(new SecureRandom()));
        assertThat(new HashSet<>(made.shown())).hasSize(RecoveryCodes.COUNT);
        RecoveryCodes left = made.kept();
        for (String code : made.shown()) {
            Optional<RecoveryCodes> used =
                    left.using(" " + code.toUpperCase(java.util.Locale.ROOT).replace("-", " "));
            assertThat(used).as(code).isPresent();
            left = used.orElseThrow();
            assertThat(left.using(code)).isEmpty();
        }
        assertThat(left.left()).isZero();
    }
}
