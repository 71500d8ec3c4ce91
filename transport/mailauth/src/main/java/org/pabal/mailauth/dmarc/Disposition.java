// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dmarc;

import java.util.Locale;
import java.util.Optional;

/// What a domain wishes to become of mail that fails, mildest first. RFC 9989 §4.7, `p`.
public enum Disposition {
    NONE,
    QUARANTINE,
    REJECT;

    static Optional<Disposition> parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "none" -> Optional.of(NONE);
            case "quarantine" -> Optional.of(QUARANTINE);
            case "reject" -> Optional.of(REJECT);
            default -> Optional.empty();
        };
    }

    /// What a domain that only tests its policy expects. RFC 9989 §4.7, `t`.
    Disposition oneLevelMilder() {
        return this == REJECT ? QUARANTINE : NONE;
    }

    /// As it stands in records and reports.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
