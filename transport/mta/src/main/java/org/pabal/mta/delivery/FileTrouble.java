// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.delivery;

import java.nio.file.AccessDeniedException;
import java.util.Locale;
import org.pabal.mta.queue.Diagnosis;

/// What is said of a copy that a file could not take. Whatever goes wrong with files may pass.
final class FileTrouble {
    private FileTrouble() {}

    /// @param where such as `Maildir /srv/mail/bob`
    static Diagnosis diagnosis(String where, Exception trouble) {
        String reason = String.valueOf(trouble.getMessage());
        String lower = reason.toLowerCase(Locale.ROOT);
        if (lower.contains("quota")) {
            return Diagnosis.ours("4.2.2", where + " is over quota");
        }
        if (lower.contains("no space")) {
            return Diagnosis.ours("4.3.1", "the disk of " + where + " is full");
        }
        String why = trouble instanceof AccessDeniedException ? "no permission: " + reason : reason;
        return Diagnosis.ours("4.2.0", where + " cannot be written: " + why);
    }
}
