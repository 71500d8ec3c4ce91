// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

import java.util.Optional;
import org.pabal.directory.DirectoryAdministration;

/// Whom people may find, and share with. RFC 9670 §6: to list everybody is a matter of privacy.
///
/// @param people who there are
public record Sharing(DirectoryAdministration people, Visible visible) {

    /// Who is found besides oneself, and besides those with whom one shares already.
    public enum Visible {
        NOBODY,
        /// Who has an address of the same domain.
        DOMAIN,
        EVERYBODY;

        /// As in the settings.
        public static Optional<Visible> parse(String word) {
            for (Visible each : values()) {
                if (each.name().equalsIgnoreCase(word)) {
                    return Optional.of(each);
                }
            }
            return Optional.empty();
        }
    }
}
