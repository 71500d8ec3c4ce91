// SPDX-License-Identifier: Apache-2.0
package org.pabal.fetch;

import java.util.List;
import java.util.Set;

/// A mailbox as LIST shows it. RFC 3501 §7.2.2.
///
/// @param wireName as the server writes it, to be given back to it
/// @param levels of its name, decoded, without the prefix of the personal namespace
/// @param attributes in lower case: `\sent`
public record RemoteMailbox(String wireName, List<String> levels, Set<String> attributes) {

    /// False for what only has others below it.
    public boolean selectable() {
        return !attributes.contains("\\noselect") && !attributes.contains("\\nonexistent");
    }

    /// Whether LIST says so. RFC 6154 §2.
    public boolean has(String attribute) {
        return attributes.contains(attribute);
    }
}
