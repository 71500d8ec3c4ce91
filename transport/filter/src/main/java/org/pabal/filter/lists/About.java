// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter.lists;

import java.util.Arrays;
import java.util.Locale;

/// What of a mail a list is asked about, in the order in which the questions of a mail are counted.
public enum About {
    /// The client's address.
    CLIENT,
    /// The name of the client's address that leads back to it.
    CLIENT_NAME,
    /// The name in HELO or EHLO.
    HELO,
    /// The domain of the reverse-path.
    ENVELOPE,
    /// The domain of the From field's address.
    FROM,
    /// The domain of the Reply-To field's address.
    REPLY_TO,
    /// Where links lead: their hosts, or the addresses that stand in their place.
    LINKS,
    /// The addresses of earlier hosts, as the Received fields tell them.
    RECEIVED;

    /// The word of the settings, such as `client-name`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// @throws IllegalArgumentException when there is no such word
    public static About of(String word) {
        return Arrays.stream(values())
                .filter(each -> each.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(word));
    }
}
