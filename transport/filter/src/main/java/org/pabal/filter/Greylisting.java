// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter;

import java.time.Duration;
import java.util.Optional;

/// Whether a stranger is asked to come again with a mail that is in doubt: a mail server does, a
/// program that only sends spam does not, and by then the DNS lists may know it. Safe for use by many
/// threads.
@FunctionalInterface
public interface Greylisting {
    Greylisting OFF = (_, _) -> Optional.empty();

    /// Asked at the end of a mail's content, when nothing else keeps it out. What it is asked about is
    /// remembered, so it is asked once for each attempt.
    ///
    /// @param score for everybody, see {@link org.pabal.spam.Judgement#score}
    /// @return how long the client should wait, to be told with `451 4.7.1`; empty when the mail may
    ///     pass now. Whatever fails lets it pass
    Optional<Duration> ask(MailInQuestion mail, double score);

    /// What the client is told beside `451 4.7.1`: its operator reads it, too.
    static String refusal(Duration wait) {
        long minutes = Math.max(1, (wait.toSeconds() + 59) / 60);
        return "Greylisted, which is no error: try again in "
                + minutes
                + (minutes == 1 ? " minute" : " minutes")
                + "; mail servers do that by themselves";
    }
}
