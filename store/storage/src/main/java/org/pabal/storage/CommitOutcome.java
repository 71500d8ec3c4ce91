// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage;

/// What became of a commit.
public sealed interface CommitOutcome {

    /// Durable and applied.
    record Committed() implements CommitOutcome {}

    /// Refused, nothing applied: a space did not have the expected version.
    ///
    /// @param space the first space that differed
    /// @param actual its version
    record VersionMismatch(Space space, long actual) implements CommitOutcome {}

    /// Not made durable, nothing applied; the exception says why.
    record Failed(StorageException reason) implements CommitOutcome {}

    CommitOutcome COMMITTED = new Committed();
}
