// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter;

import java.time.Duration;

/// Somebody who has to see a mail's whole content, however large: a virus scanner. Safe for use by
/// many threads.
public interface ContentScanner {

    /// For the log and the metrics, such as `clamd`.
    String name();

    /// As {@link Adviser#patience}.
    default Duration patience() {
        return Duration.ZERO;
    }

    /// As {@link Adviser#broken}.
    default Advice broken(Throwable failure) {
        return Advice.NONE;
    }

    /// The content of a mail begins. Asks nobody yet.
    ///
    /// @param mailId as log and ledger call it
    Scan begin(String mailId);

    /// One mail's content. For one thread; it never throws, what fails is said by the advice.
    interface Scan extends AutoCloseable {
        /// Takes the next octets, header section first. They are the caller's again afterwards.
        void write(byte[] octets, int offset, int length);

        /// The content is complete: what is to be said of it. Waits for the scanner until its deadline;
        /// to be called beside the advisers. At most once.
        Advice finish() throws InterruptedException;

        /// Lets go of all, finished or not. May be called again.
        @Override
        void close();
    }
}
