// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.pabal.directory.Account;
import org.pabal.mta.ledger.Ledger;
import org.pabal.mta.queue.Queue;
import org.pabal.mta.submission.StoredSubmission;

/// What sends mail: the same that stands behind port 587.
///
/// @param maxHold the longest time for which a mail can be held back
public record MailSending(
        Opening submissions, Queue queue, Ledger ledger, Duration maxHold, int maxRecipients) {

    /// Opens a submission, as a connection to port 587 does after its log-in.
    @FunctionalInterface
    public interface Opening {
        /// @param session for the log and the ledger
        StoredSubmission open(Account account, String session, InetSocketAddress client);
    }
}
