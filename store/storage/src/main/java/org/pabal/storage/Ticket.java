// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage;

/// The promise of a commit that was handed over.
public interface Ticket {

    /// Waits until the outcome is known: {@link CommitOutcome.Committed} or
    /// {@link CommitOutcome.VersionMismatch}.
    ///
    /// @throws StorageException when the commit failed
    CommitOutcome await();

    boolean isDone();
}
