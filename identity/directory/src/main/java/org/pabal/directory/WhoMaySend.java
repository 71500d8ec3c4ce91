// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.util.Locale;
import java.util.Optional;

/// Whose mail a group takes, by reverse-path.
public enum WhoMaySend {
    ANYONE,

    /// Its members and its owner.
    MEMBERS,

    /// Whoever writes from an address of the group's own domain.
    DOMAIN,

    /// Its owner alone.
    OWNERS;

    /// As on the command line.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<WhoMaySend> parse(String word) {
        for (WhoMaySend each : values()) {
            if (each.word().equals(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
