// SPDX-License-Identifier: Apache-2.0
package org.pabal.filter;

import java.time.Duration;

/// Somebody who is asked about each mail besides our own tests: DNS lists, other filters, what is
/// remembered of senders. All of a server are asked at the same time, each on a virtual thread of
/// its own. Safe for use by many threads.
public interface Adviser {

    /// For the log and the metrics, such as `dns-lists`, `rspamd`.
    String name();

    /// How long it may take to answer, where the settings grant it more than the filter's usual time:
    /// who wants mail deferred when it cannot be asked must not be passed over for being slow.
    default Duration patience() {
        return Duration.ZERO;
    }

    /// What is said in its place when it has thrown, or was not waited for any longer: what the settings
    /// want of mail while it is down. Nothing, from those who only add to the score.
    ///
    /// @param failure what was not foreseen
    default Advice broken(Throwable failure) {
        return Advice.NONE;
    }

    /// What it says. It keeps its own deadline, never longer than the mail's, and answers for its own
    /// failure: without a finding, with one of 0 points that says so, or with {@link Outcome#DEFER}
    /// where the settings want mail to wait for it.
    Advice ask(MailInQuestion mail) throws InterruptedException;
}
