// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.lists;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// One list.
///
/// @param name of the settings
/// @param zone under which it is asked, without dots at its ends
/// @param about what it is asked about
/// @param names which names it knows, when it is asked about domains
/// @param testEntry an entry that it has as long as it is in order: an address, or a domain; empty
///     where it has none
/// @param refuses whether what it has against a client, or the domain of an envelope, refuses the mail
public record ListConfig(
        String name,
        String zone,
        Kind kind,
        Set<About> about,
        Names names,
        AnswerPoints points,
        Duration timeout,
        Optional<String> testEntry,
        boolean refuses) {

    public enum Kind {
        ADDRESSES,
        DOMAINS
    }

    public enum Names {
        /// The domain that somebody has registered, such as `example.co.uk`.
        REGISTERED,
        /// The name as it stands in the mail.
        HOST,
        BOTH
    }

    public ListConfig {
        about = Set.copyOf(about);
    }

    /// The name of what it finds: `LIST_` and its own in capitals.
    String test() {
        return "LIST_" + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }
}
