// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/// How app passwords are written: four groups of four letters, `abcd-efgh-ijkl-mnop`, more than 75
/// bits. Typed with or without what stands between the groups, in either case.
final class AppPasswordText {
    private static final int GROUP = 4;
    private static final int LETTERS = 4 * GROUP;
    private static final int MAX_TYPED = 2 * LETTERS;

    private AppPasswordText() {}

    /// The letters of a new one.
    static String make(SecureRandom random) {
        StringBuilder letters = new StringBuilder(LETTERS);
        for (int i = 0; i < LETTERS; i++) {
            letters.append((char) ('a' + random.nextInt('z' - 'a' + 1)));
        }
        return letters.toString();
    }

    /// As its owner reads it, once. It is a SASL password in this form and in no other.
    static String shown(String letters) {
        StringBuilder shown = new StringBuilder(letters.substring(0, GROUP));
        for (int at = GROUP; at < LETTERS; at += GROUP) {
            shown.append('-').append(letters, at, at + GROUP);
        }
        return shown.toString();
    }

    /// The letters of what was typed; empty when that is no app password.
    static Optional<String> letters(String typed) {
        if (typed.length() < LETTERS || typed.length() > MAX_TYPED) {
            return Optional.empty();
        }
        StringBuilder letters = new StringBuilder(LETTERS);
        for (int i = 0; i < typed.length(); i++) {
            char c = typed.charAt(i);
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
                letters.append(c);
            } else if (c != '-' && c != ' ') {
                return Optional.empty();
            }
        }
        return letters.length() == LETTERS
                ? Optional.of(letters.toString().toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    static byte[] hash(byte[] salt, String letters) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(salt);
            return sha256.digest(letters.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("SHA-256 is missing from this Java", e);
        }
    }
}
