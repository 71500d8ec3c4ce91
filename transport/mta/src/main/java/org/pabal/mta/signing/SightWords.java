// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.signing;

import org.pabal.mailauth.dkim.signing.PublicKeyRecord.Sight;

/// What the DNS says of a key, for logs and `pabal dkim show`.
public final class SightWords {
    private SightWords() {}

    public static String of(Sight sight) {
        return switch (sight) {
            case Sight.Right _ -> "the record is right";
            case Sight.Absent _ -> "there is no such record";
            case Sight.Wrong(var problem) -> problem;
            case Sight.Unknown(var reason) -> "the DNS does not answer: " + reason;
        };
    }
}
