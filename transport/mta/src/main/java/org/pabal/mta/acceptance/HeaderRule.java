// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.acceptance;

import org.pabal.smtp.SmtpReply;

/// What a door makes of a header section before it is examined and stored.
@FunctionalInterface
public interface HeaderRule {
    /// Takes what comes.
    HeaderRule AS_IT_COMES = (section, _) -> new Judged.Taken(section);

    /// @param section ends with its empty line, unless the content ends before
    /// @param form how it came
    /// @throws org.pabal.message.UnavailableException when it cannot be judged now
    Judged judge(byte[] section, Form form);

    enum Form {
        /// All lines are fields.
        REGULAR,
        /// A line that is no field was met, and an empty line put before it, or a name.
        MENDED
    }

    sealed interface Judged {
        /// @param section what is stored
        record Taken(byte[] section) implements Judged {}

        record Refused(SmtpReply reply) implements Judged {}
    }
}
