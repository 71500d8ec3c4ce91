// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// `esmtp-param = esmtp-keyword ["=" esmtp-value]`. RFC 5321 §4.1.2.
///
/// @param keyword in upper case
/// @param value not empty; one character an octet
record EsmtpParameter(String keyword, Optional<String> value) {

    /// Takes the next word of the line, which stands behind one space.
    static EsmtpParameter read(LineCursor in) {
        String word = in.word();
        int equals = word.indexOf('=');
        String keyword = equals < 0 ? word : word.substring(0, equals);
        if (!isKeyword(keyword)) {
            throw new OutsideGrammar(Answers.BAD_PARAMETER);
        }
        Optional<String> value =
                equals < 0 ? Optional.empty() : Optional.of(word.substring(equals + 1));
        if (value.isPresent() && !isValue(value.get())) {
            throw new OutsideGrammar(Answers.BAD_PARAMETER);
        }
        return new EsmtpParameter(keyword.toUpperCase(Locale.ROOT), value);
    }

    /// `esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")`
    private static boolean isKeyword(String text) {
        if (text.isEmpty() || text.charAt(0) == '-') {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && (c < '0' || c > '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    /// `esmtp-value = 1*(%d33-60 / %d62-126)`, and non-ASCII, RFC 6531 §3.3.
    private static boolean isValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == '=' || c == 0x7F) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    String needValue() {
        return value.orElseThrow(() -> new OutsideGrammar(Answers.BAD_PARAMETER));
    }

    void mustBeAlone() {
        if (value.isPresent()) {
            throw new OutsideGrammar(Answers.BAD_PARAMETER);
        }
    }

    /// `1*DIGIT`, the largest long for what no long holds.
    long number(int maxDigits) {
        String digits = needValue();
        if (digits.length() > maxDigits) {
            throw new OutsideGrammar(Answers.BAD_PARAMETER);
        }
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new OutsideGrammar(Answers.BAD_PARAMETER);
            }
            number = number > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : number * 10 + digit;
        }
        return number;
    }

    /// Octets of a value as the text that they are in UTF-8.
    static String utf8(String octets) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw new OutsideGrammar(Answers.NOT_UTF8);
        }
    }
}
