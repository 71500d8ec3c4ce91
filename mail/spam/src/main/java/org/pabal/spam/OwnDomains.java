// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam;

import java.util.Optional;
import java.util.function.Predicate;

/// The domains of this server, in ASCII and lower case.
@FunctionalInterface
public interface OwnDomains extends Predicate<String> {
    /// The domain of ours that somebody else's seems to imitate.
    ///
    /// @param host in ASCII and lower case, none of ours nor below one
    default Optional<Imitation> imitatedBy(String host) {
        return Optional.empty();
    }

    /// @param own the domain imitated
    record Imitation(String own, Way way) {}

    /// How a name is made to look like another, the surest first.
    enum Way {
        /// Other characters that look the same: `examp1e.org`, Cyrillic letters.
        LOOKS_ALIKE,
        /// As the beginning of another name: `example.org.evil.net`.
        IN_FRONT,
        /// A hyphen more or less.
        HYPHEN,
        /// A letter more, less, another or exchanged with the next.
        ONE_LETTER,
        /// The same name below another suffix.
        OTHER_SUFFIX
    }
}
