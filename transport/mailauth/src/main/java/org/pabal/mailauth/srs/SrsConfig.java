// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.srs;

import java.time.Duration;

/// How our addresses are made.
///
/// @param hashLength characters of the hash, of 6 bits each; a shorter one than this is not accepted
/// @param separator behind `SRS0` and `SRS1`: `=`, `+` or `-`; any of them is understood
/// @param validity of an address; the day on which it was made has no hour
public record SrsConfig(int hashLength, char separator, Duration validity) {
    /// What HMAC-SHA1 gives in base64, without its padding.
    private static final int MAX_HASH_LENGTH = 27;

    public SrsConfig {
        if (hashLength < 4 || hashLength > MAX_HASH_LENGTH) {
            throw new IllegalArgumentException(
                    "a hash has 4 to " + MAX_HASH_LENGTH + " characters, not " + hashLength);
        }
        if (SrsText.SEPARATORS.indexOf(separator) < 0) {
            throw new IllegalArgumentException("no separator of SRS: " + separator);
        }
        if (validity.toDays() < 1 || validity.toDays() >= SrsDay.DAYS / 2) {
            throw new IllegalArgumentException("SRS addresses are good for 1 to 511 days");
        }
    }

    /// What other programs have, too; 21 days are longer than any queue keeps a mail.
    public static SrsConfig standard() {
        return new SrsConfig(4, '=', Duration.ofDays(21));
    }
}
