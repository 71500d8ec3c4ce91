// SPDX-License-Identifier: Apache-2.0
package org.pabal.storage.embedded;

import org.pabal.storage.StorageException;

/// Collects finished blobs that no commit has named in time. On the committer's thread, so that
/// none goes while a commit names it.
///
/// @param finishedBefore a blob that was finished later stays
record SweepWork(PendingBlobs blobs, long finishedBefore) implements Work {

    @Override
    public long octets() {
        return 0;
    }

    @Override
    public boolean prepare(Group group, Log log) {
        for (PendingBlob blob : blobs.all()) {
            if (blob.isFinished()
                    && blob.finishedAt() - finishedBefore < 0
                    && !group.knowsBlob(blob.id())) {
                blobs.remove(blob);
            }
        }
        return false;
    }

    @Override
    public void complete() {}

    @Override
    public void fail(StorageException reason) {}
}
