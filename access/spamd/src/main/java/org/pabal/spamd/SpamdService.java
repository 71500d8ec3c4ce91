// SPDX-License-Identifier: Apache-2.0
package org.pabal.spamd;

import java.util.List;
import java.util.Optional;
import org.pabal.spam.Finding;

/// The filter as spamd's protocol asks it. Safe for use by many threads; throws {@link
/// org.pabal.message.UnavailableException} when the store cannot serve it.
public interface SpamdService {

    /// @param user as the client names somebody, such as an account's address; whoever is nobody's
    ///     account is judged for as everybody is
    Judged judge(Optional<String> user, byte[] message);

    /// Learns from a message, or takes back what was learnt from it.
    Told tell(Optional<String> user, byte[] message, Teaching teaching);

    /// @param required the score from which on a mail is spam
    /// @param fields that go on top of the message, each with its line end
    record Judged(double score, double required, List<Finding> findings, String fields) {
        public Judged {
            findings = List.copyOf(findings);
        }

        public boolean isSpam() {
            return score >= required;
        }
    }

    /// What a message is to be remembered as.
    enum Teaching {
        SPAM,
        HAM,
        FORGET
    }

    /// What became of a word.
    enum Told {
        LEARNT,
        /// It was known before, or nothing was there to be forgotten.
        UNCHANGED,
        /// Nobody has an account of that name.
        NO_SUCH_USER
    }
}
