// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.setup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pabal.sessions.RandomText;
import org.pabal.sessions.TokenHash;

/// The code that the server tells its operator, and the browsers in which it was shown. In memory only:
/// each start has another. Safe for use by many threads.
final class SetupCode {
    /// Without the letters and digits that look like each other: 5 bits each.
    private static final String ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private static final int LETTERS = 12;
    private static final int GROUP = 4;
    private static final int MAX_WRONG = 5;
    private static final Duration SHUT = Duration.ofMinutes(1);

    /// Long enough to choose a password.
    static final Duration SHOWN = Duration.ofMinutes(30);

    private static final int MAX_BROWSERS = 100;

    private final RandomText random;
    private final InstantSource clock;
    private final Map<TokenHash, Instant> browsers = new LinkedHashMap<>();
    private @Nullable String code;
    private int wrong;
    private Instant shutUntil = Instant.MIN;

    SetupCode(RandomText random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    /// `ABCD-EFGH-JKLM`.
    synchronized String shown() {
        String letters = letters();
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < LETTERS; i += GROUP) {
            shown.append(i == 0 ? "" : "-").append(letters, i, i + GROUP);
        }
        return shown.toString();
    }

    private String letters() {
        String made = code;
        if (made == null) {
            StringBuilder letters = new StringBuilder();
            for (byte octet : random.octets(LETTERS)) {
                letters.append(ALPHABET.charAt(octet & ALPHABET.length() - 1));
            }
            made = letters.toString();
            code = made;
        }
        return made;
    }

    /// How long no code is looked at; zero when it is.
    synchronized Duration shutFor() {
        Instant now = clock.instant();
        return now.isBefore(shutUntil) ? Duration.between(now, shutUntil) : Duration.ZERO;
    }

    /// Whether it is the code, however it is grouped and in whichever case; takes the same time for all
    /// codes of one length. A few wrong ones and none is looked at for a while.
    synchronized boolean isRight(String given) {
        if (!shutFor().isZero()) {
            return false;
        }
        boolean right = MessageDigest.isEqual(octets(letters()), octets(bare(given)));
        wrong = right ? 0 : wrong + 1;
        if (wrong >= MAX_WRONG) {
            wrong = 0;
            shutUntil = clock.instant().plus(SHUT);
        }
        return right;
    }

    private static String bare(String given) {
        return given.replace("-", "").replace(" ", "").toUpperCase(Locale.ROOT);
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Remembers a browser in which it was shown.
    ///
    /// @return for its cookie
    synchronized String remember() {
        Instant now = clock.instant();
        browsers.values().removeIf(until -> !now.isBefore(until));
        if (browsers.size() >= MAX_BROWSERS) {
            browsers.remove(browsers.keySet().iterator().next());
        }
        String token = random.token();
        browsers.put(TokenHash.of(token), now.plus(SHOWN));
        return token;
    }

    synchronized boolean isRemembered(String token) {
        Instant until = browsers.get(TokenHash.of(token));
        return until != null && clock.instant().isBefore(until);
    }

    /// It has done its work: whoever asks for one again gets another.
    synchronized void spend() {
        code = null;
    }
}
