// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

/// What works the queue off: delivery. Safe for use by many threads.
public interface QueueWorker {

    /// Tries what is pending, reports what is owed, records both in one commit, and then calls
    /// {@link Lease#settled}.
    ///
    /// {@link org.pabal.message.UnavailableException} means that nothing was recorded and that the
    /// entry is to be tried again soon; any other unchecked exception or error is a crash.
    void work(Lease lease);
}
