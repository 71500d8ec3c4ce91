// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Octets of a response as text.
final class SaslText {
    /// An identity: an address of RFC 5321 §4.5.3.1.3 fits.
    static final int MAX_IDENTITY_OCTETS = 255;

    private SaslText() {}

    /// Empty when it is not UTF-8 to the letter.
    static Optional<String> decode(byte[] octets) {
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    static byte[] encode(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// An identity that could be somebody's: what is empty, too long or has control characters
    /// in it is nobody (THREATS A12).
    static boolean isIdentity(String text) {
        if (text.isEmpty() || encode(text).length > MAX_IDENTITY_OCTETS) {
            return false;
        }
        return text.chars().noneMatch(Character::isISOControl);
    }
}
