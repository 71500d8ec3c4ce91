// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The SHA-256 of a token: what is kept of it. A token has 256 random bits, so that one round keeps
/// it, and a look-up by its hash tells nothing of it by its time.
///
/// @param hex 64 digits
public record TokenHash(String hex) {
    private static final HexFormat HEX = HexFormat.of();
    public static final int OCTETS = 32;

    public static TokenHash of(String token) {
        try {
            return of(
                    MessageDigest.getInstance("SHA-256")
                            .digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java runtime has no SHA-256", missing);
        }
    }

    public static TokenHash of(byte[] hash) {
        return new TokenHash(HEX.formatHex(hash));
    }

    public byte[] octets() {
        return HEX.parseHex(hex);
    }

    @Override
    public String toString() {
        return "token";
    }
}
