// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.export;

import java.util.Locale;
import java.util.Optional;

/// As what mail is exported.
enum ExportFormat {
    /// A file per mailbox (RFC 4155); of a whole account in a zip.
    MBOX,
    /// A file per message, by mailbox, in a zip.
    EML,
    /// Each message once, with what JMAP says of it, of mailboxes, identities and scripts, in a zip.
    JMAP;

    /// As clients call it.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<ExportFormat> of(String word) {
        for (ExportFormat each : values()) {
            if (each.word().equals(word)) {
                return Optional.of(each);
            }
        }
        return Optional.empty();
    }
}
